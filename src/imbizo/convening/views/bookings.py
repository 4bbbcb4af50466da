"""Booking halls for a gathering, and what becomes of each booking."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Fact, Link
from imbizo.base.form_pages import form_page
from imbizo.base.forms.because import BecauseIfKnownForm
from imbizo.base.notices import say_done
from imbizo.base.templatetags.look import when
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.bookings import (
    BookForm,
    BumpForm,
    ConfirmForm,
    DetailsForm,
    TimesForm,
    times_now,
)
from imbizo.convening.models import Booking
from imbizo.convening.operations import bookings as operations
from imbizo.convening.queries import halls as queries
from imbizo.convening.queries.venue_costs import costs, costs_of_round
from imbizo.convening.queries.words import span_words
from imbizo.convening.rules.planning import may_plan
from imbizo.convening.states import HOLDING
from imbizo.convening.views.frame import address, crumbs, frame, own
from imbizo.programmes.states import Permission


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def bookings(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The venue of a gathering: what is booked, and which halls suit it."""
    gathering = own(request, pk)
    rows = queries.bookings_of(request.member, gathering)
    need = queries.needed(request.member, gathering)
    held = {each.venue_id for each in rows if each.state in HOLDING}
    lines = [
        (each, queries.times(each), queries.is_at_its_time(each), queries.warnings(each.venue, need))
        for each in rows
    ]
    here = [each for each in queries.offers(request.member, gathering) if each.venue.pk not in held]
    has_free = any(each.is_free for each in here)
    context = {
        **frame(request, gathering),
        "when": span_words(gathering),
        "holding": [line for line in lines if line[0].state in HOLDING],
        "ended": [line for line in lines if line[0].state not in HOLDING],
        "offers": here,
        "has_free": has_free,
        "offered": [
            ("here", here),
            ("elsewhere", [] if held or has_free else queries.offers_elsewhere(request.member, gathering)),
        ],
        "need": need,
        "costs": costs(rows),
        "round_costs": costs_of_round(request.member, gathering),
        "currency": request.member.programme.currency,
        "may_plan": may_plan(request.member, gathering) and not gathering.is_over,
    }
    return render(request, "convening/venues/bookings.html", context)


@requires(Permission.GATHERINGS_PLAN)
def book(request: MemberRequest, pk: UUID, venue: UUID) -> HttpResponse:
    """Ask for a hall."""
    gathering = own(request, pk)
    hall = get_object_or_404(queries.detailed_venues(request.member), pk=venue)
    programme = request.member.programme
    initial = times_now(gathering.starts_at, gathering.ends_at, programme)
    initial |= {"setup_minutes": hall.setup_minutes, "cleanup_minutes": hall.cleanup_minutes}
    form = BookForm(request.POST or None, programme=programme, initial=initial)

    def ask(given: dict[str, Any]) -> Booking:
        return operations.book(gathering=gathering, venue=hall, by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, ask)):
        say_done(request, _("The hall is held for you. Now have it confirmed."))
        return redirect(made.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Book %(venue)s") % {"venue": hall.name},
        lede=" ".join(f"{each[:1].upper()}{each[1:]}." for each in _warnings(request, gathering, hall)),
        action=_("Ask for it"),
        back_url=address(request, "bookings", pk),
        crumbs=[*crumbs(request, gathering), Link(_("Venue"), address(request, "bookings", pk))],
    )


