"""Suppliers that hang, break off, answer nonsense, change their certificate, or are down for a day."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from imbizo.messaging.gateways import Outcome, Result, Trouble
from imbizo.messaging.gateways.http import client, supplier_of
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.operations.claiming import expire_overdue
from imbizo.messaging.operations.nudging import nudge_due
from imbizo.messaging.states import Health, MessageState, Reason, Service
from tests.cast import Cast
from tests.messaging.sending import answers, fresh, send
from tests.messaging.suppliers import NO_CREDITS, TAKES, gateway_at, into, outgoing, sent, trouble
from tests.parts import HOST, free_port
from tests.parts.web import Certificate, Garbage, Hang, Reply, Reset, Website

EVERY = tuple(Service)
REST = httpx.Timeout(0.2)
BODIES: tuple[Any, ...] = ([], {}, [1], "null", {"sid": None, "x": []})


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers are waited for no longer than a test has time."""
    monkeypatch.setattr(client, "TIMEOUT", REST)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (Hang(), Reason.BROKEN_OFF),
        (Reset(), Reason.BROKEN_OFF),
        (Reset(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"), Reason.BROKEN_OFF),
        (Garbage(), Reason.BROKEN_OFF),
        (Reply(200, b"<html>Welcome</html>"), Reason.NOT_UNDERSTOOD),
        (Reply(201, b"[" * 50_000), Reason.NOT_UNDERSTOOD),
        (Reply(201, b"a" * 70_000), Reason.NOT_UNDERSTOOD),
        (Reply(502, b"Bad gateway"), Reason.NOT_UNDERSTOOD),
        *[(Reply(201, body), Reason.NOT_UNDERSTOOD) for body in BODIES],
    ],
)
def test_an_answer_that_says_nothing_leaves_the_message_uncertain(
    website: Website, behaviour: Any, reason: Reason
) -> None:
    website.then(behaviour)
    [result] = sent(gateway_at(website.url, Service.AFRICASTALKING), outgoing())
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, reason)


@pytest.mark.parametrize("service", EVERY)
def test_a_gateway_that_has_gone_mad_eats_three_messages_and_no_more(
    website: Website, service: Service
) -> None:
    health, results = trouble(website, service, Reply(200, b"<html>Welcome</html>"))
    assert (health, [result.outcome for result in results]) == (Health.CONFUSED, [Outcome.UNKNOWN] * 3)
    assert len(website.requests) == 3


@pytest.mark.parametrize("service", EVERY)
def test_bad_requests_without_a_reason_go_again_and_stop_the_gateway(
    website: Website, service: Service
) -> None:
    health, results = trouble(website, service, Reply(400, b"<html>"))
    assert (health, [result.outcome for result in results]) == (Health.CONFUSED, [Outcome.LATER] * 3)


@pytest.mark.parametrize("service", [each for each in EVERY if each != Service.KANNEL])
def test_a_gateway_known_to_be_confused_is_first_asked_what_risks_no_message(
    website: Website, service: Service
) -> None:
    website.answers(Reply(200, b"<html>Welcome</html>"))
    with pytest.raises(Trouble) as raised:
        sent(gateway_at(website.url, service, health=Health.CONFUSED), outgoing())
    assert raised.value.health is Health.CONFUSED
    assert [request.method for request in website.requests] == ["GET"]


def test_a_confused_kannel_is_tried_with_one_message(website: Website) -> None:
    website.answers(Reply(200, b"Welcome"))
    results: list[Result] = []
    with pytest.raises(Trouble):
        into(
            results, gateway_at(website.url, Service.KANNEL, health=Health.CONFUSED), [outgoing(), outgoing()]
        )
    assert [result.outcome for result in results] == [Outcome.UNKNOWN]


def test_a_gateway_that_stumbles_now_and_then_goes_on(website: Website) -> None:
    website.answers(TAKES[Service.TWILIO])
    website.then(Reset(), Reset(), TAKES[Service.TWILIO], Reset())
    results = sent(gateway_at(website.url, Service.TWILIO), *[outgoing() for _ in range(8)])
    outcomes = [result.outcome for result in results]
    assert (outcomes.count(Outcome.UNKNOWN), outcomes.count(Outcome.ACCEPTED)) == (3, 5)


