"""Adding up what left by day, in the background: in order of time, in chunks, each counted once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from imbizo.messaging.models import DayTotal, Message, SummedUntil
from imbizo.messaging.queries.totals import grouped, summed_until
from imbizo.programmes.models import Programme

CHUNK = 5_000  # messages read for one step: about a tenth of a second
SPELL = 5.0  # seconds at one strike of the clock
# By then every process has written down what it handed over, and the page counts what is younger by itself.
SETTLES = timedelta(minutes=3)

_KEY = ("gateway_id", "channel", "source_kind", "source_id")


def sum_days(now: datetime) -> int:
    """For the clock: add what left to the totals of its day; returns how many messages.

    It goes on where it stopped, and stops after some seconds: an installation with years of messages catches up
    over several minutes, while the page counts the rest.
    """
    stop, done = monotonic() + SPELL, 0
    for programme in Programme.objects.all():
        while monotonic() < stop and (count := _sum_chunk(programme, now - SETTLES)):
            done += count
    return done


def uncount(*, messages: Iterable[Message]) -> None:
    """Take messages out of the totals that are to be sent again: they will count on the day on which they leave."""
    until: dict[Any, datetime | None] = {}
    for message in messages:
        programme = message.programme
        if programme is None or message.sent_at is None:
            continue
        if programme.pk not in until:
            until[programme.pk] = summed_until(programme.pk)
        mark = until[programme.pk]
        if mark and message.sent_at < mark:
            _take_out(message, programme, message.sent_at.astimezone(programme.zone))


def _take_out(message: Message, programme: Programme, at: datetime) -> None:
    key = {name: getattr(message, name) for name in _KEY}
    same = DayTotal.objects.filter(**key, programme=programme, day=at.date())
    same.update(
        messages=F("messages") - 1,
        parts=F("parts") - message.parts_count,
        cost=F("cost") - message.cost_or_zero,
        unpriced=F("unpriced") - int(message.cost is None),
    )


def _sum_chunk(programme: Programme, settled: datetime) -> int:
    """Add one chunk, never of more than one day; returns how many messages, 0 where nothing is left."""
    before = summed_until(programme.pk)
    rows = Message.objects.filter(programme=programme, sent_at__lt=settled).order_by("sent_at")
    if before:
        rows = rows.filter(sent_at__gte=before)
    first: datetime | None = rows.values_list("sent_at", flat=True).first()
    if first is None:
        return 0
    day = first.astimezone(programme.zone).date()
    next_day = datetime.combine(day + timedelta(days=1), time(0), programme.zone)
    until = min(settled, next_day, _end_of_chunk(rows, first) or settled)
    # Read before the transaction, which is short: what is settled doesn't change.
    found = list(grouped(rows.filter(sent_at__lt=until), *_KEY))
    totals = [DayTotal(programme=programme, day=day, **_counted(row)) for row in found]
    return sum(each.messages for each in totals) if _write(programme, totals, before, until) else 0


def _end_of_chunk(rows: QuerySet[Message], first: datetime) -> datetime | None:
    """The instant of the first message past the chunk; a later one than `first`, for many leave in one instant."""
    instants = rows.values_list("sent_at", flat=True)
    at: datetime | None = instants[CHUNK : CHUNK + 1].first()
    return at if at != first else instants.filter(sent_at__gt=first).first()


def _counted(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in (*_KEY, "messages", "parts", "unpriced")},
        "cost": round(row["total"] or Decimal(0), 4),  # SQLite adds in binary
    }


@transaction.atomic
def _write(
    programme: Programme, totals: Sequence[DayTotal], before: datetime | None, until: datetime
) -> bool:
    """Add to what the day has, unless another clock came first; whether it was so."""
    mark, is_new = SummedUntil.objects.select_for_update().get_or_create(
        programme=programme, defaults={"until": until}
    )
    if not is_new and mark.until != before:
        return False
    SummedUntil.objects.filter(programme=programme).update(until=until)
    _add(totals)
    return True


def _add(totals: Sequence[DayTotal]) -> None:
    """Write totals of one day and programme; what the day has already grows."""
    if not totals:
        return
    of_day = DayTotal.objects.filter(programme=totals[0].programme, day=totals[0].day)
    known = {_key(each): each.pk for each in of_day}
    for each in totals:
        if pk := known.get(_key(each)):
            _grow(pk, each)
    DayTotal.objects.bulk_create([each for each in totals if _key(each) not in known], batch_size=500)


def _key(total: DayTotal) -> tuple[object, ...]:
    return tuple(getattr(total, name) for name in _KEY)


def _grow(pk: int, more: DayTotal) -> None:
    DayTotal.objects.filter(pk=pk).update(
        messages=F("messages") + more.messages,
        parts=F("parts") + more.parts,
        cost=F("cost") + more.cost,
        unpriced=F("unpriced") + more.unpriced,
    )
