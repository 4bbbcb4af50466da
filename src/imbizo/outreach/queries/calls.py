"""Call lists: who is on them, how far they are, and by which numbers somebody may be rung."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from imbizo.actors import queries as people
from imbizo.actors.models import Actor, ActorList, ContactPoint
from imbizo.actors.queries.gate import objecting
from imbizo.actors.queries.seeing import sees
from imbizo.actors.states import ContactState
from imbizo.messaging.queries import suppressed
from imbizo.messaging.queries.rules import daily_hours
from imbizo.messaging.rules.gate import Daily
from imbizo.messaging.states import Channel, MessageState
from imbizo.outreach.models import Call, CallList, CallTry, Campaign
from imbizo.outreach.queries.seeing import call_lists
from imbizo.outreach.rules.ringing import HELD_FOR
from imbizo.outreach.states import CallState, Outside, ToRing
from imbizo.programmes.models import Membership, Programme
from imbizo.programmes.states import Permission

CHUNK = 500
CAN_RING = (Channel.PHONE, Channel.SMS, Channel.WHATSAPP)
# Whoever asked us by SMS to stop means the number, however we use it.
_STOPPED_BY = (Channel.PHONE, Channel.SMS)
_WORKS = (ContactState.OK, ContactState.DOUBTFUL)
WRONG_NUMBER = "wrong_person"
"""Why a number is in doubt after somebody else answered there."""

OPEN = (CallState.TO_RING, CallState.LATER)
_FAILED = (MessageState.FAILED, MessageState.EXPIRED)
_ARRIVED = (MessageState.SENT, MessageState.DELIVERED, MessageState.UNCERTAIN)


def open_call_lists(member: Membership) -> QuerySet[CallList]:
    """The lists that people may be put on: the member's partner's own, and not closed."""
    return call_lists(member).filter(owner_id=member.partner_id, closed_at=None)


def calls(member: Membership) -> QuerySet[Call]:
    """The calls on lists that the member sees, to people that the member sees."""
    seen = call_lists(member).values("pk")
    rows = Call.objects.filter(sees(member, "actor"), call_list__in=seen)
    return rows.select_related(
        "programme", "call_list__owner", "call_list__campaign", "actor__programme", "taken_by__user"
    )


def calls_of(member: Membership, call_list: CallList) -> QuerySet[Call]:
    """The calls of one list, each with its attempts, the newest first."""
    tries = CallTry.objects.select_related("by__user")
    return calls(member).filter(call_list=call_list).prefetch_related(Prefetch("tries", queryset=tries))


def to_be_rung(member: Membership, call_list: CallList) -> QuerySet[Call]:
    """Those of a list who aren't done, in the order in which they stand on it."""
    return calls_of(member, call_list).filter(state__in=OPEN).order_by("created_at", "pk")


def to_be_rung_of(member: Membership, actor_id: UUID | None) -> QuerySet[Call]:
    """The calls to a person that are still to be made, on open lists that the member sees."""
    rows = calls(member).filter(call_list__closed_at=None, state__in=OPEN)
    return rows.filter(actor_id=actor_id) if actor_id else rows.none()


def due(member: Membership, call_list: CallList, now: datetime) -> QuerySet[Call]:
    """Whom the member may ring now, first those whose hour has come: they may have been promised it."""
    rows = calls(member).filter(_is_due(now), _is_free(member, now), call_list=call_list)
    rows = rows.filter(call_list__closed_at=None)
    numbers = phones(member).filter(actor_id=OuterRef("actor_id"))
    return rows.filter(Exists(numbers)).order_by(F("next_try_at").asc(nulls_last=True), "created_at", "pk")


def held(member: Membership, call_list: CallList, now: datetime) -> Call | None:
    """The call of the list that the member has taken and not finished."""
    rows = calls(member).filter(call_list=call_list, taken_by=member, taken_at__gt=now - HELD_FOR)
    return rows.filter(state__in=OPEN).order_by("-taken_at").first()


def next_at(member: Membership, call_list: CallList) -> datetime | None:
    """When the next of those who are to be tried again is due."""
    rows = calls(member).filter(call_list=call_list, state=CallState.LATER).exclude(next_try_at=None)
    found: datetime | None = rows.order_by("next_try_at").values_list("next_try_at", flat=True).first()
    return found


