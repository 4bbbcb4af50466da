"""Halls: the register, who holds them when, and which of them suit a gathering."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.actors import queries as people
from imbizo.calc.bookings import slots
from imbizo.convening.models import Booking, BookingSlot, Gathering, Invitation, Venue
from imbizo.convening.queries.days import lineage, touches
from imbizo.convening.queries.seeing import own, venues
from imbizo.convening.queries.words import between_words
from imbizo.convening.states import HOLDING, InvitationState, Neutrality, Way
from imbizo.programmes.models import Membership, Programme
from imbizo.programmes.states import Permission

LINEAGE = "place__parent__parent__parent"
_RELATED = ("programme", "venue__programme", "venue__owner", "gathering__programme", "gathering__owner")
_NOT_COMING = (InvitationState.WITHDRAWN, InvitationState.DECLINED)
_BY_NEUTRALITY = (Neutrality.NEUTRAL, Neutrality.UNKNOWN, Neutrality.LEANS, Neutrality.AVOID)


def detailed_venues(member: Membership) -> QuerySet[Venue]:
    """The halls that the member sees, with all that one page says of them."""
    return venues(member).select_related(LINEAGE)


def own_venues(member: Membership) -> QuerySet[Venue]:
    """The halls that the member's partner put into the register, and so may change."""
    return venues(member).filter(owner_id=member.partner_id)


def bookings(member: Membership) -> QuerySet[Booking]:
    """Bookings for the gatherings of the member's partner, and what it noted of its own halls."""
    if not member.may(Permission.GATHERINGS_VIEW):
        return Booking.objects.none()
    ours = Q(gathering__in=own(member).order_by().values("pk"))
    noted = Q(gathering=None, venue__owner_id=member.partner_id)
    rows = Booking.objects.filter(ours | noted, programme_id=member.programme_id)
    return rows.select_related(*_RELATED)


def bookings_of(member: Membership, gathering: Gathering) -> list[Booking]:
    """All bookings for a gathering: those that hold a hall first."""
    rows = list(bookings(member).filter(gathering=gathering).order_by("created_at"))
    return sorted(rows, key=lambda each: each.state not in HOLDING)


def wanted_slots(booking: Booking) -> range:
    """The quarters of an hour that a booking needs, with set-up and clean-up."""
    return slots(booking.starts_at, booking.ends_at, booking.setup_minutes, booking.cleanup_minutes)


def in_the_way(venue_id: UUID, wanted: range, *, besides: UUID | None = None) -> Booking | None:
    """The first booking that holds the hall in any of these quarters, other than the one given."""
    rows = BookingSlot.objects.filter(venue_id=venue_id, quarter__gte=wanted.start, quarter__lt=wanted.stop)
    if besides is not None:
        rows = rows.exclude(booking_id=besides)
    first = rows.order_by("quarter").select_related("booking__venue__programme", "booking__gathering").first()
    return first.booking if first else None


def taken_words(booking: Booking, partner_id: UUID | None) -> str:
    """By what a hall is taken, as far as a member of this partner may know."""
    gathering = booking.gathering
    if gathering is not None and gathering.owner_id == partner_id:
        return _("It is taken then by “%(what)s”, %(when)s.") % {
            "what": gathering.name,
            "when": times(booking),
        }
    if gathering is None and booking.venue.owner_id == partner_id:
        return _("It is taken then: %(what)s, %(when)s.") % {"what": booking.what_for, "when": times(booking)}
    return _("It is taken then by another partner.") if gathering else _("It is taken then.")


def times(booking: Booking) -> str:
    """When people are in it: "Thu 12 March, 09:00 to 15:00" in the programme's zone."""
    zone = booking.venue.programme.zone
    return between_words(booking.starts_at.astimezone(zone), booking.ends_at.astimezone(zone))


def is_at_its_time(booking: Booking) -> bool:
    """Whether the hall is held for all the time that the gathering now takes; true where neither has a date."""
    gathering = booking.gathering
    if gathering is None or gathering.starts_at is None or gathering.ends_at is None:
        return True
    return booking.starts_at <= gathering.starts_at and booking.ends_at >= gathering.ends_at


