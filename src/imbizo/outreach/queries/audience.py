"""Whom a campaign reaches and how, and why not the others. Set-based: a fixed number of queries for each chunk.

The audience is what the campaign's owner partner may see, whoever looks: a page, the worker, the clock. That a number
is in the register which its owner keeps to itself is told to nobody: such a person has none here.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast

from imbizo.actors.models import Actor, ActorList, Affiliation, ContactPoint
from imbizo.actors.queries.conditions import condition, list_condition
from imbizo.actors.queries.gate import Scope, delicate, objecting, with_basis
from imbizo.actors.queries.seeing import sees
from imbizo.actors.states import ContactState, Form, NumberKind
from imbizo.messaging.models import Message
from imbizo.messaging.queries import suppressed, suppression_of
from imbizo.messaging.states import Channel, Purpose, SuppressionReason
from imbizo.outreach.models import Campaign
from imbizo.outreach.queries.texts import Texts, texts_of
from imbizo.outreach.queries.ways import Ways, ways_of
from imbizo.outreach.states import Outside
from imbizo.programmes.models import Membership, Programme

CHUNK: Final = 2_000
"""How many actors come together where nothing is written."""

_USABLE = (ContactState.OK, ContactState.DOUBTFUL)
_WRITABLE = Q(channel=Channel.SMS, number_kind=NumberKind.MOBILE) | Q(channel=Channel.EMAIL)
_SPEAKER_ROLE = "partner"
Address = tuple[str, str]  # channel, normalised address


@dataclass(slots=True)
class Reach:
    """How one actor is reached; or, where `outside` is a value of Outside, why not (`missing`: the empty tokens).

    Not frozen, nor are points: there are very many of them, and a frozen one takes four times as long to make.
    """

    actor_id: UUID
    outside: str = ""
    channel: str = ""
    address: str = ""
    language: str = ""
    is_neutral: bool = False
    values: Mapping[str, str] | None = None
    missing: tuple[str, ...] = ()

    @property
    def is_reached(self) -> bool:
        return not self.outside


@dataclass(slots=True)
class Point:
    """A contact point that may be written to; to a delicate one only neutrally."""

    key: Address
    is_preferred: bool
    is_delicate: bool

    @property
    def channel(self) -> str:
        return self.key[0]


def speaker(campaign: Campaign) -> Membership:
    """The owner partner itself, as whoever writes for it sees the register: no person, and never saved."""
    return Membership(programme=campaign.programme, partner=campaign.owner, roles=[_SPEAKER_ROLE])


class Audience:
    """The audience of one campaign. `via` stands in for the campaign's own where it goes another way this time."""

    def __init__(self, campaign: Campaign, *, via: str = "") -> None:
        self.campaign = campaign
        self.texts: Texts = texts_of(campaign)
        self.ways: Ways = ways_of(campaign, via)
        self._speaker = speaker(campaign)
        self._excluded = list(campaign.excluded.all())
        self._met: dict[Address, list[Reach | str]] = defaultdict(list)
        self._wants_organisation = "organisation" in self.texts.names

    def ids(self, after: UUID | None = None) -> list[UUID]:
        """The ids of all its actors in order, those left out too, from behind the given one: one query."""
        return list(self._behind(after).order_by("pk").values_list("pk", flat=True))

    def walk(self, after: UUID | None = None, size: int = CHUNK) -> Iterator[list[Reach]]:
        """All of it, so many at a time, in the order of the actors' ids: what they need is asked once for all."""
        rows = self._behind(after)
        whole = _Chunk(self, rows.values("pk"))
        fetched = rows.order_by("pk").values_list(*_Chunk.FIELDS).iterator(chunk_size=size)
        while some := list(islice(fetched, size)):
            yield self._settled([whole.reach(row) for row in some])

    def look(self, ids: Sequence[UUID]) -> list[Reach]:
        """How each of these actors is reached, or why not, in the order of their ids. About ten queries."""
        chunk = _Chunk(self, ids)
        return self._settled([chunk.reach(row) for row in chunk.rows()])

    def personal(self, actor_id: UUID) -> tuple[Reach, dict[str, str]] | None:
        """How one actor is reached, in the audience or not, and their values of all tokens, for showing a text."""
        self._wants_organisation = True
        chunk = _Chunk(self, [actor_id])
        return next(((chunk.reach(row), chunk.values(row)) for row in chunk.rows()), None)

    def first(self, member: Membership, language: str) -> Actor | None:
        """Somebody of the audience whom the member sees, of that language where there is one."""
        rows = self._rows().filter(pk__in=Actor.objects.visible_to(member)).order_by("sort_name", "pk")
        return rows.filter(language=language).first() or rows.first()

    def text(self, reach: Reach) -> str:
        """The text as the person gets it."""
        if reach.is_neutral:
            return self.texts.neutral[reach.language]
        return self.texts.body(reach.language, reach.values or {})

    def _behind(self, after: UUID | None) -> QuerySet[Actor]:
        return self._rows() if after is None else self._rows().filter(pk__gt=after)

    def _rows(self) -> QuerySet[Actor]:
        rows: QuerySet[Actor] = Actor.objects.visible_to(self._speaker).active()
        return rows if self.campaign.everybody else rows.filter(self._chosen())

    def _chosen(self) -> Q:
        """On any of the lists that the owner still sees, or matching the filter."""
        whole = Q(pk__in=[])
        for each in self.campaign.lists.all() & ActorList.objects.visible_to(self._speaker):
            whole |= list_condition(self._speaker, each)
        return (
            whole | condition(self._speaker, self.campaign.conditions) if self.campaign.conditions else whole
        )

    def excluded(self, ids: Scope) -> set[UUID]:
        """Those of the actors who are on a list that is left out, whoever sees the list."""
        if not self._excluded:
            return set()
        whole = Q(pk__in=[])
        for each in self._excluded:
            whole |= list_condition(self._speaker, each)
        return set(Actor.objects.filter(whole, pk__in=ids).values_list("pk", flat=True))

    def organisations(self, ids: Scope) -> dict[UUID, str]:
        """The organisation that each is with now, where a text speaks of it and the owner may see it."""
        if not self._wants_organisation:
            return {}
        rows = Affiliation.objects.current().filter(sees(self._speaker, "organisation"), person_id__in=ids)
        ordered = rows.order_by(F("starts_on").asc(nulls_first=True), "created_at")
        return dict(ordered.values_list("person_id", "organisation__name"))

    def points(self, ids: Scope) -> dict[UUID, list[Point]]:
        """The usable contact points of each, on channels that have a gateway, the preferred first."""
        return points_of(self._speaker, ids, self.ways.channels)

    def _settled(self, reaches: Sequence[Reach]) -> list[Reach]:
        """The reaches, with those left out whose address gets the same text already."""
        self._recall(reaches)
        return [self._once(reach) for reach in reaches]

    def _recall(self, reaches: Iterable[Reach]) -> None:
        """Remember what went to these addresses before: preparing goes on where a killed worker left off."""
        if self.campaign.started_at is None:
            return
        addresses = {reach.address for reach in reaches if reach.is_reached} - {key[1] for key in self._met}
        sent = Message.objects.filter(source_id=self.campaign.pk, address__in=addresses)
        for channel, address, text in sent.exclude(recipient_id=None).values_list(
            "channel", "address", "text"
        ):
            self._met[channel, address].append(text)

    def _once(self, reach: Reach) -> Reach:
        """The same text never goes to one address twice; two people's own texts may."""
        if not reach.is_reached:
            return reach
        before = self._met[reach.channel, reach.address]
        if before:
            text = self.text(reach)
            if any(text == (self.text(each) if isinstance(each, Reach) else each) for each in before):
                return Reach(reach.actor_id, Outside.TWICE)
        before.append(reach)
        return reach