@pytest.mark.parametrize("service", [Service.CLICKATELL, Service.TWILIO, Service.KANNEL])
def test_an_uncertain_message_keeps_the_reference_under_which_it_may_be_reported(
    website: Website, service: Service
) -> None:
    website.then(Reset())
    message = outgoing()
    [result] = sent(gateway_at(website.url, service), message)
    assert [ref.split("-")[0] for ref in result.refs] == [message.id.hex]


@pytest.mark.parametrize("service", EVERY)
def test_where_nothing_listens_nothing_is_handed_over(service: Service) -> None:
    with pytest.raises(Trouble) as raised:
        sent(gateway_at(f"http://{HOST}:{free_port()}", service), outgoing())
    assert raised.value.health is Health.UNREACHABLE


@pytest.mark.parametrize("url", ["nonsense", "ftp://example.org", "http://example.org:port", ""])
def test_an_address_that_is_none_is_a_setting_to_mend(url: str) -> None:
    with pytest.raises(Trouble) as raised:
        sent(gateway_at(url, Service.KANNEL), outgoing())
    assert raised.value.health is Health.MISCONFIGURED


def test_a_key_that_no_header_can_carry_is_a_setting_to_mend() -> None:
    gateway = gateway_at(f"http://{HOST}", Service.CLICKATELL)
    gateway.keep_secrets(api_key="secret\u2019")
    with pytest.raises(Trouble) as raised:
        sent(gateway, outgoing())
    assert raised.value.health is Health.MISCONFIGURED


def test_a_certificate_that_changes_stops_the_gateway_before_a_text_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, other = Certificate.made(tmp_path, "known"), Certificate.made(tmp_path, "other")
    monkeypatch.setenv("SSL_CERT_FILE", str(known.path))
    with Website(known) as website:
        website.answers(TAKES[Service.TWILIO])
        gateway = gateway_at(website.url, Service.TWILIO)
        assert [result.outcome for result in sent(gateway, outgoing())] == [Outcome.ACCEPTED]
        website.shows(other)
        with pytest.raises(Trouble) as raised:
            sent(gateway, outgoing())
    assert (raised.value.health, len(website.requests)) == (Health.UNTRUSTED, 1)


def test_after_trouble_nothing_more_is_handed_over(website: Website) -> None:
    website.then(TAKES[Service.TWILIO])
    website.answers(Reply(429))
    results: list[Result] = []
    with pytest.raises(Trouble):
        into(results, gateway_at(website.url, Service.TWILIO), [outgoing() for _ in range(60)])
    assert [result.outcome for result in results] == [Outcome.ACCEPTED]
    # As many as were on their way when it asked to slow down.
    assert len(website.requests) <= 1 + supplier_of(gateway_at(website.url, Service.TWILIO)).window


# What is peculiar to parts


def test_a_part_that_kannel_could_not_take_now_goes_again_by_itself(website: Website) -> None:
    website.answers(TAKES[Service.KANNEL])
    website.then(TAKES[Service.KANNEL], Reply(503, b"Temporal failure, try again later."))
    [result] = sent(gateway_at(website.url, Service.KANNEL), outgoing("a" * 161))
    lengths = [len(request.query["text"]) for request in website.requests]
    assert (result.outcome, lengths) == (Outcome.ACCEPTED, [153, 8, 8])


