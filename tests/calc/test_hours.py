"""The quiet hours of engagement.md section 3, and clocks that are set forward and back."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from imbizo.calc.hours import MARKETING, Hours, everyday, next_allowed, public_holidays

CAPE = ZoneInfo("Africa/Johannesburg")
NEW_YORK = ZoneInfo("America/New_York")
SOUTH_AFRICAN = public_holidays("ZA", range(2023, 2029))
ZONES = st.sampled_from(
    ["Africa/Johannesburg", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Pacific/Apia"]
).map(ZoneInfo)
MOMENTS = st.integers(0, 20 * 365 * 86_400).map(
    lambda second: datetime(2009, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
)
CLOCKS = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))


def cape(text: str) -> datetime:
    """A moment written as in "2026-07-20 07:59:59", on a clock in Cape Town."""
    return datetime.fromisoformat(text).replace(tzinfo=CAPE)


def marketed(text: str) -> str:
    """When a marketing message that is ready then leaves, on the same clock."""
    moment = next_allowed(cape(text), MARKETING, CAPE, SOUTH_AFRICAN)
    return moment.astimezone(CAPE).strftime("%a %Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("ready", "leaves"),
    [
        ("2026-07-20 07:59:59", "Mon 2026-07-20 08:00:00"),
        ("2026-07-20 08:00:00", "Mon 2026-07-20 08:00:00"),
        ("2026-07-20 19:59:59", "Mon 2026-07-20 19:59:59"),
        ("2026-07-20 20:00:00", "Tue 2026-07-21 08:00:00"),
        ("2026-07-25 08:59:59", "Sat 2026-07-25 09:00:00"),
        ("2026-07-25 12:59:59", "Sat 2026-07-25 12:59:59"),
        ("2026-07-25 13:00:00", "Mon 2026-07-27 08:00:00"),
        ("2026-07-26 10:00:00", "Mon 2026-07-27 08:00:00"),
    ],
)
def test_marketing_keeps_the_hours_of_the_week(ready: str, leaves: str) -> None:
    assert marketed(ready) == leaves


@pytest.mark.parametrize(
    ("ready", "leaves"),
    [
        ("2026-09-24 10:00:00", "Fri 2026-09-25 08:00:00"),
        ("2026-08-09 10:00:00", "Tue 2026-08-11 08:00:00"),
        ("2027-03-22 10:00:00", "Tue 2027-03-23 08:00:00"),
        ("2026-12-25 10:00:00", "Mon 2026-12-28 08:00:00"),
        ("2026-04-02 20:00:00", "Sat 2026-04-04 09:00:00"),
        ("2026-04-04 13:00:00", "Tue 2026-04-07 08:00:00"),
    ],
)
def test_marketing_waits_out_public_holidays_and_the_mondays_they_move_to(ready: str, leaves: str) -> None:
    assert marketed(ready) == leaves


@pytest.mark.parametrize(
    ("ready", "leaves"),
    [("06:59:59", "07:00:00"), ("07:00:00", "07:00:00"), ("19:59:59", "19:59:59")],
)
def test_other_messages_keep_seven_to_eight_on_every_day(ready: str, leaves: str) -> None:
    christmas = cape(f"2026-12-25 {ready}")
    assert next_allowed(christmas, everyday(), CAPE, SOUTH_AFRICAN) == cape(f"2026-12-25 {leaves}")


def test_other_messages_hold_at_eight_in_the_evening_until_seven() -> None:
    assert next_allowed(cape("2026-07-25 20:00:00"), everyday(), CAPE, ()) == cape("2026-07-26 07:00:00")


def test_the_answer_is_in_utc_whatever_the_question_was_in() -> None:
    tokyo = datetime(2026, 7, 20, 18, 0, tzinfo=timezone(timedelta(hours=9)))
    moment = next_allowed(tokyo, everyday(), CAPE, ())
    assert (moment, moment.tzinfo) == (tokyo, UTC)


def test_the_day_is_that_of_the_zone_not_of_utc() -> None:
    sunday_in_utc = datetime(2026, 7, 26, 23, 30, tzinfo=UTC)
    assert next_allowed(sunday_in_utc, MARKETING, CAPE, ()) == datetime(2026, 7, 27, 6, 0, tzinfo=UTC)


def test_hours_that_end_at_midnight_run_to_the_end_of_the_day() -> None:
    late = everyday(time(22), time(0))
    assert next_allowed(cape("2026-07-20 23:59:59"), late, CAPE, ()) == cape("2026-07-20 23:59:59")


def test_hours_around_the_clock_hold_nothing() -> None:
    midnight = cape("2026-07-20 00:00:00")
    assert next_allowed(midnight, everyday(time(0), time(0)), CAPE, ()) == midnight


def test_the_evening_before_the_clock_is_set_forward_waits_an_hour_less() -> None:
    held = datetime(2026, 3, 7, 20, 0, tzinfo=NEW_YORK)
    moment = next_allowed(held, everyday(), NEW_YORK, ())
    assert moment - held.astimezone(UTC) == timedelta(hours=10)


def test_a_start_that_the_clock_skips_comes_when_it_would_have_come() -> None:
    night = datetime(2026, 3, 8, 0, 0, tzinfo=NEW_YORK)
    moment = next_allowed(night, everyday(time(2, 30), time(5)), NEW_YORK, ())
    assert moment == datetime(2026, 3, 8, 3, 30, tzinfo=NEW_YORK)


def test_an_end_that_the_clock_shows_twice_closes_the_first_time() -> None:
    second_half_past_one = datetime(2026, 11, 1, 1, 15, tzinfo=NEW_YORK, fold=1)
    hours = everyday(time(0, 30), time(1, 30))
    assert next_allowed(second_half_past_one, hours, NEW_YORK, ()) == datetime(
        2026, 11, 2, 0, 30, tzinfo=NEW_YORK
    )


def test_a_day_that_the_calendar_skips_is_passed_over() -> None:
    apia = ZoneInfo("Pacific/Apia")
    evening = datetime(2011, 12, 29, 21, 0, tzinfo=apia)
    assert next_allowed(evening, everyday(), apia, ()) == datetime(2011, 12, 31, 7, 0, tzinfo=apia)


@given(MOMENTS, ZONES, CLOCKS, CLOCKS)
def test_no_allowed_moment_shows_a_time_outside_the_hours(
    at: datetime, zone: ZoneInfo, start: time, end: time
) -> None:
    assume(start < end)
    moment = next_allowed(at, everyday(start, end), zone, ())
    assert moment >= at
    assert start <= moment.astimezone(zone).time() < end


@given(MOMENTS, ZONES)
def test_an_allowed_moment_is_its_own_next(at: datetime, zone: ZoneInfo) -> None:
    moment = next_allowed(at, MARKETING, zone, SOUTH_AFRICAN)
    assert next_allowed(moment, MARKETING, zone, SOUTH_AFRICAN) == moment


@pytest.mark.parametrize(
    "windows",
    [{}, {7: (time(8), time(9))}, {0: (time(9), time(9))}, {0: (time(22), time(6)), 1: (time(8), time(9))}],
)
def test_hours_that_allow_nothing_are_refused(windows: dict[int, tuple[time, time]]) -> None:
    with pytest.raises(ValueError, match=r"hours|weekday"):
        Hours(windows)


def test_a_year_of_holidays_is_said_rather_than_searched_for_ever() -> None:
    every_day = {date(2026, 1, 1) + timedelta(days=day) for day in range(800)}
    with pytest.raises(ValueError, match="allow nothing for a year"):
        next_allowed(cape("2026-01-05 10:00:00"), MARKETING, CAPE, every_day)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has a zone"):
        next_allowed(cape("2026-07-20 10:00:00").replace(tzinfo=None), MARKETING, CAPE, ())


def test_a_holiday_on_a_sunday_moves_to_monday_in_south_africa() -> None:
    womens_day = {date(2026, 8, 9), date(2026, 8, 10)}
    assert {day for day in public_holidays("za", [2026]) if day.month == 8} == womens_day


def test_a_holiday_on_a_saturday_stays_there() -> None:
    assert {day for day in public_holidays("ZA", [2026]) if day.month == 3} == {date(2026, 3, 21)}


def test_the_holidays_of_several_years_come_together() -> None:
    assert {date(2026, 6, 16), date(2027, 6, 16)} <= public_holidays("ZA", [2026, 2027])


@pytest.mark.parametrize("country", ["", "XX", "not a country"])
def test_a_country_that_is_not_known_has_no_holidays(country: str) -> None:
    assert public_holidays(country, [2026]) == frozenset()


def test_no_years_have_no_holidays() -> None:
    assert public_holidays("ZA", []) == frozenset()