class _Chunk:
    """What a chunk of actors needs, each asked once for all of them."""

    FIELDS = (
        "pk",
        "form",
        "name",
        "title",
        "given_name",
        "surname",
        "language",
        # As text: hardly anybody's is ever looked at.
        Cast("other_languages", TextField()),
        "handle_in_person",
        "place_text",
        "place__name",
    )

    def __init__(self, audience: Audience, ids: Scope) -> None:
        self._ids, self._texts, purpose = ids, audience.texts, audience.campaign.purpose
        self._excluded = audience.excluded(ids)
        self._objecting = objecting(ids, purpose)
        self._based = with_basis(ids, purpose)
        self._organisations = audience.organisations(ids)
        self._points = audience.points(ids)
        self._is_marketing = purpose == Purpose.DIRECT_MARKETING
        self._stopped, self._closed = stops(audience.campaign.programme, self._points)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The actors themselves, in the order of their ids."""
        rows = Actor.objects.active().filter(pk__in=self._ids)
        yield from rows.order_by("pk").values_list(*self.FIELDS)

    def reach(self, row: tuple[Any, ...]) -> Reach:
        """How the actor of a row is reached, or why not."""
        pk = row[0]
        outside = self._outside(pk, is_in_person=row[8])
        found = outside or self._point(pk)
        if not isinstance(found, Point):
            return Reach(pk, found)
        language = self._language(row)
        if found.is_delicate:
            return Reach(pk, "", *found.key, language, is_neutral=True)
        values = self.values(row)
        missing = self._texts.missing(language, found.channel, values)
        if missing:
            return Reach(pk, Outside.INCOMPLETE, language=language, missing=missing)
        return Reach(pk, "", *found.key, language, values=values)

    def _language(self, row: tuple[Any, ...]) -> str:
        first, others = row[6:8]
        return first if first in self._texts.bodies else self._texts.language_for(first, json.loads(others))

    def _outside(self, pk: UUID, *, is_in_person: bool) -> str:
        """What holds whichever way they could be reached."""
        if pk in self._excluded:
            return Outside.EXCLUDED
        if is_in_person:
            return Outside.IN_PERSON
        if pk in self._objecting:
            return Outside.OBJECTED
        return "" if pk in self._based else Outside.NO_BASIS

    def _point(self, pk: UUID) -> Point | str:
        """The best contact point: a safe one, the preferred one, SMS before e-mail, the older one."""
        found = best(self._points.get(pk, ()), self._stopped, self._closed.get(pk, frozenset()))
        is_unsafe = isinstance(found, Point) and found.is_delicate
        return Outside.UNSAFE if self._is_marketing and is_unsafe else found

    def values(self, row: tuple[Any, ...]) -> dict[str, str]:
        """What stands for each token in this actor's text."""
        pk, form, name, title, given, surname, *_languages, place_text, place = row
        organisation = name if form == Form.ORGANISATION else self._organisations.get(pk, "")
        return {
            "name": name,
            "first_name": given,
            "surname": surname,
            "title": title,
            "organisation": organisation,
            "place": place or place_text,
            **self._texts.shared,
        }