def _is_due(now: datetime) -> Q:
    return Q(state__in=OPEN) & (Q(next_try_at=None) | Q(next_try_at__lte=now))


def _is_free(member: Membership, now: datetime) -> Q:
    return Q(taken_by=None) | Q(taken_by=member) | Q(taken_at__lte=now - HELD_FOR)


def phones(member: Membership) -> QuerySet[ContactPoint]:
    """The numbers that the member sees and that can be rung, as far as anybody knows."""
    rows = people.contacts(member).filter(channel__in=CAN_RING, state__in=_WORKS).exclude(address="")
    return rows.exclude(reason=WRONG_NUMBER)


@dataclass(frozen=True)
class Number:
    """A number of somebody's, and whether they asked us not to use it."""

    contact: ContactPoint
    is_stopped: bool
    through: str = ""  # whose number it is, where the member may know; empty else

    @property
    def address(self) -> str:
        return self.contact.address

    @property
    def is_wrong(self) -> bool:
        return self.contact.reason == WRONG_NUMBER

    @property
    def can_be_rung(self) -> bool:
        return not self.is_stopped and not self.is_wrong


def numbers(actor: Actor, member: Membership) -> list[Number]:
    """Each number of the actor that the member sees, once; those that may be rung stand first."""
    rows = people.contacts(member).filter(actor=actor, channel__in=CAN_RING, state__in=_WORKS)
    rows = rows.exclude(address="").select_related("through")
    once: dict[str, ContactPoint] = {}
    for contact in rows:
        once.setdefault(contact.address, contact)
    stopped = stopped_numbers(member.programme, once)
    known = _seen(member, [each.through_id for each in once.values()])
    found = [
        Number(each, address in stopped, str(each.through) if each.through_id in known else "")
        for address, each in once.items()
    ]
    return sorted(found, key=lambda each: not each.can_be_rung)


def why_not(actor: Actor, member: Membership) -> Outside | None:
    """Why the actor may not be rung any more, though they are on a list; None where they may."""
    found = ringable(member, [actor])
    if found.ids:
        return None
    if found.in_person:
        return Outside.IN_PERSON
    return Outside.SUPPRESSED if found.stopped else Outside.NO_NUMBER


@dataclass(frozen=True)
class Ringable:
    """Whom of an audience one may ring (ids, in the order given), and how many not, by why."""

    ids: tuple[UUID, ...] = ()
    in_person: int = 0
    stopped: int = 0
    no_number: int = 0

    @property
    def left_out(self) -> int:
        return self.in_person + self.stopped + self.no_number

    def __add__(self, other: "Ringable") -> "Ringable":
        return Ringable(
            self.ids + other.ids,
            self.in_person + other.in_person,
            self.stopped + other.stopped,
            self.no_number + other.no_number,
        )


def ringable(member: Membership, actors: Iterable[Actor], *, purpose: str = "") -> Ringable:
    """Sort out those whom the member sees, those who objected to the purpose among them. Six queries for each 500."""
    rows = (
        actors.values_list("pk", flat=True) if isinstance(actors, QuerySet) else [each.pk for each in actors]
    )
    ids = list(dict.fromkeys(rows))
    found = Ringable()
    for start in range(0, len(ids), CHUNK):
        found += _sorted_out(member, ids[start : start + CHUNK], purpose)
    return found


def _sorted_out(member: Membership, ids: Sequence[UUID], purpose: str) -> Ringable:
    in_person = dict(people.actors(member).filter(pk__in=ids).values_list("pk", "handle_in_person"))
    reach: dict[UUID, set[str]] = {}
    for actor_id, address in phones(member).filter(actor_id__in=ids).values_list("actor_id", "address"):
        reach.setdefault(actor_id, set()).add(address)
    stopped = stopped_numbers(member.programme, {address for each in reach.values() for address in each})
    objectors = objecting(set(ids), purpose)
    found = Ringable()
    for pk in (each for each in ids if each in in_person):
        if in_person[pk]:
            found = replace(found, in_person=found.in_person + 1)
        elif pk not in reach:
            found = replace(found, no_number=found.no_number + 1)
        elif pk in objectors or reach[pk] <= stopped:
            found = replace(found, stopped=found.stopped + 1)
        else:
            found = replace(found, ids=(*found.ids, pk))
    return found


