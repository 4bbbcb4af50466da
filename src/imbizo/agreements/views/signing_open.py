"""The page of a signatory, who needs no account: they read, and sign in their turn with a code, or decline."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from imbizo.agreements.errors import BadCode
from imbizo.agreements.forms.signing import BringBackForm, DeclineForm, SignForm
from imbizo.agreements.models import Signatory
from imbizo.agreements.operations import electronic, signing_codes
from imbizo.agreements.operations import signing as operations
from imbizo.agreements.operations.verifying import MOST_BYTES
from imbizo.agreements.queries import signing as queries
from imbizo.agreements.states import SignatoryState, SignWay
from imbizo.base.attempts import attempt, tried
from imbizo.base.errors import DomainError
from imbizo.base.files import saved
from imbizo.base.limits import limited
from imbizo.base.link_pages import link_closed
from imbizo.base.web import public
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import open_public_link

_HOUR = 60 * 60  # seconds
_GIVEN = ("onto", "code", "place")


@public
@never_cache
@limited(limit=90, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, token: str) -> HttpResponseBase:
    """The signatory reads the agreement, and signs it where it is their turn."""
    person = _behind(token)
    if person is None:
        return _closed(request)
    form = SignForm(request.POST or None, initial={"onto": _newest_hash(person)})
    if _signed(form, person) or _pressed_twice(form, person):
        return redirect("agreements:sign", token=token)
    return _page(request, person, token, form=form)


@public
@never_cache
@limited(limit=20, seconds=_HOUR, each="token")
@require_POST
def code(request: HttpRequest, token: str) -> HttpResponseBase:
    """Send the code to their registered number or mail."""
    person = _behind(token)
    if person is None:
        return _closed(request)
    sent = tried(request, lambda: signing_codes.send_code(signatory=person))
    if sent is not None:
        text = _("A code is on its way to %(address)s. It holds for 15 minutes.")
        messages.success(request, text % {"address": sent})
    return redirect(reverse("agreements:sign", args=[token]) + "#sign")


@public
@never_cache
@limited(limit=20, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, token: str) -> HttpResponseBase:
    """They say that they don't sign, and why."""
    person = _behind(token)
    if person is None:
        return _closed(request)
    form = DeclineForm(request.POST or None)
    if attempt(form, lambda data: operations.decline(signatory=person, by=None, **data)) is not None:
        return redirect("agreements:sign", token=token)
    return render(request, "agreements/public/decline.html", _frame(person) | {"form": form, "token": token})


@public
@never_cache
@limited(limit=20, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def bring_back(request: HttpRequest, token: str) -> HttpResponseBase:
    """They download the file in their turn, sign it with their own certificate, and bring it back."""
    person = _behind(token)
    if person is None:
        return _closed(request)
    form = BringBackForm(request.POST or None, request.FILES or None)
    if attempt(form, lambda data: _brought(person, data)) is not None or _pressed_twice(form, person):
        return redirect("agreements:sign", token=token)
    context = _frame(person) | {"form": form, "token": token, "refusal": _refusal(person)}
    return render(request, "agreements/public/bring_back.html", context)


@public
@never_cache
@limited(limit=60, seconds=_HOUR, each="token")
@require_safe
def file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The agreement with all signatures so far."""
    person = _behind(token)
    newest = queries.newest_file(person.party.agreement) if person is not None else None
    if person is None or newest is None:
        raise Http404
    return saved(newest.file.open("rb"), f"{person.party.agreement}.pdf")


def _signed(form: SignForm, person: Signatory) -> bool:
    """Whether they have signed. In no transaction, unlike `attempt`: a wrong code must stay counted, and signing waits
    for an authority of timestamps.
    """
    if not form.is_valid():
        return False
    try:
        electronic.sign_here(signatory=person, **{name: form.cleaned_data[name] for name in _GIVEN})
    except DomainError as error:
        form.add_error("code" if isinstance(error, BadCode) else None, str(error))
        return False
    return True


def _pressed_twice(form: Form, person: Signatory) -> bool:
    """Whether the form was refused because the same press, a moment before, had signed already."""
    if form.is_bound:
        person.refresh_from_db(fields=["state"])
    return form.is_bound and person.state == SignatoryState.SIGNED


def _brought(person: Signatory, data: dict[str, Any]) -> object:
    content = data["file"].read(MOST_BYTES)
    return electronic.bring_back(signatory=person, content=content)


def _page(request: HttpRequest, person: Signatory, token: str, *, form: SignForm) -> HttpResponse:
    agreement = person.party.agreement
    newest = queries.newest_file(agreement)
    if form.is_bound and newest is not None:
        # Somebody may have signed since: what is signed next is what the page shows now.
        form.data = dict(form.data.items()) | {"onto": newest.digest}
    found = queries.standing(agreement)
    context = _frame(person) | {
        "form": form,
        "token": token,
        "file": newest,
        "parties": found.parties,
        "refusal": _refusal(person),
        "may_sign_here": person.actor_id is not None and person.way != SignWay.PAPER,
        "is_signed": person.state == SignatoryState.SIGNED,
    }
    return render(request, "agreements/public/sign.html", context)


def _frame(person: Signatory) -> dict[str, Any]:
    agreement, programme = person.party.agreement, person.programme
    return {
        "person": person,
        "agreement": agreement,
        "programme_name": programme.name,
        "asked_by": agreement.owner.name,
        "check_number": programme.contact_number,
        "held_url": reverse("actors:ask", args=[programme.slug]),
    }


def _refusal(person: Signatory) -> str:
    """Why they can't sign now; empty if they can."""
    why = electronic.refused(person.party.agreement, person)
    return str(why) if why is not None else ""


def _newest_hash(person: Signatory) -> str:
    newest = queries.newest_file(person.party.agreement)
    return newest.digest if newest is not None else ""


def _behind(token: str) -> Signatory | None:
    """Whose page it is; None where the link is closed, or signing hasn't begun."""
    try:
        person = queries.behind(open_public_link(token, purpose=queries.LINK))
    except LinkClosed:
        return None
    return person if person is not None and queries.newest_file(person.party.agreement) else None


def _closed(request: HttpRequest) -> HttpResponse:
    return link_closed(request, "agreements/public/sign_closed.html")
