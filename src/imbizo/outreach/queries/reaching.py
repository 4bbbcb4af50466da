"""How single people are reached for a matter of an app above: invitations, polls. The same rules as a campaign's.

What the owner partner may see counts, whoever looks. A fixed number of queries for however many people.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from imbizo.actors.models import Actor
from imbizo.actors.queries.gate import Scope, objecting, with_basis
from imbizo.messaging import queries as messaging
from imbizo.messaging.states import Channel
from imbizo.outreach.queries.audience import Point, best, points_of, stops
from imbizo.outreach.states import Outside
from imbizo.programmes.models import Membership, Partner, Programme

_FIELDS = ("pk", "name", "given_name", "language", "other_languages", "handle_in_person")


@dataclass(slots=True)
class Reached:
    """How one person is reached; or, where `outside` is a value of Outside, why not. `is_neutral`: others read it."""

    actor_id: UUID
    name: str
    first_name: str
    languages: tuple[str, ...]  # the person's own, the first first; may be none
    outside: str = ""
    channel: str = ""
    address: str = ""
    is_neutral: bool = False

    def language(self, offered: Collection[str], fallback: str) -> str:
        """The person's first language that is offered, else the fallback."""
        return next((each for each in self.languages if each in offered), fallback)


def speaker_of(owner: Partner) -> Membership:
    """The partner itself, as whoever writes for it sees the register: no person, and never saved."""
    return Membership(programme=owner.programme, partner=owner, roles=["partner"])


def open_channels(programme: Programme) -> frozenset[str]:
    """The channels on which anything can leave."""
    ways = (Channel.SMS, Channel.EMAIL)
    return frozenset(way for way in ways if messaging.gateway_for(programme, way) is not None)


def reach_people(
    owner: Partner, ids: Scope, *, purpose: str, channels: Collection[str] | None = None
) -> dict[UUID, Reached]:
    """How each of these actors is reached by the owner for a purpose, by their ids; those erased meanwhile are absent.

    `channels` are those to use; all that have a gateway where none are given.
    """
    open_ones = open_channels(owner.programme)
    used = open_ones if channels is None else open_ones & frozenset(channels)
    points = points_of(speaker_of(owner), ids, used)
    stopped, closed = stops(owner.programme, points)
    objected, based = objecting(ids, purpose), with_basis(ids, purpose)
    found = {}
    for each, is_in_person in _people(ids):
        found[each.actor_id] = each
        each.outside = _outside(each.actor_id, is_in_person=is_in_person, objected=objected, based=based)
        if not each.outside:
            _settle(each, best(points.get(each.actor_id, ()), stopped, closed.get(each.actor_id, ())))
    return found


def known_people(ids: Scope) -> dict[UUID, Reached]:
    """Who these actors are, by their ids, for an answer by a way that they have just used themselves: one query.

    No channel or address is set, and nothing is asked that speaks against writing: the gate still does.
    """
    return {each.actor_id: each for each, _is_in_person in _people(ids)}


def _people(ids: Scope) -> Iterator[tuple[Reached, bool]]:
    rows: Any = Actor.objects.active().filter(pk__in=ids).order_by("pk").values_list(*_FIELDS)
    for pk, name, given, first, others, is_in_person in rows:
        languages = tuple(each for each in (first, *others) if each)
        yield Reached(pk, name, given, languages), is_in_person


def _outside(pk: UUID, *, is_in_person: bool, objected: Collection[UUID], based: Collection[UUID]) -> str:
    """What holds whichever way they could be reached."""
    if is_in_person:
        return Outside.IN_PERSON
    if pk in objected:
        return Outside.OBJECTED
    return "" if pk in based else Outside.NO_BASIS


def _settle(reached: Reached, found: Point | Outside) -> None:
    if isinstance(found, Point):
        reached.channel, reached.address = found.key
        reached.is_neutral = found.is_delicate
    else:
        reached.outside = found