def test_a_message_whose_first_part_went_is_never_begun_again(
    website: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imbizo.messaging.gateways.http.kannel._PAUSES", (0.0, 0.0, 0.0))
    website.then(TAKES[Service.KANNEL])
    website.answers(Reply(503, b"Temporal failure, try again later."))
    [result] = sent(gateway_at(website.url, Service.KANNEL), outgoing("a" * 161))
    assert (result.outcome, result.reason, result.detail) == (Outcome.UNKNOWN, Reason.BROKEN_OFF, "1/2")


# What the outbox makes of it


def states(messages: list[Message]) -> list[str]:
    return [fresh(message).state for message in messages]


def health_of(gateway: Gateway) -> str:
    return Gateway.objects.get(pk=gateway.pk).health


def let_it_rest_no_longer(gateway: Gateway) -> None:
    Gateway.objects.filter(pk=gateway.pk).update(retry_at=None)


@pytest.mark.parametrize(
    ("reply", "health"),
    [
        (Reply(401), Health.REFUSED),
        (Reply(403, NO_CREDITS), Health.NO_CREDIT),
        (Reply(429), Health.THROTTLED),
        (Reply(503), Health.UNREACHABLE),
    ],
)
def test_while_the_account_is_in_trouble_messages_wait(
    website: Website, cast: Cast, reply: Reply, health: Health
) -> None:
    website.answers(reply)
    gateway = gateway_at(website.url, Service.BULKSMS, cast.programme)
    messages = answers(cast.programme, 20, gateway=gateway)
    send(gateway)
    assert (health_of(gateway), set(states(messages))) == (health, {MessageState.WAITING})


def test_once_the_trouble_is_over_the_backlog_leaves(website: Website, cast: Cast) -> None:
    website.answers(TAKES[Service.BULKSMS])
    website.then(Reply(403, NO_CREDITS))
    gateway = gateway_at(website.url, Service.BULKSMS, cast.programme)
    messages = answers(cast.programme, 20, gateway=gateway)
    send(gateway)
    let_it_rest_no_longer(gateway)
    send(gateway)
    assert (health_of(gateway), set(states(messages))) == (Health.WELL, {MessageState.SENT})


def test_a_gateway_that_answers_garbage_leaves_the_outbox_as_it_is(website: Website, cast: Cast) -> None:
    website.answers(Reply(200, b"<html>Welcome</html>"))
    gateway = gateway_at(website.url, Service.CLICKATELL, cast.programme)
    messages = answers(cast.programme, 20, gateway=gateway)
    for _turn in range(4):
        send(gateway)
        let_it_rest_no_longer(gateway)
    found = states(messages)
    assert (health_of(gateway), found.count(MessageState.UNCERTAIN)) == (Health.CONFUSED, 3)
    assert found.count(MessageState.WAITING) == 17


def test_what_is_uncertain_is_never_sent_again_by_itself(website: Website, cast: Cast) -> None:
    website.answers(TAKES[Service.TWILIO])
    website.then(Reset())
    gateway = gateway_at(website.url, Service.TWILIO, cast.programme)
    messages = answers(cast.programme, 3, gateway=gateway)
    for _turn in range(3):
        send(gateway)
    assert sorted(states(messages)) == [MessageState.SENT, MessageState.SENT, MessageState.UNCERTAIN]
    assert len(website.requests) == 3


def test_what_could_not_be_taken_now_is_due_again_later(website: Website, cast: Cast) -> None:
    website.then(Reply(400, {"code": 30001, "message": "Queue overflow", "status": 400}))
    gateway = gateway_at(website.url, Service.TWILIO, cast.programme)
    [message] = answers(cast.programme, gateway=gateway)
    send(gateway)
    found = fresh(message)
    assert (found.state, found.attempts, found.detail) == (MessageState.WAITING, 1, "30001 Queue overflow")


def test_after_a_day_down_the_backlog_drains_by_itself_and_what_came_too_late_says_so(
    website: Website,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    website.answers(TAKES[Service.BULKSMS])
    website.stop()
    gateway = gateway_at(website.url, Service.BULKSMS, cast.programme)
    now = timezone.now()
    tomorrow = now + timedelta(days=1)
    late = answers(cast.programme, 2, gateway=gateway, use_by=now + timedelta(hours=1))
    lasting = answers(cast.programme, 25, gateway=gateway, use_by=now + timedelta(days=2))
    send(gateway)
    assert (health_of(gateway), set(states(late + lasting))) == (Health.UNREACHABLE, {MessageState.WAITING})
    website.start()
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    with django_capture_on_commit_callbacks(execute=True):
        expire_overdue(tomorrow)
        nudge_due(tomorrow)
    assert {(fresh(each).state, fresh(each).reason) for each in late} == {
        (MessageState.EXPIRED, Reason.TOO_LATE)
    }
    assert set(states(lasting)) == {MessageState.SENT}
    assert (health_of(gateway), len(website.requests)) == (Health.WELL, 25)
