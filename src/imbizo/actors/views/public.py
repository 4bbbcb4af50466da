"""Pages for people without an account: what is held about them, and how to ask."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from imbizo.actors.forms.requests import AskForm, OwnRequestForm
from imbizo.actors.models import Actor
from imbizo.actors.operations import consent as consent_operations
from imbizo.actors.operations import requests as operations
from imbizo.actors.queries import requests as queries
from imbizo.actors.queries import subjects
from imbizo.actors.states import CameBy
from imbizo.base.errors import DomainError
from imbizo.base.limits import limited
from imbizo.base.link_pages import link_closed
from imbizo.base.web import public
from imbizo.messaging.states import SuppressionReason
from imbizo.programmes.models import Programme
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import open_public_link

HOUR = 60 * 60  # seconds


@public
@never_cache
@limited(limit=120, seconds=HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: HttpRequest, token: str) -> HttpResponseBase:
    """What is held about the person who holds the link, and what they can do about it."""
    actor = _actor_of(token)
    if actor is None:
        return _closed(request)
    form = OwnRequestForm(request.POST or None)
    if form.is_valid():
        try:
            asked = operations.ask_from_own_page(actor=actor, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            text = _("We have your request, and answer by %(day)s.")
            messages.success(request, text % {"day": queries.day_in_words(asked.due_on)})
            return redirect("actors:my-data", token=token)
    context = {"page": subjects.own_page(actor), "form": form, "token": token}
    return render(request, "actors/public/my_data.html", context | _who_asks(actor.programme))


@public
@never_cache
@limited(limit=30, seconds=HOUR, each="token")
@require_POST
def my_data_stop(request: HttpRequest, token: str) -> HttpResponseBase:
    """The person wants no more messages: every address of theirs is stopped at once."""
    actor = _actor_of(token)
    if actor is None:
        return _closed(request)
    source = _("on their own page")
    consent_operations.stop_addresses(actor=actor, reason=SuppressionReason.ASKED, source=source, by=None)
    messages.success(request, _("We send you nothing more. You can tell us if you change your mind."))
    return redirect("actors:my-data", token=token)


@public
@never_cache
# A mobile carrier lets many people share one address: room for a hall of them, not for a machine.
@limited(limit=100, seconds=HOUR)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Ask what is held, without a link. The answer is the same whether or not the person is known."""
    programme = get_object_or_404(subjects.programmes_that_answer(), slug=slug)
    form = AskForm(request.POST or None)
    context = _who_asks(programme) | {"form": form}
    if not form.is_valid():
        return render(request, "actors/public/ask.html", context)
    given = {name: value for name, value in form.cleaned_data.items() if name != "website"}
    if not form.is_from_a_machine:
        try:
            operations.record_request(programme=programme, came_by=CameBy.PAGE, by=None, **given)
        except DomainError as error:
            form.add_error(None, str(error))
            return render(request, "actors/public/ask.html", context)
    return render(request, "actors/public/asked.html", context | {"day": subjects.answer_by(programme)})


def _actor_of(token: str) -> Actor | None:
    """Whose page the link opens, or None where it opens nothing (any more)."""
    try:
        link = open_public_link(token, purpose=operations.LINK_PURPOSE)
    except LinkClosed:
        return None
    return subjects.person_behind(link)


def _closed(request: HttpRequest) -> HttpResponse:
    return link_closed(request)


def _who_asks(programme: Programme) -> dict[str, object]:
    """What the layout of a public page says of us."""
    return {
        "programme_name": programme.name,
        "who": programme.responsible_party or programme.name,
        "officer": programme.information_officer,
        "check_number": programme.contact_number,
        "held_url": reverse("actors:ask", args=[programme.slug]),
    }
