"""What goes to a hall's caretaker: a letter, a question by message, and the light page on which they answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from imbizo.base.attempts import tried
from imbizo.base.errors import DomainError
from imbizo.base.files import saved
from imbizo.base.limits import limited
from imbizo.base.link_pages import link_closed
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, public, requires
from imbizo.convening.exports.booking_letter import booking_letter as letter_of
from imbizo.convening.forms.bookings import CaretakerForm
from imbizo.convening.models import Booking
from imbizo.convening.operations import caretakers as operations
from imbizo.convening.queries.caretakers import booking_of_link
from imbizo.convening.queries.halls import bookings, needed, times
from imbizo.convening.states import HOLDING
from imbizo.programmes.states import Permission
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import open_public_link

_HOUR = 60 * 60  # seconds


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def caretaker_ask(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Make a link for the caretaker; send it where the register knows them, and show it in any case."""
    found = get_object_or_404(bookings(request.member), pk=pk)
    asked = tried(request, lambda: operations.ask_caretaker(booking=found, by=request.member))
    if asked is not None:
        link, is_on_its_way = asked
        if is_on_its_way:
            say_done(request, _("The caretaker gets a message with a link to answer."))
        text = _("Their page, to send or read out yourself (shown only now): %(link)s")
        messages.info(request, text % {"link": link})
    return redirect(found.get_absolute_url())


@requires(Permission.GATHERINGS_PLAN)
@require_safe
def booking_letter(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The application for the hall, to print or to mail."""
    found = get_object_or_404(bookings(request.member), pk=pk)
    seats = needed(request.member, found.gathering).seats if found.gathering else None
    made = letter_of(found, request.member.partner, seats=seats, language=get_language() or "en")
    name = f"{request.member.programme.slug}-venue-{found.starts_at:%Y-%m-%d}.pdf"
    return saved(made, name)


@public
@never_cache
@limited(limit=60, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def caretaker(request: HttpRequest, token: str) -> HttpResponseBase:
    """The caretaker says yes, no, or another time."""
    found = _behind(token)
    if found is None:
        return link_closed(request)
    form = CaretakerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _say(found, form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. Those who asked have your answer."))
            return redirect("convening:caretaker", token=token)
    return render(request, "convening/public/caretaker.html", _context(found, form))


def _say(found: Booking, given: dict[str, Any]) -> None:
    if given["said"] == CaretakerForm.YES:
        operations.caretaker_says_yes(booking=found, who=given["who"])
    elif given["said"] == CaretakerForm.NO:
        operations.caretaker_says_no(booking=found, because=given["words"])
    else:
        operations.caretaker_offers(booking=found, offer=given["words"])


def _context(found: Booking, form: CaretakerForm) -> dict[str, Any]:
    """What the page shows: the hall, the time and who asks. What people gather for is nobody's business here."""
    programme, gathering = found.programme, found.gathering
    return {
        "booking": found,
        "when": times(found),
        "is_holding": found.state in HOLDING,
        "form": form,
        "programme_name": programme.name,
        "asked_by": (gathering or found.venue).owner.name,
        "check_number": programme.contact_number,
        "held_url": reverse("actors:ask", args=[programme.slug]),
    }


def _behind(token: str) -> Booking | None:
    try:
        return booking_of_link(open_public_link(token, purpose=operations.LINK_PURPOSE))
    except LinkClosed:
        return None
