"""Sign-in mail goes through the outbox, whatever else holds messages back."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imbizo.accounts.operations import send_mail
from imbizo.accounts.registry import Mail
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.operations.mail import forget_secrets, site_mail
from imbizo.messaging.operations.suppression import suppress
from imbizo.messaging.states import Health, MessageState, SuppressionReason
from tests.cast import Cast
from tests.mailbox import delivered

CODE = Mail(
    email="amina@example.org",
    subject="Your code",
    body="ABC-DEF",
    language="en",
    worth=timedelta(minutes=10),
)


def test_the_mail_leaves_by_the_installations_own_server(db: None) -> None:
    send_mail(CODE)
    [sent] = delivered()
    assert (sent.to, sent.subject, sent.body) == (["amina@example.org"], "Your code", "ABC-DEF")


def test_a_code_asked_for_on_the_page_goes_through_the_outbox(cast: Cast) -> None:
    Client().post(reverse("account_request_login_code"), {"email": "amina@example.org"})
    message = Message.objects.get()
    assert (message.purpose, message.state, message.programme) == ("security", "waiting", None)


def test_nothing_of_the_code_stays_once_it_has_left(db: None) -> None:
    send_mail(CODE)
    delivered()
    message = Message.objects.get()
    assert (message.state, message.subject, message.text) == (MessageState.SENT, "", "")


def test_who_sent_stop_can_still_sign_in(cast: Cast) -> None:
    suppress(
        programme=cast.programme, addresses=[("email", CODE.email)], reason=SuppressionReason.STOP, by=None
    )
    send_mail(CODE)
    assert len(delivered()) == 1


def test_a_code_leaves_at_night(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    night = timezone.localtime().replace(hour=2)
    monkeypatch.setattr(timezone, "now", lambda: night)
    send_mail(CODE)
    assert len(delivered()) == 1


def test_a_code_that_is_too_old_is_forgotten_unsent(db: None, caplog: pytest.LogCaptureFixture) -> None:
    send_mail(CODE)
    Message.objects.update(use_by=timezone.now() - timedelta(seconds=1))
    assert delivered() == []
    forget_secrets(timezone.now())
    message = Message.objects.get()
    assert (message.state, message.text) == (MessageState.EXPIRED, "")
    assert [record.getMessage() for record in caplog.records] == [
        "1 mails with a code or a link were not sent"
    ]


def test_there_is_one_gateway_of_the_installation(db: None) -> None:
    assert site_mail() == site_mail()
    assert Gateway.objects.filter(programme=None).count() == 1


def test_a_dead_mail_server_is_told_to_the_operator_without_an_address(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(self: locmem.EmailBackend) -> None:
        raise ConnectionRefusedError("nobody listens")

    monkeypatch.setattr(locmem.EmailBackend, "open", refuse)
    send_mail(CODE)
    delivered()
    assert (mail.outbox, site_mail().health) == ([], Health.UNREACHABLE)
    assert [(record.levelno, CODE.email in record.getMessage()) for record in caplog.records] == [
        (logging.ERROR, False)
    ]