def points_of(speaker: Membership, ids: Scope, channels: Collection[str]) -> dict[UUID, list[Point]]:
    """The usable contact points of each actor, as far as the speaker sees them, on these channels: the older first."""
    rows = ContactPoint.objects.visible_to(speaker).filter(
        _WRITABLE, actor_id__in=ids, state__in=_USABLE, channel__in=channels
    )
    fields = ("actor_id", "channel", "address", "is_preferred")
    found = list(rows.exclude(address="").order_by("created_at", "pk").values_list(*fields))
    unsafe = delicate(speaker.programme_id, {address for _pk, _channel, address, _first in found})
    points: dict[UUID, list[Point]] = defaultdict(list)
    for pk, channel, address, is_preferred in found:
        key = channel, address
        points[pk].append(Point(key, is_preferred, key in unsafe))
    return points


def best(points: Sequence[Point], stopped: Collection[Address], closed: Collection[str]) -> Point | Outside:
    """The best contact point: a safe one, the preferred one, SMS before e-mail, the older one; or why there's none."""
    if not points:
        return Outside.NO_NUMBER
    left = [each for each in points if each.key not in stopped and each.channel not in closed]
    if not left:
        return Outside.SUPPRESSED
    if len(left) == 1:
        return left[0]
    safe = [each for each in left if not each.is_delicate]
    return min(safe or left, key=lambda each: (not each.is_preferred, each.channel != Channel.SMS))


def stops(
    programme: Programme, points: Mapping[UUID, Sequence[Point]]
) -> tuple[set[Address], dict[UUID, frozenset[str]]]:
    """The addresses that nothing is sent to, and the channels that each person closed by stopping one of theirs.

    Who stopped one number isn't written to at their other number either; an address that doesn't exist closes nothing.
    """
    stopped = suppressed(programme=programme, addresses={each.key for own in points.values() for each in own})
    if not stopped:
        return stopped, {}
    why = suppression_of(programme=programme, addresses=stopped)
    meant = {key for key, row in why.items() if row.reason != SuppressionReason.BOUNCED}
    return stopped, {
        pk: frozenset(each.channel for each in own if each.key in meant) for pk, own in points.items()
    }
