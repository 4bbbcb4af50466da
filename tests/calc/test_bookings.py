"""Who takes a hall when: the worked values of engagement.md section 7."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.bookings import QUARTER, clash, moment, slots

MINUTES = st.integers(0, 3 * 24 * 60)
BUFFERS = st.integers(0, 240)


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 7, 23, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "clashes"),
    [(0, 1, False), (1, 2, False), (1, 3, True), (2, 4, True), (3, 5, True), (4, 5, False)],
)
def test_a_booking_from_two_to_four_clashes_with_what_it_shares_time_with(
    start: int, end: int, clashes: bool
) -> None:
    assert clash(slots(at(2), at(4)), slots(at(start), at(end))) is clashes


@pytest.mark.parametrize(
    ("start", "end", "clashes"),
    [((0, 0), (1, 30), False), ((0, 0), (1, 31), True), ((4, 45), (6, 0), False), ((4, 44), (6, 0), True)],
)
def test_setting_up_and_cleaning_take_time_too(
    start: tuple[int, int], end: tuple[int, int], clashes: bool
) -> None:
    assert clash(slots(at(2), at(4), 30, 45), slots(at(*start), at(*end))) is clashes


def test_both_bookings_have_time_around_them() -> None:
    assert clash(slots(at(2), at(4), 0, 30), slots(at(5), at(6), 45, 0))


def test_a_booking_takes_its_quarters() -> None:
    assert slots(moment(100), moment(102)) == range(100, 102)


def test_a_quarter_that_is_touched_is_taken() -> None:
    taken = slots(at(9, 14, 59), at(9, 30, 1))
    assert [moment(slot) for slot in taken] == [at(9), at(9, 15), at(9, 30)]


def test_a_slot_is_the_same_on_any_clock() -> None:
    cape = ZoneInfo("Africa/Johannesburg")
    assert slots(at(7).astimezone(cape), at(13).astimezone(cape)) == slots(at(7), at(13))


def test_time_before_1970_is_counted_too() -> None:
    assert slots(moment(-3), moment(-1)) == range(-3, -1)


@given(MINUTES, st.integers(1, 600), BUFFERS, BUFFERS)
def test_slots_cover_the_booking_and_no_quarter_more(
    start: int, length: int, setup: int, cleanup: int
) -> None:
    begins = at(0) + timedelta(minutes=start)
    ends = begins + timedelta(minutes=length)
    taken = slots(begins, ends, setup, cleanup)
    early = begins - timedelta(minutes=setup) - moment(taken.start)
    late = moment(taken.stop) - ends - timedelta(minutes=cleanup)
    assert (timedelta() <= early < QUARTER, timedelta() <= late < QUARTER) == (True, True)


@given(st.tuples(MINUTES, st.integers(1, 600)), st.tuples(MINUTES, st.integers(1, 600)))
def test_a_clash_is_a_shared_slot(one: tuple[int, int], other: tuple[int, int]) -> None:
    a, b = (slots(moment(start), moment(start + length)) for start, length in (one, other))
    assert clash(a, b) is clash(b, a) is bool({*a} & {*b})


@pytest.mark.parametrize(
    ("start", "end", "setup", "cleanup"),
    [(at(2), at(2), 0, 0), (at(3), at(2), 60, 60), (at(2), at(4), -1, 0), (at(2), at(4), 0, -1)],
)
def test_a_booking_that_makes_no_sense_is_refused(
    start: datetime, end: datetime, setup: int, cleanup: int
) -> None:
    with pytest.raises(ValueError, match="begins before it ends"):
        slots(start, end, setup, cleanup)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        slots(at(2).replace(tzinfo=None), at(4))
