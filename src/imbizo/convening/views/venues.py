"""The register of halls."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Empty, Fact, Link
from imbizo.base.form_pages import form_page, sharing_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.bookings import TakenForm
from imbizo.convening.forms.venues import NewVenueForm, VenueForm
from imbizo.convening.models import Venue
from imbizo.convening.operations import bookings as booking_operations
from imbizo.convening.operations import gatherings as sharing
from imbizo.convening.operations import venues as operations
from imbizo.convening.queries.halls import bookings, detailed_venues, own_venues, strips
from imbizo.convening.rules.planning import may_plan
from imbizo.convening.states import HOLDING
from imbizo.convening.tables.venues import VenuesTable, known_words
from imbizo.convening.views.frame import address
from imbizo.programmes.queries import other_partners
from imbizo.programmes.states import Permission


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def venues(request: MemberRequest) -> HttpResponse:
    """The halls that the member sees."""
    may_add = may_plan(request.member)
    empty = Empty(
        _("No venues yet"),
        _("Add the halls that you know, with their seats, access and who has the key. Bookings begin here."),
        _("Add a venue") if may_add else "",
        address(request, "venue-add") if may_add else "",
        "building",
    )
    table = VenuesTable(request, detailed_venues(request.member), empty=empty)
    return render(request, "convening/venues/list.html", {"table": table, "may_add": may_add})


@requires(Permission.GATHERINGS_PLAN)
def venue_add(request: MemberRequest) -> HttpResponse:
    """Put a hall into the register."""
    form = NewVenueForm(request.POST or None, member=request.member)

    def add(given: dict[str, Any]) -> Venue:
        return operations.add_venue(by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, add)):
        say_done(request, _("The venue is in the register."))
        return redirect(made.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Add a venue"),
        lede=_("Only the name is needed now. What nobody knows stays open, and is never taken for a no."),
        action=_("Add it"),
        back_url=address(request, "venues"),
        crumbs=_way(request),
    )


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def venue(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A hall: what is known of it, and when it is taken."""
    found = get_object_or_404(detailed_venues(request.member), pk=pk)
    noted = bookings(request.member).filter(venue=found, gathering=None, state__in=HOLDING)
    context = {
        "venue": found,
        "crumbs": _way(request),
        "is_ours": found.is_owned_by(request.member),
        "may_plan": may_plan(request.member, found),
        "facts": _facts(found),
        "money": _money(found, request.member.programme.currency),
        "caretaker": _caretaker(request, found),
        "strips": strips(request.member, found),
        "noted": noted,
    }
    return render(request, "convening/venues/venue.html", context)


@requires(Permission.GATHERINGS_PLAN)
@transaction.atomic
def venue_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change what is known of a hall."""
    found = get_object_or_404(own_venues(request.member).select_for_update(of=("self",)), pk=pk)
    form = VenueForm(request.POST or None, instance=found, member=request.member)

    def change(_given: dict[str, Any]) -> Venue:
        return operations.change_venue(venue=found, changes=form.changes, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(found.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Change the venue"),
        action=_("Save"),
        back_url=found.get_absolute_url(),
        crumbs=_way(request, found),
    )


@requires(Permission.GATHERINGS_PLAN)
def venue_sharing(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose which partners see a hall."""
    found = get_object_or_404(own_venues(request.member), pk=pk)
    return sharing_page(
        request,
        found,
        partial(sharing.share, record=found),
        partners=other_partners(request.member),
        heading=_("Who sees “%(name)s”?") % {"name": found.name},
        lede=_("Others see what it is like and when it is taken, never by what."),
        crumbs=_way(request, found),
    )


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def venue_retire(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Offer a hall for no further booking."""
    found = get_object_or_404(own_venues(request.member), pk=pk)
    if tried(request, lambda: operations.retire_venue(venue=found, by=request.member)):
        text = _("It is offered no longer. Bookings that stand stay.")
        say_done(request, text, undo=address(request, "venue-restore", pk))
    return redirect(found.get_absolute_url())


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def venue_restore(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Offer a hall again."""
    found = get_object_or_404(own_venues(request.member), pk=pk)
    if tried(request, lambda: operations.restore_venue(venue=found, by=request.member)):
        say_done(request, _("It is offered again."))
    return redirect(found.get_absolute_url())


@requires(Permission.GATHERINGS_PLAN)
def venue_taken(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Note that others have one's own hall."""
    found = get_object_or_404(own_venues(request.member), pk=pk)
    initial = {"setup_minutes": 0, "cleanup_minutes": 0}
    form = TakenForm(request.POST or None, programme=request.member.programme, initial=initial)

    def note(given: dict[str, Any]) -> Any:
        return booking_operations.note_taken(venue=found, by=request.member, **given)

    if request.method == "POST" and attempt(form, note) is not None:
        say_done(request, _("Noted: it can't be booked then."))
        return redirect(found.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("When is it taken?"),
        lede=_("By something that isn't in this programme, such as a church service or a wedding."),
        action=_("Note it"),
        back_url=found.get_absolute_url(),
        crumbs=_way(request, found),
    )


def _way(request: MemberRequest, found: Venue | None = None) -> list[Link]:
    way = [Link(_("Venues"), address(request, "venues"))]
    return [*way, Link(found.name, found.get_absolute_url())] if found else way


def _facts(found: Venue) -> list[Fact]:
    """What it is like, in words. What nobody knows says so."""
    return [
        Fact(_("Place"), str(found.place) if found.place else ""),
        Fact(_("Address"), found.address),
        Fact(_("Seats"), found.capacity),
        Fact(_("Step-free"), known_words(found.step_free)),
        Fact(_("Accessible toilet"), known_words(found.accessible_toilet)),
        Fact(_("Taxi or bus nearby"), known_words(found.public_transport)),
        Fact(_("Power in load-shedding"), known_words(found.backup_power)),
    ]


def _money(found: Venue, currency: str) -> list[Fact]:
    amounts = ((_("For a day"), found.cost), (_("Deposit"), found.deposit))
    facts = [Fact(label, "" if amount is None else f"{currency} {amount}") for label, amount in amounts]
    asks = Fact(_("Application form"), _("yes, it asks for one") if found.needs_form else _("no"))
    minutes = {"before": found.setup_minutes, "after": found.cleanup_minutes}
    around = Fact(_("Set-up and clean-up"), _("%(before)s minutes before, %(after)s after") % minutes)
    return [*facts, asks, around]


def _caretaker(request: MemberRequest, found: Venue) -> list[Fact]:
    """Who has the key; numbers for those who may see numbers."""
    facts = [Fact(_("Name"), found.caretaker)]
    if request.member.may(Permission.CONTACTS_VIEW):
        number, mail = found.caretaker_number, found.caretaker_email
        facts.append(Fact(_("Number"), number, f"tel:{number.replace(' ', '')}" if number else ""))
        facts.append(Fact(_("E-mail"), mail, f"mailto:{mail}" if mail else ""))
    return facts
