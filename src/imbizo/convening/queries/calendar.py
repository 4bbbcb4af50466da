"""A month of gatherings, week by week."""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from imbizo.convening.models import Gathering
from imbizo.convening.queries.days import Mark, own_marks
from imbizo.convening.queries.seeing import gatherings
from imbizo.convening.queries.words import local_days
from imbizo.convening.states import GatheringState
from imbizo.programmes.models import Membership, Programme

MOST_UNDATED = 50
_ONE = dt.timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True)
class Day:
    """A day of the sheet; the first and last weeks reach into the months beside."""

    date: dt.date
    is_inside: bool
    is_today: bool
    marks: Sequence[Mark]
    gatherings: Sequence[Gathering]

    @property
    def is_free(self) -> bool:
        return not any(mark.is_stopping for mark in self.marks)

    @property
    def is_worth_a_line(self) -> bool:
        """Whether the list for small screens names it: it is of this month, and not a bare day or Sunday."""
        return self.is_inside and bool(self.gatherings or any(mark.kind != "sunday" for mark in self.marks))


@dataclass(frozen=True)
class Month:
    """A month as weeks from Monday, the months beside it, and the gatherings that have no date yet."""

    first: dt.date
    weeks: Sequence[Sequence[Day]]
    undated: Sequence[Gathering]

    @property
    def previous(self) -> dt.date:
        return (self.first - _ONE).replace(day=1)

    @property
    def next(self) -> dt.date:
        return (self.first + 32 * _ONE).replace(day=1)

    @property
    def days(self) -> list[Day]:
        """Those that the list for small screens names."""
        return [day for week in self.weeks for day in week if day.is_worth_a_line]


def month(member: Membership, first: dt.date, *, today: dt.date) -> Month:
    """The month that begins on `first`, as the member sees it. Three queries."""
    dates = list(calendar.Calendar().itermonthdates(first.year, first.month))
    found = _by_day(dated(gatherings(member), member.programme, dates[0], dates[-1]))
    marks = own_marks(member, dates[0], dates[-1])
    sheet = [
        Day(date, date.month == first.month, date == today, marks.get(date, []), found.get(date, []))
        for date in dates
    ]
    open_ = gatherings(member).filter(starts_at=None, state=GatheringState.PLANNED)
    return Month(
        first,
        [sheet[start : start + _WEEK] for start in range(0, len(sheet), _WEEK)],
        list(open_.order_by("name", "pk")[:MOST_UNDATED]),
    )


def dated(
    rows: QuerySet[Gathering], programme: Programme, first: dt.date, last: dt.date
) -> QuerySet[Gathering]:
    """Those that take place between two days of the programme's zone, both included."""
    begins = dt.datetime.combine(first, dt.time(), programme.zone)
    ends = dt.datetime.combine(last + _ONE, dt.time(), programme.zone)
    return rows.filter(starts_at__lt=ends, ends_at__gt=begins).order_by("starts_at", "pk")


def _by_day(rows: Iterable[Gathering]) -> dict[dt.date, list[Gathering]]:
    found: dict[dt.date, list[Gathering]] = defaultdict(list)
    for gathering in rows:
        days = local_days(gathering)
        assert days is not None  # they were asked for by their date
        for number in range((days[1] - days[0]).days + 1):
            found[days[0] + number * _ONE].append(gathering)
    return found