def in_the_way_of_following(booking: Booking) -> Booking | None:
    """What holds the hall at the time that the booking's gathering now has; None where it is free, or has no time."""
    gathering = booking.gathering
    if gathering is None or gathering.starts_at is None or gathering.ends_at is None:
        return None
    wanted = slots(gathering.starts_at, gathering.ends_at, booking.setup_minutes, booking.cleanup_minutes)
    return in_the_way(booking.venue_id, wanted, besides=booking.pk)


# Which halls suit a gathering


@dataclass(frozen=True)
class Needed:
    """What a gathering needs of a hall: seats (None where nobody knows), and for how many people access."""

    seats: int | None
    access: int


@dataclass(frozen=True)
class Offer:
    """A hall for a gathering: what speaks against it, and why it can't be had where it is taken."""

    venue: Venue
    warnings: Sequence[str]
    taken: str = ""

    @property
    def is_free(self) -> bool:
        return not self.taken


def needed(member: Membership, gathering: Gathering) -> Needed:
    """How many are invited, else on its list, else its places; and how many of them said that they need access."""
    rows = Invitation.objects.filter(gathering=gathering).exclude(state__in=_NOT_COMING)
    invited, access = rows.count(), rows.exclude(access="").count()
    if not invited and gathering.invited_id and gathering.invited:
        invited = people.counts(member, [gathering.invited]).get(gathering.invited_id, 0)
    seats = min(filter(None, (invited, gathering.capacity)), default=None)
    return Needed(seats, access)


def warnings(venue: Venue, need: Needed) -> list[str]:
    """What speaks against a hall. What nobody knows of it is said as such, and is never a no."""
    return [
        *_of_seats(venue, need),
        *_of_access(venue, need),
        *_of_neutrality(venue),
    ]


def _of_seats(venue: Venue, need: Needed) -> Iterator[str]:
    if venue.capacity is not None and need.seats is not None and venue.capacity < need.seats:
        yield _("%(seats)s seats, and %(people)s people are expected") % {
            "seats": venue.capacity,
            "people": need.seats,
        }


def _of_access(venue: Venue, need: Needed) -> Iterator[str]:
    if not need.access or venue.step_free:
        return
    who = ngettext("%(n)s person needs access", "%(n)s people need access", need.access) % {"n": need.access}
    if venue.step_free is None:
        yield _("nobody knows whether it is step-free, and %(who)s") % {"who": who}
    else:
        yield _("there are steps, and %(who)s") % {"who": who}


def _of_neutrality(venue: Venue) -> Iterator[str]:
    if venue.neutrality == Neutrality.LEANS:
        yield _("it stands close to one side")
    elif venue.neutrality == Neutrality.AVOID:
        yield _("some people won't come here")


def offers(member: Membership, gathering: Gathering) -> list[Offer]:
    """The halls of the gathering's place, the free ones first, the neutral before the others. Four queries."""
    if gathering.way == Way.ONLINE:
        return []
    return _offers(member, gathering, [each for each in _in_use(member) if _is_of_place(each, gathering)])


def offers_elsewhere(member: Membership, gathering: Gathering) -> list[Offer]:
    """The free halls of other places, for a gathering whose own place has none at its time."""
    if gathering.way == Way.ONLINE or gathering.starts_at is None:
        return []
    others = [each for each in _in_use(member) if not _is_of_place(each, gathering)]
    return [each for each in _offers(member, gathering, others) if each.is_free]


def _offers(member: Membership, gathering: Gathering, found: Sequence[Venue]) -> list[Offer]:
    need, taken = needed(member, gathering), _taken(member, gathering, found)
    made = [Offer(each, warnings(each, need), taken.get(each.pk, "")) for each in found]
    return sorted(made, key=lambda offer: _merit(offer, need))


def _in_use(member: Membership) -> QuerySet[Venue]:
    return detailed_venues(member).filter(retired_at=None).order_by("name", "pk")


def _is_of_place(venue: Venue, gathering: Gathering) -> bool:
    """Whether a hall is in the gathering's place or municipality; any is where no place is set."""
    place = gathering.place
    if place is None or venue.place is None:
        return place is None
    municipality = {pk for pk in (place.pk, place.parent_id if place.kind == "town" else None) if pk}
    return touches(venue.place, place) or bool(lineage(venue.place) & municipality)


