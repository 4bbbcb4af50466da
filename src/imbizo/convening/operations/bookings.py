"""Booking halls. A booking takes a row for each quarter of an hour, unique for the hall: the database lets one win.

Rows are held in one order everywhere (gathering, booking, hall), so that two who book at once never wait in a ring.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow, NotReady, Taken
from imbizo.convening.models import Booking, BookingSlot, Gathering, Venue
from imbizo.convening.operations.gatherings import owned, place_changed
from imbizo.convening.operations.venues import held_venue
from imbizo.convening.queries.halls import in_the_way, taken_words, wanted_slots
from imbizo.convening.rules.planning import may_plan
from imbizo.convening.states import HOLDING, BookingState, DepositState
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit, differences

LONGEST = dt.timedelta(days=14)
TIMES = frozenset({"starts_at", "ends_at", "setup_minutes", "cleanup_minutes"})
_NOT_YOURS = _("Only the partner that convenes the gathering can do this, by those who plan gatherings.")
_ENDED = _("This booking has ended. Take it up again first, or make a new one.")


@transaction.atomic
def book(
    *,
    gathering: Gathering,
    venue: Venue,
    by: Membership,
    starts_at: dt.datetime | None = None,
    ends_at: dt.datetime | None = None,
    id: UUID | None = None,
    **fields: Any,
) -> Booking:
    """Ask for a hall: it is held from now on, until it is refused, lost or given back.

    The time is the gathering's where none is given; set-up, clean-up, cost and deposit are the hall's. Raises
    NotAllowed, NotNow (over, or the hall is out of use), NotReady (no date), Taken, BadAnswer, Conflict.
    """
    current = owned(gathering, by)
    hall = _offered(venue, by)
    content = {
        "venue_id": hall.pk,
        "gathering_id": current.pk,
        "starts_at": starts_at or current.starts_at,
        "ends_at": ends_at or current.ends_at,
        **_usual(hall),
        **fields,
    }
    if (before := made_before(Booking, id, content)) is not None:
        return before
    if current.is_over:
        raise NotNow(_("It is over, so no venue can be booked for it."))
    if content["starts_at"] is None:
        raise NotReady(_("It has no date yet. Set its date first, then book the venue."))
    return _insert(Booking(id=id or new_id(), programme_id=current.programme_id, **content), content, by)


@transaction.atomic
def note_taken(
    *,
    venue: Venue,
    what_for: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    by: Membership,
    id: UUID | None = None,
) -> Booking:
    """Note that others have one's own hall, for something that isn't in the system. Raises as `book`."""
    hall = held_venue(venue, by)
    if not what_for.strip():
        raise BadAnswer(_("Say what for."), field="what_for")
    content = {
        "venue_id": hall.pk,
        "what_for": what_for.strip()[:160],
        "starts_at": starts_at,
        "ends_at": ends_at,
    }
    if (before := made_before(Booking, id, content)) is not None:
        return before
    made = Booking(id=id or new_id(), programme_id=hall.programme_id, state=BookingState.CONFIRMED, **content)
    return _insert(made, content, by)


@transaction.atomic
def change_booking(*, booking: Booking, changes: Mapping[str, Any], by: Membership) -> Booking:
    """Write these fields. With another time the hall is tried at it first, and asked again where it had confirmed.

    A booking never stands in its own way. Raises NotAllowed, NotNow (it ended), Taken, BadAnswer.
    """
    current = held_booking(booking, by)
    if TIMES & changes.keys() and current.state not in HOLDING:
        raise NotNow(_ENDED)
    before = {name: getattr(current, name) for name in (*changes, "state")}
    for name, value in changes.items():
        setattr(current, name, value)
    _check(current)
    changed = differences(before, {name: getattr(current, name) for name in before})
    if not changed:
        return current
    if TIMES & changed.keys():
        _take_other_time(current, by)
        changed = differences(before, {name: getattr(current, name) for name in before})
    current.save()
    audit("change", [current], by=by, changes=changed)
    return current


@transaction.atomic
def confirm_booking(
    *, booking: Booking, via: str, who: str = "", at: dt.datetime | None = None, by: Membership | None
) -> Booking:
    """Note that the venue said yes: who, when, and by what. Raises NotAllowed, NotNow (it isn't asked for)."""
    current = held_booking(booking, by)
    if current.state != BookingState.ASKED:
        raise NotNow(_("Only a booking that was asked for can be confirmed."))
    said = {"confirmed_at": at or timezone.now(), "confirmed_via": via, "confirmed_who": who.strip()[:160]}
    return _turn(current, BookingState.CONFIRMED, "confirm", by, **said)


@transaction.atomic
def refuse_booking(*, booking: Booking, because: str = "", by: Membership | None) -> Booking:
    """Note that the venue said no. The hall is free at once. Raises NotAllowed, NotNow (it isn't asked for)."""
    current = held_booking(booking, by)
    if current.state != BookingState.ASKED:
        raise NotNow(
            _("Only a booking that was asked for can be refused. A confirmed one is given to others.")
        )
    return _let_go(current, BookingState.REFUSED, "refuse", because, by)


@transaction.atomic
def bump_booking(*, booking: Booking, because: str, by: Membership | None) -> Booking:
    """Note that the venue gave the hall to others. Raises NotAllowed, NotNow (it isn't held), BadAnswer (no reason)."""
    current = held_booking(booking, by)
    if current.state not in HOLDING:
        raise NotNow(_ENDED)
    if not because.strip():
        raise BadAnswer(_("Say what happened: those who plan it will read it."), field="because")
    return _let_go(current, BookingState.BUMPED, "bump", because, by)


@transaction.atomic
def release_booking(*, booking: Booking, because: str = "", by: Membership) -> Booking:
    """Give the hall back. Raises NotAllowed, NotNow (it isn't held)."""
    current = held_booking(booking, by)
    if current.state not in HOLDING:
        raise NotNow(_ENDED)
    return _let_go(current, BookingState.RELEASED, "give_back", because, by)


@transaction.atomic
def take_up_again(*, booking: Booking, by: Membership) -> Booking:
    """Ask again for a hall that was refused, lost or given back. Raises NotAllowed, NotNow (it stands), Taken."""
    current = held_booking(booking, by)
    if current.state in HOLDING:
        raise NotNow(_("This booking stands already."))
    _offered(current.venue, by)
    _take_slots(current, by.partner_id)
    fresh = {"ended_because": "", "confirmed_at": None, "confirmed_via": "", "confirmed_who": ""}
    return _turn(current, BookingState.ASKED, "take_up_again", by, **fresh)


@transaction.atomic
def note_other_time(*, booking: Booking, offer: str, by: Membership | None) -> Booking:
    """Note another time that the venue offers; the organiser decides. Raises NotAllowed, NotNow, BadAnswer."""
    current = held_booking(booking, by)
    if current.state != BookingState.ASKED:
        raise NotNow(_("Only for a booking that was asked for can another time be offered."))
    if not offer.strip():
        raise BadAnswer(_("Write which time suits you."), field="offer")
    before = current.note
    current.note = f"{before}\n{offer.strip()}".strip()[-2_000:]
    current.save(update_fields=["note", "updated_at"])
    audit("other_time", [current], by=by, changes={"note": [before, current.note]})
    return current


def follow(
    gathering: Gathering, was_from: dt.datetime, was_until: dt.datetime, by: Membership | None
) -> None:
    """Try the halls of a gathering that has moved at its new time; bound to `after_moving`.

    What was confirmed must be confirmed again. A hall that is taken then stays held at the old time until a person
    decides: its page, and what stands in the gathering's way, say so.
    """
    rows = Booking.objects.filter(
        gathering=gathering, state__in=HOLDING, starts_at=was_from, ends_at=was_until
    )
    for booking in rows.order_by("pk"):
        _follow_one(held_booking(booking, None), gathering, by)


def _follow_one(current: Booking, gathering: Gathering, by: Membership | None) -> None:
    before = {name: getattr(current, name) for name in ("starts_at", "ends_at", "state")}
    # The hook is called for gatherings that have a time.
    assert gathering.starts_at is not None
    assert gathering.ends_at is not None
    current.starts_at, current.ends_at = gathering.starts_at, gathering.ends_at
    try:
        _take_other_time(current, gathering.owner_id)
    except (Taken, BadAnswer) as error:
        audit("not_free", [current], by=by, changes={"starts_at": [None, str(error)]})
        return
    current.save()
    audit(
        "follow",
        [current],
        by=by,
        changes=differences(before, {name: getattr(current, name) for name in before}),
    )


def held_booking(booking: Booking, by: Membership | None) -> Booking:
    """The booking as it is now, it and its gathering held. Raises NotAllowed for members of other partners."""
    if booking.gathering_id:
        Gathering.objects.select_for_update(of=("self",)).get(pk=booking.gathering_id)
    rows = Booking.objects.select_for_update(of=("self",))
    current: Booking = rows.select_related("venue__programme", "gathering", "programme").get(pk=booking.pk)
    if by is not None and not may_plan(by, current.gathering or current.venue):
        raise NotAllowed(_NOT_YOURS)
    return current


def _offered(venue: Venue, by: Membership) -> Venue:
    """The hall, held, where the member's partner sees it. Raises NotAllowed, NotNow (it is out of use)."""
    rows = Venue.objects.visible_to(by).select_for_update(of=("self",)).select_related("programme")
    found: Venue | None = rows.filter(pk=venue.pk).first()
    if found is None:
        raise NotAllowed(_("This venue isn't shared with you."))
    if found.retired_at is not None:
        raise NotNow(_("This venue is no longer used. Choose another."))
    return found


def _usual(hall: Venue) -> dict[str, Any]:
    """What holds for a booking unless something else is agreed."""
    return {
        "setup_minutes": hall.setup_minutes,
        "cleanup_minutes": hall.cleanup_minutes,
        "cost": hall.cost,
        "deposit": hall.deposit,
        "deposit_state": DepositState.DUE if hall.deposit else DepositState.NONE,
    }


def _insert(booking: Booking, content: Mapping[str, Any], by: Membership) -> Booking:
    _check(booking)
    with transaction.atomic():
        made, is_new = insert(booking, content)
        if not is_new:
            return made
        _take_slots(made, by.partner_id)
    if made.state == BookingState.CONFIRMED and made.gathering:
        place_changed(gathering=made.gathering, by=by)
    audit(
        "create",
        [made],
        by=by,
        changes={"starts_at": [None, made.starts_at], "venue": [None, made.venue.name]},
    )
    return made


def _take_slots(booking: Booking, partner_id: UUID | None) -> None:
    """Hold the hall for a booking. Raises Taken, whose sentence tells members of this partner what they may know."""
    wanted = wanted_slots(booking)
    _refuse_if_taken(booking, wanted, partner_id)
    rows = [BookingSlot(venue_id=booking.venue_id, quarter=quarter, booking=booking) for quarter in wanted]
    try:
        with transaction.atomic():
            BookingSlot.objects.bulk_create(rows)
    except IntegrityError as error:
        # Somebody else was faster by less than this transaction; only the database could tell.
        _refuse_if_taken(booking, wanted, partner_id)
        raise Taken(_("Somebody has just taken it. Look at the list of venues again.")) from error


def _refuse_if_taken(booking: Booking, wanted: range, partner_id: UUID | None) -> None:
    other = in_the_way(booking.venue_id, wanted, besides=booking.pk)
    if other is not None:
        raise Taken(taken_words(other, partner_id))


def _take_other_time(booking: Booking, by: Membership | UUID | None) -> None:
    """Hold the hall at the booking's new time in place of the old; at the old one still where that is refused."""
    partner_id = by.partner_id if isinstance(by, Membership) else by
    _check(booking)
    Venue.objects.select_for_update(of=("self",)).get(pk=booking.venue_id)
    with transaction.atomic():
        booking.slots.all().delete()
        _take_slots(booking, partner_id)
    if booking.state == BookingState.CONFIRMED and booking.gathering_id:
        booking.state = BookingState.ASKED
        booking.confirmed_at, booking.confirmed_via, booking.confirmed_who = None, "", ""


def _let_go(booking: Booking, state: BookingState, verb: str, because: str, by: Membership | None) -> Booking:
    booking.slots.all().delete()
    return _turn(booking, state, verb, by, ended_because=because.strip()[:300])


def _turn(booking: Booking, state: BookingState, verb: str, by: Membership | None, **changes: Any) -> Booking:
    """Change its state. Where the hall that the invited hear of changes by it, so does the gathering."""
    before = {name: getattr(booking, name) for name in ("state", *changes)}
    booking.state = state
    for name, value in changes.items():
        setattr(booking, name, value)
    booking.save(update_fields=["state", *changes, "updated_at"])
    after = {name: getattr(booking, name) for name in before}
    if booking.gathering and BookingState.CONFIRMED in {before["state"], state}:
        place_changed(gathering=booking.gathering, by=by)
    audit(verb, [booking], by=by, changes=differences(before, after))
    return booking


def _check(booking: Booking) -> None:
    """Raises BadAnswer for what can't be so."""
    if booking.ends_at <= booking.starts_at:
        raise BadAnswer(_("It ends before it begins. Mend one of the two times."), field="until")
    if booking.ends_at - booking.starts_at > LONGEST:
        raise BadAnswer(_("A booking takes at most two weeks. Make several."), field="until")
    if booking.deposit_state != DepositState.NONE and booking.deposit is None:
        raise BadAnswer(_("Write how much the deposit is."), field="deposit")
    sent, accepted = booking.form_sent_on, booking.form_accepted_on
    if sent and accepted and accepted < sent:
        raise BadAnswer(
            _("It was accepted before it was sent. Mend one of the two days."), field="form_accepted_on"
        )
