"""What left is added up by day, once, and the page reads the sums."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from imbizo.messaging.models import DayTotal, Gateway, Message, SummedUntil
from imbizo.messaging.operations import totals
from imbizo.messaging.operations.totals import sum_days
from imbizo.messaging.operations.uncertain import resend_uncertain
from imbizo.messaging.queries.totals import sent_ever, sent_in_year
from imbizo.programmes.models import Programme
from tests.cast import Cast

NOON = datetime(2026, 7, 26, 10, tzinfo=UTC)
LATER = NOON + timedelta(days=1)


def sent(cast: Cast, at: datetime = NOON, **fields: Any) -> Message:
    """A message of two parts, for half a rand."""
    given = {"programme": cast.programme, "owner": cast.convenor, "channel": "sms", "purpose": "service"}
    gone = {"state": "sent", "sent_at": at, "cost": Decimal("0.5"), "parts_count": 2}
    gateway = Gateway.objects.filter(programme=cast.programme).first()
    return Message.objects.create(
        **{**given, **gone, "address": "+27601234567", "gateway": gateway, **fields}
    )


def counted(programme: Programme) -> list[tuple[date, int, int, Decimal, int]]:
    rows = DayTotal.objects.filter(programme=programme).order_by("day")
    return list(rows.values_list("day", "messages", "parts", "cost", "unpriced"))


def test_messages_of_a_day_are_added_up_with_those_that_have_no_price_apart(cast: Cast) -> None:
    sent(cast)
    sent(cast, NOON + timedelta(hours=1), cost=None)
    sum_days(LATER)
    assert counted(cast.programme) == [(date(2026, 7, 26), 2, 4, Decimal("0.5"), 1)]


def test_a_day_is_added_up_once(cast: Cast) -> None:
    sent(cast)
    assert [sum_days(LATER), sum_days(LATER)] == [1, 0]
    assert counted(cast.programme) == [(date(2026, 7, 26), 1, 2, Decimal("0.5"), 0)]


def test_a_day_in_many_chunks_is_one_sum(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(totals, "CHUNK", 2)
    for minute in (0, 0, 0, 0, 1, 2, 3):
        sent(cast, NOON + timedelta(minutes=minute))
    assert sum_days(LATER) == 7
    assert counted(cast.programme) == [(date(2026, 7, 26), 7, 14, Decimal("3.5"), 0)]


def test_an_interrupted_count_goes_on_where_it_stopped(cast: Cast) -> None:
    for day in range(3):
        sent(cast, NOON + timedelta(days=day))
    sum_days(NOON + timedelta(days=1))
    sum_days(NOON + timedelta(days=3))
    assert [row[1] for row in counted(cast.programme)] == [1, 1, 1]


def test_a_clock_that_comes_second_adds_nothing(cast: Cast) -> None:
    sent(cast)
    other: list[int] = []

    def other_clock(execute: Any, sql: str, *rest: Any) -> Any:
        found = execute(sql, *rest)
        if "COUNT(" in sql and not other:
            other.append(0)
            other[0] = sum_days(LATER)
        return found

    with connection.execute_wrapper(other_clock):
        assert (sum_days(LATER), other) == (0, [1])
    assert counted(cast.programme) == [(date(2026, 7, 26), 1, 2, Decimal("0.5"), 0)]


def test_a_day_begins_at_midnight_in_the_zone_of_its_programme(cast: Cast) -> None:
    elsewhere = Programme.objects.exclude(pk=cast.programme.pk).first()
    assert elsewhere is not None
    Programme.objects.filter(pk=elsewhere.pk).update(time_zone="America/Bogota")
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    sent(cast, late)
    sent(cast, late, programme=elsewhere)
    sum_days(LATER)
    assert [counted(each)[0][0] for each in (cast.programme, elsewhere)] == [
        date(2026, 7, 1),
        date(2026, 6, 30),
    ]


def test_what_left_just_now_counts_without_having_been_added_up(cast: Cast) -> None:
    now = timezone.now()
    sent(cast, now - timedelta(minutes=10))
    sum_days(now)
    sent(cast, now)
    years = {now.astimezone(cast.programme.zone).year, (now - timedelta(minutes=10)).year}
    assert sum(row.messages for year in years for row in sent_in_year(cast.programme, year)) == 2


def test_the_sums_say_the_same_before_and_after(cast: Cast) -> None:
    source = cast.convenor.pk
    for hours in (0, 24, 24 * 40):
        sent(cast, NOON - timedelta(hours=hours), source_kind="outreach.campaign", source_id=source)
    sent(cast, cost=None)
    before = sent_in_year(cast.programme, 2026), sent_ever(cast.programme.pk, {source})
    sum_days(LATER)
    after = sent_in_year(cast.programme, 2026), sent_ever(cast.programme.pk, {source})
    assert [set(rows) for rows in after] == [{*before[0]}, {*before[1]}]


def test_what_is_sent_again_leaves_the_day_that_it_was_counted_on(cast: Cast) -> None:
    message = sent(cast, state="uncertain")
    sent(cast, NOON + timedelta(minutes=1))
    sum_days(LATER)
    resend_uncertain(messages=[message], by=cast.amina)
    assert counted(cast.programme) == [(date(2026, 7, 26), 1, 2, Decimal("0.5"), 0)]


def test_nothing_is_marked_where_nothing_left(cast: Cast) -> None:
    sum_days(LATER)
    assert not SummedUntil.objects.exists()