def _taken(member: Membership, gathering: Gathering, found: Sequence[Venue]) -> dict[UUID, str]:
    """By what each of these halls is taken at the gathering's time, by the hall's id: one query."""
    starts, ends = gathering.starts_at, gathering.ends_at
    if starts is None or ends is None:
        return {}
    wanted = {each.pk: slots(starts, ends, each.setup_minutes, each.cleanup_minutes) for each in found}
    if not wanted:
        return {}
    rows = BookingSlot.objects.filter(
        venue_id__in=wanted,
        quarter__gte=min(each.start for each in wanted.values()),
        quarter__lt=max(each.stop for each in wanted.values()),
    ).exclude(booking__gathering=gathering)
    words = dict[UUID, str]()
    for row in rows.order_by("quarter").select_related("booking__venue__programme", "booking__gathering"):
        if row.quarter in wanted[row.venue_id]:
            words.setdefault(row.venue_id, taken_words(row.booking, member.partner_id))
    return words


def _merit(offer: Offer, need: Needed) -> tuple[bool, bool, int, bool, str]:
    """Less is better: free, large enough, neutral, step-free."""
    venue = offer.venue
    is_small = bool(venue.capacity and need.seats and venue.capacity < need.seats)
    rank = _BY_NEUTRALITY.index(Neutrality(venue.neutrality))
    return not offer.is_free, is_small, rank, not venue.step_free, venue.name


# The days of a hall

FIRST_HOUR, LAST_HOUR = 6, 22
_MINUTES = (LAST_HOUR - FIRST_HOUR) * 60


@dataclass(frozen=True)
class Bar:
    """A booking on the strip of a day: where it begins and how long it is, in hundredths of the strip's width."""

    x: str
    width: str
    text: str
    url: str
    is_ours: bool
    is_sure: bool


@dataclass(frozen=True)
class DayStrip:
    """A day on which a hall is held."""

    day: dt.date
    bars: Sequence[Bar]


def strips(member: Membership, venue: Venue, *, now: dt.datetime | None = None) -> list[DayStrip]:
    """The days to come on which a hall is held. Others' bookings show that it is taken, and no more."""
    rows = Booking.objects.filter(venue=venue, state__in=HOLDING, ends_at__gte=now or timezone.now())
    by_day: dict[dt.date, list[Bar]] = defaultdict(list)
    for booking in rows.select_related("programme", "gathering__programme", "venue__programme").order_by(
        "starts_at"
    )[:100]:
        for day, bar in _bars(member, booking, venue.programme):
            by_day[day].append(bar)
    return [DayStrip(day, by_day[day]) for day in sorted(by_day)]


def _bars(member: Membership, booking: Booking, programme: Programme) -> Iterator[tuple[dt.date, Bar]]:
    """One for each day that it touches, with set-up and clean-up."""
    begins = booking.starts_at - dt.timedelta(minutes=booking.setup_minutes)
    ends = booking.ends_at + dt.timedelta(minutes=booking.cleanup_minutes)
    first, last = begins.astimezone(programme.zone), ends.astimezone(programme.zone)
    gathering = booking.gathering
    is_ours = gathering.owner_id == member.partner_id if gathering else True
    is_named = is_ours and (gathering is not None or booking.venue.owner_id == member.partner_id)
    hours = f"{booking.starts_at.astimezone(programme.zone):%H:%M}–{booking.ends_at.astimezone(programme.zone):%H:%M}"
    what = str(gathering or booking.what_for) if is_named else _("taken")
    for number in range((last.date() - first.date()).days + 1):
        day = first.date() + dt.timedelta(days=number)
        start = _minute(first) if number == 0 else 0
        stop = _minute(last) if day == last.date() else _MINUTES
        yield (
            day,
            Bar(
                x=f"{start / _MINUTES:.2%}",
                width=f"{max(stop - start, 15) / _MINUTES:.2%}",
                text=f"{hours} {what}",
                url=booking.get_absolute_url() if is_named else "",
                is_ours=is_named,
                is_sure=booking.state == "confirmed",
            ),
        )


def _minute(moment: dt.datetime) -> int:
    """Minutes from the strip's first hour, within the strip."""
    return min(max((moment.hour - FIRST_HOUR) * 60 + moment.minute, 0), _MINUTES)


def first_found(rows: Iterable[Booking]) -> Booking | None:
    """The booking that holds a hall; a confirmed one before one that was only asked for."""
    holding = [each for each in rows if each.state in HOLDING]
    return min(holding, key=lambda each: each.state != "confirmed", default=None)
