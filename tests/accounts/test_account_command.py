"""What an operator does for someone who can't, or mustn't, sign in."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from imbizo.accounts.models import User
from tests.cast import make_user, signed_in

pytestmark = pytest.mark.django_db


def account(*words: str) -> str:
    said = StringIO()
    call_command("account", *words, stdout=said)
    return said.getvalue()


def test_someone_taken_in_with_a_programme_can_be_let_in() -> None:
    user = make_user("Dede")
    User.objects.filter(pk=user.pk).update(is_active=False)
    account("let_in", "Dede@example.org")
    user.refresh_from_db()
    address = EmailAddress.objects.get(user=user)
    assert (user.is_active, address.email, address.verified) == (True, user.email, True)


def test_someone_shut_out_is_signed_out_at_once() -> None:
    user = make_user("Dede")
    browser = signed_in(user)
    account("shut_out", user.email)
    assert browser.get("/").status_code == 302


def test_a_lost_second_step_can_be_taken_away() -> None:
    user = make_user("Dede")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "lost"})
    account("drop_second_factor", user.email)
    assert Authenticator.objects.filter(user=user).count() == 0


def test_an_unknown_address_is_told_plainly() -> None:
    with pytest.raises(CommandError, match=r"^Nobody here has the address nobody@example\.org\.$"):
        account("let_in", "nobody@example.org")