def stopped_numbers(programme: Programme, addresses: Iterable[str]) -> set[str]:
    """Those of the numbers whose people asked us to stop, by SMS or by word of mouth."""
    asked = {(channel, address) for address in addresses for channel in _STOPPED_BY}
    return (
        {address for _channel, address in suppressed(programme=programme, addresses=asked)}
        if asked
        else set()
    )


def people_to_ring(member: Membership, campaign: Campaign, who: str) -> QuerySet[Actor]:
    """Those of a campaign whom it makes sense to ring, as far as the member sees them."""
    return people.actors(member).filter(pk__in=_recipients(campaign, who)).order_by("sort_name", "pk")


def _recipients(campaign: Campaign, who: str) -> QuerySet[Actor, UUID]:
    rows = campaign.recipients.filter(answered_at=None)
    if who == ToRing.FAILED:
        rows = rows.filter(message__state__in=_FAILED)
    elif who == ToRing.NO_NUMBER:
        rows = rows.filter(outside=Outside.NO_NUMBER)
    else:
        rows = rows.filter(message__state__in=_ARRIVED)
    return rows.values_list("actor_id", flat=True)  # type: ignore[return-value]  # ids of actors, as `pk__in` takes them


@dataclass(frozen=True)
class Progress:
    """How far a call list is: people by where ringing them stands."""

    to_ring: int = 0
    later: int = 0
    reached: int = 0
    given_up: int = 0

    @property
    def total(self) -> int:
        return self.to_ring + self.later + self.reached + self.given_up

    @property
    def finished(self) -> int:
        return self.reached + self.given_up


_COUNTED_AS = {
    CallState.TO_RING: "to_ring",
    CallState.LATER: "later",
    CallState.DONE: "reached",
    CallState.GIVEN_UP: "given_up",
}


def progress(lists: Iterable[CallList]) -> dict[UUID, Progress]:
    """How far each list is, by its id: one query. Counts are of all on it, whoever sees them."""
    found = {each.pk: Progress() for each in lists}
    rows = Call.objects.filter(call_list__in=found).order_by().values_list("call_list", "state")
    for pk, state, count in rows.annotate(count=Count("pk")):
        found[pk] = replace(found[pk], **{_COUNTED_AS[CallState(state)]: count})
    return found


def may_change(call_list: CallList, member: Membership) -> bool:
    """Whether the member may rename, share, fill or close the list: its owner's members alone."""
    return member.may(Permission.CALLS_MAKE) and call_list.owner_id == member.partner_id


def may_ring(member: Membership) -> bool:
    """Whether the member may ring people at all: it takes their numbers."""
    return member.may(Permission.CALLS_MAKE) and member.may(Permission.CONTACTS_VIEW)


def quiet_hours(programme: Programme, now: datetime) -> Daily | None:
    """The hours in which one rings (from, until), where it is none of them now; else None."""
    start, end = daily_hours(programme)
    return None if start <= now.astimezone(programme.zone).time() < end else (start, end)


def is_held_by_another(call: Call, member: Membership) -> bool:
    """Whether somebody else is ringing this person at the moment."""
    if call.taken_at is None or call.taken_at <= timezone.now() - HELD_FOR:
        return False
    return call.taken_by_id not in {None, member.pk}


def audience(
    member: Membership, lists: Iterable[ActorList], conditions: Mapping[str, Any]
) -> QuerySet[Actor]:
    """The actors whom the member sees on any of the lists, or who match the filter of the register."""
    named, rows = [str(each.pk) for each in lists], people.actors(member)
    wanted = Q(pk__in=[])
    if named:
        wanted |= people.condition(member, {"list": named})
    if conditions:
        wanted |= people.condition(member, conditions)
    return rows.filter(wanted).order_by("sort_name", "pk")


def _seen(member: Membership, ids: Iterable[UUID | None]) -> set[UUID]:
    """Those of the actors whose name the member may read."""
    wanted = {each for each in ids if each}
    return (
        set(people.openable(member).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    )
