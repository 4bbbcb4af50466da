"""The page on which an institution names people, without an account."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from imbizo.base.errors import DomainError
from imbizo.base.limits import limited
from imbizo.base.link_pages import link_closed
from imbizo.base.web import public
from imbizo.convening.forms.nominations import NomineesForm
from imbizo.convening.models import Gathering, Nomination
from imbizo.convening.operations import nominations as operations
from imbizo.convening.operations.nominating_letters import day_words, wanted_words
from imbizo.convening.queries import nominations as queries
from imbizo.convening.queries.words import span_words
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import open_public_link

_HOUR = 60 * 60  # seconds


@public
@never_cache
@limited(limit=120, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def nominate(request: HttpRequest, token: str) -> HttpResponseBase:
    """The institution names its people, and comes back to change them until the day has come."""
    asked = _behind(token)
    if asked is None:
        return link_closed(request)
    people = NomineesForm(asked, request.POST or None)
    if (
        request.method == "POST"
        and (not queries.is_open(asked) or people.is_valid())
        and _named(request, people)
    ):
        return redirect("convening:nominate", token=token)
    context: dict[str, Any] = {
        "asked": asked,
        "people": people,
        "is_open": queries.is_open(asked),
        "wanted": wanted_words(asked),
        "until": day_words(asked.due_at, asked),
        "when": span_words(asked.gathering),
    }
    return render(request, "convening/public/nominate.html", context | who_asks(asked.gathering))


def _named(request: HttpRequest, people: NomineesForm) -> bool:
    """Whether what the rows name was taken; where not, the page says why and keeps what was typed."""
    try:
        named = people.people if queries.is_open(people.nomination) else []
        operations.name_people(nomination=people.nomination, people=named, by=None)
    except DomainError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, _("Thank you. We have the names. You can change them here."))
    return True


def _behind(token: str) -> Nomination | None:
    try:
        return queries.behind(open_public_link(token, purpose=queries.LINK))
    except LinkClosed:
        return None


def who_asks(gathering: Gathering) -> dict[str, Any]:
    """What the foot of a public page of a gathering says: who asks, a number to check it, what is held."""
    programme = gathering.programme
    return {
        "gathering": gathering,
        "programme_name": programme.name,
        "asked_by": gathering.owner.name,
        "check_number": programme.contact_number,
        "held_url": reverse("actors:ask", args=[programme.slug]),
    }
