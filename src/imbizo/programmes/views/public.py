"""The invitation: opened by its link, without an account, without JavaScript."""

from http import HTTPStatus
from typing import Any, cast

from allauth.account.utils import perform_login
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from imbizo.accounts.models import User
from imbizo.accounts.queries import user_with_email
from imbizo.base.attempts import is_done
from imbizo.base.limits import limited
from imbizo.base.web import public
from imbizo.programmes import operations, queries
from imbizo.programmes.forms.members import AcceptForm, JoinForm
from imbizo.programmes.models import MemberInvitation
from imbizo.programmes.rules import ROLES

LIMIT, WINDOW = (
    60,
    600,
)  # requests and seconds: an office may share an address, a guesser needs 2 to the power of 96


@public
@limited(limit=LIMIT, seconds=WINDOW, each="token")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the invited would be, and accepting it. Which way depends on who is looking."""
    found = queries.open_invitation(token)
    if found is None:
        return render(request, "programmes/invitation_closed.html", status=HTTPStatus.NOT_FOUND)
    if request.user.is_authenticated:
        return _as_signed_in(request, found, request.user)
    if user_with_email(found.email):
        return render(request, "programmes/invitation_sign_in.html", _context(found))
    return _as_someone_new(request, found)


def _as_signed_in(request: HttpRequest, found: MemberInvitation, user: User) -> HttpResponse:
    if user.email.lower() != found.email:
        return render(request, "programmes/invitation_other.html", _context(found))
    form = AcceptForm(request.POST or None)
    if _sent(request, form) and is_done(
        form, lambda _given: operations.accept_invitation(invitation=found, user=user)
    ):
        return redirect(found.programme)
    return render(request, "programmes/invitation.html", _context(found) | {"form": form})


def _as_someone_new(request: HttpRequest, found: MemberInvitation) -> HttpResponse:
    initial = {"name": found.name, "language": get_language()}
    form = JoinForm(request.POST or None, invitation=found, initial=initial)
    if _sent(request, form) and is_done(form, lambda given: operations.join(invitation=found, **given)):
        return _sign_in(request, found)
    return render(request, "programmes/invitation.html", _context(found) | {"form": form})


def _sent(request: HttpRequest, form: forms.Form) -> bool:
    return request.method == "POST" and form.is_valid()


def _sign_in(request: HttpRequest, found: MemberInvitation) -> HttpResponse:
    """The link came to the address of the account that it has just made: that is proof enough."""
    user, welcome = user_with_email(found.email), found.programme.get_absolute_url()
    assert user
    return cast(HttpResponse, perform_login(request, user, email_verification="none", redirect_url=welcome))


def _context(found: MemberInvitation) -> dict[str, Any]:
    return {
        "invitation": found,
        "programme_name": found.programme.name,
        "host": found.invited_by.user.name,
        "asked_by": found.programme.responsible_party or found.partner.name,
        "check_number": found.programme.contact_number,
        "roles": [ROLES[key] for key in found.roles if key in ROLES],
    }
