"""The limit of a gateway, in every sliding second, whatever arrives when."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.pace import Pace

Departures = list[tuple[float, int]]
LIMITS = st.one_of(st.integers(1, 40), st.floats(0.1, 40, allow_nan=False).map(lambda limit: round(limit, 2)))
ARRIVALS = st.lists(
    st.tuples(st.sampled_from([0.0, 0.0, 0.0, 0.001, 0.05, 0.4, 0.999, 1.0, 3.0]), st.integers(1, 6)),
    max_size=60,
)


def departures(pace: Pace, arrivals: Departures, start: float = 0.0) -> Departures:
    """When each message leaves; an arrival is the time since the one before, and its parts."""
    now, left = start, []
    for gap, parts in arrivals:
        now += gap
        left.append((pace.take(parts, now), parts))
    return left


def fullest(left: Departures, window: float = 1.0) -> int:
    """The most parts that any window holds, both ends included."""
    return max(
        (sum(parts for at, parts in left if first <= at <= first + window) for first, _ in left), default=0
    )


@given(LIMITS, ARRIVALS, st.sampled_from([0.0, 1_234_567.891]))
def test_a_sliding_second_holds_the_limit_or_one_message_that_is_larger(
    limit: float, arrivals: Departures, start: float
) -> None:
    left = departures(Pace(limit), arrivals, start)
    for first, _ in left:
        together = [parts for at, parts in left if first <= at <= first + 1.0]
        assert sum(together) <= max(1, math.floor(limit)) or len(together) == 1


@given(st.integers(6, 40), ARRIVALS)
def test_no_sliding_second_holds_more_where_every_message_fits(limit: int, arrivals: Departures) -> None:
    assert fullest(departures(Pace(limit), arrivals)) <= limit


@given(st.integers(6, 30), ARRIVALS, st.randoms(use_true_random=False))
def test_jitter_on_the_way_does_not_break_the_limit(limit: int, arrivals: Departures, random: Random) -> None:
    left = departures(Pace(limit), arrivals)
    late = sorted((at + random.uniform(0, 0.0119), parts) for at, parts in left)
    assert fullest(late) <= limit


@given(LIMITS, ARRIVALS)
def test_messages_leave_in_the_order_of_their_booking_and_not_before_they_came(
    limit: float, arrivals: Departures
) -> None:
    now, before, pace = 0.0, 0.0, Pace(limit)
    for gap, parts in arrivals:
        now += gap
        at = pace.take(parts, now)
        assert at >= max(now, before)
        before = at


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 10, 30, 100, 333])
def test_a_busy_gateway_is_used_to_98_percent(limit: int) -> None:
    pace = Pace(limit)
    last = [pace.take(1, 0.0) for _ in range(limit * 50 + 1)][-1]
    assert limit * 50 / last >= 0.98 * limit


def test_half_a_part_a_second_is_one_in_two_seconds() -> None:
    pace = Pace(0.5, slack=0.0)
    assert [pace.take(1, 0.0) for _ in range(3)] == [0.0, 2.0, 4.0]


def test_half_a_part_a_second_is_used_to_98_percent() -> None:
    pace = Pace(0.5)
    assert [pace.take(1, 0.0) for _ in range(101)][-1] <= 200 / 0.98


def test_parts_are_spread_over_the_second_rather_than_sent_in_a_burst() -> None:
    pace = Pace(4, slack=0.0)
    assert [pace.take(1, 0.0) for _ in range(5)] == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_messages_of_three_parts_go_three_in_a_second_of_ten() -> None:
    pace = Pace(10, slack=0.0)
    left = [pace.take(3, 0.0) for _ in range(6)]
    assert left == pytest.approx([0.0, 0.3, 0.6, 1.0, 1.3, 1.6])


def test_a_message_of_more_parts_than_the_limit_leaves_alone_after_an_empty_window() -> None:
    pace = Pace(2, slack=0.0)
    assert [pace.take(1, 0.0), pace.take(5, 0.0), pace.take(1, 0.0)] == [0.0, 1.0, 3.5]


def test_a_message_after_a_pause_leaves_at_once() -> None:
    pace = Pace(10)
    pace.take(1, 0.0)
    assert pace.take(1, 60.0) == 60.0


def test_the_wait_is_what_the_next_booking_will_take_and_books_nothing() -> None:
    pace = Pace(4, slack=0.0)
    pace.take(1, 0.0)
    assert (pace.wait(0.0), pace.wait(0.0), pace.wait(0.25), pace.wait(9.0)) == (0.25, 0.25, 0.0, 0.0)


def test_a_clock_that_steps_back_earns_nothing() -> None:
    pace = Pace(4, slack=0.0)
    pace.take(1, 100.0)
    assert pace.take(1, 50.0) == 100.25


def test_ten_thousand_bookings_keep_no_more_than_a_window_of_them() -> None:
    pace = Pace(20)
    for _ in range(10_000):
        pace.take(1, 0.0)
    assert len(pace._left) <= 21


def test_a_window_can_be_a_minute() -> None:
    pace = Pace(30, window=60, slack=0.0)
    assert [pace.take(1, 0.0) for _ in range(3)] == [0.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("limit", "window", "slack"),
    [(0, 1, 0), (-1, 1, 0), (1, 0, 0), (1, 1, -0.1), (math.inf, 1, 0), (math.nan, 1, 0)],
)
def test_a_pace_that_means_nothing_is_refused(limit: float, window: float, slack: float) -> None:
    with pytest.raises(ValueError, match="a pace needs"):
        Pace(limit, window=window, slack=slack)


def test_a_message_without_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one part"):
        Pace(1).take(0, 0.0)
