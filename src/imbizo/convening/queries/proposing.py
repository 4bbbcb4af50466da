"""Rounds with how far they are; days proposed for a new one, and what stands in their way."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.convening.models import CalendarDay, Gathering, Round
from imbizo.convening.queries.calendar import dated
from imbizo.convening.queries.days import Mark, calendar_days, marks_between, places_by_id
from imbizo.convening.queries.seeing import gatherings, rounds
from imbizo.convening.queries.words import local_days
from imbizo.convening.rules.repeating import spaced
from imbizo.convening.states import GatheringState
from imbizo.places.models import Place
from imbizo.programmes.models import Membership

_ONE = dt.timedelta(days=1)
_YEAR = 366


def counted(member: Membership) -> QuerySet[Round]:
    """The rounds that the member sees, each with `count`, `held` and `dated` of the gatherings that it sees."""
    seen = gatherings(member).exclude(state=GatheringState.CALLED_OFF).order_by().values("pk")
    inside = Q(gatherings__in=seen)
    return rounds(member).annotate(
        count=Count("gatherings", filter=inside),
        held=Count("gatherings", filter=inside & Q(gatherings__state=GatheringState.HELD)),
        dated=Count("gatherings", filter=inside & Q(gatherings__starts_at__isnull=False)),
    )


def coming(member: Membership, rows: Sequence[Round]) -> dict[UUID, Gathering]:
    """The next gathering of each round, by the round's id."""
    ahead = gatherings(member).filter(
        round__in=rows, state=GatheringState.PLANNED, ends_at__gte=timezone.now()
    )
    found: dict[UUID, Gathering] = {}
    for each in ahead.order_by("starts_at"):
        if each.round_id is not None:
            found.setdefault(each.round_id, each)
    return found


def figures_of(found: Any) -> list[tuple[int, str]]:
    """How far a counted round is."""
    return [
        (found.count, ngettext("gathering", "gatherings", found.count)),
        (found.dated, _("with a date")),
        (found.held, _("held")),
    ]


def proposed_days(
    member: Membership, places: Sequence[Place], *, each: int, first: dt.date | None, every: int
) -> list[dt.date | None]:
    """A day for each gathering, place by place: none on a day that is flagged or on which something else is held.

    All None where no first day is given. A council day counts for every place, since the days go from place to place.
    """
    count = len(places) * each
    if first is None:
        return [None] * count
    last = first + dt.timedelta(days=every * count + _YEAR)
    rows = calendar_days(member).filter(first__lte=last, last__gte=first)
    marks = marks_between(member.programme, first, last, rows)
    avoid = {day for day, found in marks.items() if found}
    avoid |= {day for day, _names in _taken(member, first, last)}
    return list(spaced(first, count, every, avoid | _weekends(first, last)))


def _weekends(first: dt.date, last: dt.date) -> set[dt.date]:
    """Saturdays: officials don't come, and people go to funerals and to market."""
    days = (first + number * _ONE for number in range((last - first).days + 1))
    return {day for day in days if day.weekday() == 5}


def _taken(member: Membership, first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """The days on which something is held already, with what."""
    found = []
    rows = gatherings(member).exclude(state=GatheringState.CALLED_OFF)
    for gathering in dated(rows, member.programme, first, last):
        days = local_days(gathering)
        if days is not None:
            span = (days[1] - days[0]).days + 1
            found += [(days[0] + number * _ONE, gathering.name) for number in range(span)]
    return found


def in_the_way(member: Membership, wanted: Sequence[tuple[dt.date | None, UUID | None]]) -> list[list[str]]:
    """For each day and place, what stands in the way in words; nothing for an open date. Three queries for all."""
    days = [day for day, _place in wanted if day is not None]
    if not days:
        return [[] for _each in wanted]
    first, last = min(days), max(days)
    if (last - first).days > 5 * _YEAR:
        return [[] for _each in wanted]
    rows = list(calendar_days(member).filter(first__lte=last, last__gte=first))
    places = places_by_id(member, {pk for _day, pk in wanted if pk is not None})
    taken = _taken(member, first, last)
    return [
        [
            *(mark.text for mark in _marks(member, day, places.get(pk) if pk else None, rows)),
            *(_("“%(other)s” is on that day") % {"other": name} for at, name in taken if at == day),
            *([_("two of this round are on that day")] if days.count(day) > 1 else []),
        ]
        if day
        else []
        for day, pk in wanted
    ]


def _marks(
    member: Membership, day: dt.date, place: Place | None, rows: Sequence[CalendarDay]
) -> Sequence[Mark]:
    return marks_between(member.programme, day, day, rows, place=place).get(day, [])
