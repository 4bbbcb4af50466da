"""What left and what waits, added up: from the totals of days, and from the messages that aren't in them yet."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, QuerySet, Sum, Value, When
from django.db.models.functions import ExtractMonth

from imbizo.messaging.models import DayTotal, Message, SummedUntil
from imbizo.messaging.states import OPEN_STATES
from imbizo.programmes.models import Programme

_BY = ("gateway_id", "source_kind", "source_id")


@dataclass(frozen=True)
class Sums:
    """Messages of one gateway and source: how many, in how many parts, what those with a price cost together.

    `month` is 1 to 12 where it was asked for. `unpriced` counts the messages without a price.
    """

    gateway_id: UUID | None
    source_kind: str
    source_id: UUID | None
    messages: int
    parts: int
    cost: Decimal
    unpriced: int
    month: int | None = None


def summed_until(programme_id: UUID) -> datetime | None:
    """From which instant on messages aren't in the totals yet; None where none is."""
    rows = SummedUntil.objects.filter(programme_id=programme_id).values_list("until", flat=True)
    found: datetime | None = rows.first()
    return found


def sent_in_year(programme: Programme, year: int) -> list[Sums]:
    """What left in a calendar year of the programme's zone, by month, gateway and source. Three queries at most."""
    rows = DayTotal.objects.filter(
        programme=programme, day__gte=date(year, 1, 1), day__lt=date(year + 1, 1, 1)
    )
    kept = _of_days(rows.annotate(month=ExtractMonth("day")), "month")
    until, starts = summed_until(programme.pk), _month_starts(year, programme)
    begin = max(until, starts[0]) if until else starts[0]
    return [*kept, *_sent_between(programme, begin, starts)]


def sent_ever(programme_id: UUID, sources: Collection[UUID | None]) -> list[Sums]:
    """What left for these sources at any time. Three queries."""
    kept = _of_days(DayTotal.objects.filter(programme_id=programme_id, source_id__in=sources))
    fresh = Message.objects.filter(programme_id=programme_id, sent_at__isnull=False)
    if until := summed_until(programme_id):
        # Not narrowed to the sources in SQL: what is fresh is little, and their index would lead to all they ever sent.
        fresh = fresh.filter(sent_at__gte=until)
    return [*kept, *(row for row in _of_messages(fresh) if row.source_id in sources)]


def waiting(programme_id: UUID) -> list[Sums]:
    """What hasn't left and still may."""
    rows = Message.objects.filter(programme_id=programme_id, sent_at=None, state__in=OPEN_STATES)
    return _of_messages(rows)


def grouped(rows: QuerySet[Message], *by: str) -> Iterable[Mapping[str, Any]]:
    """The messages added up by these fields: messages, parts, total (of the costs that are known) and unpriced."""
    found: Iterable[Mapping[str, Any]] = (
        rows.order_by()
        .values(*by)
        .annotate(
            messages=Count("pk"),
            parts=Sum("parts_count"),
            total=Sum("cost"),
            unpriced=Count("pk") - Count("cost"),
        )
    )
    return found


def _sent_between(programme: Programme, begin: datetime, starts: Sequence[datetime]) -> list[Sums]:
    """From `begin` to the end of the year whose months start at `starts`."""
    months = [number for number, (_start, end) in enumerate(pairwise(starts), 1) if end > begin]
    if not months:
        return []
    # The months are told apart by comparing instants: a function of the database would cost more than all the rest.
    which = Case(
        *(When(sent_at__lt=starts[month], then=Value(month)) for month in months),
        output_field=IntegerField(),
    )
    rows = Message.objects.filter(programme=programme, sent_at__gte=begin, sent_at__lt=starts[-1])
    return _of_messages(rows.annotate(month=which), "month")


def _month_starts(year: int, programme: Programme) -> list[datetime]:
    """The first instant of each month of the year and of the next January, in the programme's zone."""
    days = [date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)]
    return [datetime.combine(day, time(0), programme.zone) for day in days]


def _of_messages(rows: QuerySet[Message], *more: str) -> list[Sums]:
    return [_sums(each) for each in grouped(rows, *_BY, *more)]


def _of_days(rows: QuerySet[DayTotal], *more: str) -> list[Sums]:
    # An annotation can't have the name of a field.
    found = (
        rows.order_by()
        .values(*_BY, *more)
        .annotate(
            of_messages=Sum("messages"), of_parts=Sum("parts"), total=Sum("cost"), of_unpriced=Sum("unpriced")
        )
    )
    return [
        _sums(
            {
                **each,
                "messages": each["of_messages"],
                "parts": each["of_parts"],
                "unpriced": each["of_unpriced"],
            }
        )
        for each in found
    ]


def _sums(given: Mapping[str, Any]) -> Sums:
    return Sums(
        gateway_id=given["gateway_id"],
        source_kind=given["source_kind"],
        source_id=given["source_id"],
        messages=given["messages"],
        parts=given["parts"],
        cost=round(given["total"] or Decimal(0), 4),  # SQLite adds in binary
        unpriced=given["unpriced"],
        month=given.get("month"),
    )