def _warnings(request: MemberRequest, gathering: Any, hall: Any) -> list[str]:
    return queries.warnings(hall, queries.needed(request.member, gathering))


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def booking(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One booking: how it stands, and what to do next."""
    found = _found(request, pk)
    is_at_its_time = queries.is_at_its_time(found)
    context = {
        "booking": found,
        "gathering": found.gathering,
        "crumbs": _way(request, found),
        "times": queries.times(found),
        "is_at_its_time": is_at_its_time,
        "in_the_way": "" if is_at_its_time else _at_new_time(request, found),
        "is_holding": found.state in HOLDING,
        "may_plan": may_plan(request.member, found.gathering or found.venue),
        "facts": _facts(found, request.member.programme.currency),
        "numbers": _numbers(request, found),
    }
    return render(request, "convening/venues/booking.html", context)


@requires(Permission.GATHERINGS_PLAN)
@transaction.atomic
def booking_details(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Money, application form, notes."""
    rows = queries.bookings(request.member).select_for_update(of=("self",))
    found = get_object_or_404(rows, pk=pk)
    form = DetailsForm(request.POST or None, instance=found)

    def change(_given: dict[str, Any]) -> Booking:
        return operations.change_booking(booking=found, changes=form.changes, by=request.member)

    return _page(
        request, found, form, change, heading=_("Money and papers"), action=_("Save"), done=_("Saved.")
    )


@requires(Permission.GATHERINGS_PLAN)
def booking_time(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Hold the hall at another time."""
    found = _found(request, pk)
    programme = request.member.programme
    now = times_now(found.starts_at, found.ends_at, programme)
    now |= {"setup_minutes": found.setup_minutes, "cleanup_minutes": found.cleanup_minutes}
    form = TimesForm(request.POST or None, programme=programme, initial=now)

    def change(given: dict[str, Any]) -> Booking:
        return operations.change_booking(booking=found, changes=given, by=request.member)

    lede = _("Where the hall is taken then, the booking stays as it is.")
    done = _("The hall is held at this time.")
    return _page(
        request,
        found,
        form,
        change,
        heading=_("Change the time"),
        action=_("Hold it then"),
        done=done,
        lede=lede,
    )


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def booking_follow(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Try the hall at the time that the gathering now has."""
    found = _found(request, pk)
    gathering = found.gathering
    if gathering is not None and gathering.starts_at is not None:
        times = {"starts_at": gathering.starts_at, "ends_at": gathering.ends_at}
        done = _("The hall is held at the new time. Have it confirmed again.")
        return _do(
            request,
            found,
            lambda: operations.change_booking(booking=found, changes=times, by=request.member),
            done,
        )
    return redirect(found.get_absolute_url())


@requires(Permission.GATHERINGS_PLAN)
def booking_confirm(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Note that the venue said yes."""
    found = _found(request, pk)
    form = ConfirmForm(request.POST or None, initial={"who": found.venue.caretaker})

    def confirm(given: dict[str, Any]) -> Booking:
        return operations.confirm_booking(booking=found, by=request.member, **given)

    heading, done = _("The venue said yes"), _("The booking is confirmed.")
    return _page(request, found, form, confirm, heading=heading, action=_("Note it"), done=done)


@requires(Permission.GATHERINGS_PLAN)
def booking_refuse(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Note that the venue said no."""
    found = _found(request, pk)
    form = BecauseIfKnownForm(request.POST or None)

    def refuse(given: dict[str, Any]) -> Booking:
        return operations.refuse_booking(booking=found, by=request.member, **given)

    heading, done = _("The venue said no"), _("Noted. Look at the other venues that are free then.")
    return _page(request, found, form, refuse, heading=heading, action=_("Note it"), done=done, to_list=True)


@requires(Permission.GATHERINGS_PLAN)
def booking_bump(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Note that the venue gave the hall to others."""
    found = _found(request, pk)
    form = BumpForm(request.POST or None)

    def bump(given: dict[str, Any]) -> Booking:
        return operations.bump_booking(booking=found, by=request.member, **given)

    heading, done = (
        _("The hall was given to others"),
        _("Noted. Look at the other venues that are free then."),
    )
    return _page(request, found, form, bump, heading=heading, action=_("Note it"), done=done, to_list=True)


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def booking_release(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Give the hall back."""
    found = _found(request, pk)
    done, undo = _("The hall is given back. Tell the caretaker."), address(request, "booking-again", pk)
    return _do(
        request, found, lambda: operations.release_booking(booking=found, by=request.member), done, undo=undo
    )


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def booking_again(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Ask for the hall again."""
    found = _found(request, pk)
    done = _("The hall is held again. Have it confirmed.")
    return _do(request, found, lambda: operations.take_up_again(booking=found, by=request.member), done)


def _found(request: MemberRequest, pk: UUID) -> Booking:
    found: Booking = get_object_or_404(queries.bookings(request.member), pk=pk)
    return found


def _do(
    request: MemberRequest, found: Booking, act: Callable[[], Booking], done: str, *, undo: str = ""
) -> HttpResponse:
    if tried(request, act):
        say_done(request, done, undo=undo)
    return redirect(found.get_absolute_url())


def _page(
    request: MemberRequest,
    found: Booking,
    form: Any,
    act: Callable[[dict[str, Any]], Booking],
    *,
    heading: str,
    action: str,
    done: str,
    lede: str = "",
    to_list: bool = False,
) -> HttpResponse:
    if request.method == "POST" and attempt(form, act) is not None:
        say_done(request, done)
        is_lost = to_list and found.gathering_id
        return redirect(
            address(request, "bookings", found.gathering_id) if is_lost else found.get_absolute_url()
        )
    way = [*_way(request, found), Link(found.venue.name, found.get_absolute_url())]
    return form_page(
        request,
        form,
        heading=heading,
        lede=lede,
        action=action,
        back_url=found.get_absolute_url(),
        crumbs=way,
    )


def _way(request: MemberRequest, found: Booking) -> list[Link]:
    if found.gathering is None:
        return [
            Link(_("Venues"), address(request, "venues")),
            Link(found.venue.name, found.venue.get_absolute_url()),
        ]
    return [
        *crumbs(request, found.gathering),
        Link(_("Venue"), address(request, "bookings", found.gathering_id)),
    ]


def _at_new_time(request: MemberRequest, found: Booking) -> str:
    """By what the hall is taken at the gathering's present time; empty where it is free."""
    other = queries.in_the_way_of_following(found)
    return queries.taken_words(other, request.member.partner_id) if other else ""


def _facts(found: Booking, currency: str) -> list[Fact]:
    """What is agreed, a line each."""
    deposit = (
        "" if found.deposit is None else f"{currency} {found.deposit}, {found.get_deposit_state_display()}"
    )
    minutes = {"before": found.setup_minutes, "after": found.cleanup_minutes}
    return [
        Fact(_("Venue"), found.venue.name, found.venue.get_absolute_url()),
        Fact(_("Held"), queries.times(found)),
        Fact(_("Set-up and clean-up"), _("%(before)s minutes before, %(after)s after") % minutes),
        Fact(_("Cost"), "" if found.cost is None else f"{currency} {found.cost}"),
        Fact(_("Deposit"), deposit or _("none")),
        *_dated(
            (_("Deposit to be paid by"), found.deposit_due_on),
            (_("Paid, returned or kept on"), found.deposit_on),
            (_("Application form sent on"), found.form_sent_on),
            (_("Application form accepted on"), found.form_accepted_on),
        ),
    ]


def _dated(*pairs: tuple[str, Any]) -> list[Fact]:
    """Those of the days that are known."""
    return [Fact(label, when(day)) for label, day in pairs if day]


def _numbers(request: MemberRequest, found: Booking) -> list[Fact]:
    """How to reach the caretaker, for those who may see numbers."""
    hall = found.venue
    facts = [Fact(_("Caretaker"), hall.caretaker)]
    if not request.member.may(Permission.CONTACTS_VIEW):
        return facts
    number, mail = hall.caretaker_number, hall.caretaker_email
    facts.append(Fact(_("Number"), number, f"tel:{number.replace(' ', '')}" if number else ""))
    return [*facts, Fact(_("E-mail"), mail, f"mailto:{mail}" if mail else "")]
