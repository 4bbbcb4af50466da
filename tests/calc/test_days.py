"""What lies on a date. The dates are those that almanacs and the Department of Basic Education publish."""

import warnings
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.days import Faith, Flag, Kind, Own, flags, flags_between, knows_schools

SUNDAY = Flag(Kind.SUNDAY, "Sunday")
SCHOOL = Flag(Kind.SCHOOL_HOLIDAY, "School holidays")


def day(text: str) -> date:
    return date.fromisoformat(text)


def holiday(name: str) -> Flag:
    return Flag(Kind.PUBLIC_HOLIDAY, name)


def schools_closed(text: str) -> bool:
    return SCHOOL in flags(day(text))


def test_an_ordinary_day_has_no_flag() -> None:
    assert flags(day("2026-07-23")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-03-21", [holiday("Human Rights Day")]),
        ("2026-08-09", [holiday("National Women's Day"), SUNDAY]),
        ("2026-08-10", [holiday("National Women's Day (observed)")]),
        ("2027-03-22", [holiday("Human Rights Day (observed)"), SCHOOL]),
        ("2026-12-26", [holiday("Day of Goodwill"), SCHOOL]),
    ],
)
def test_public_holidays_and_the_mondays_after_them(text: str, found: list[Flag]) -> None:
    assert flags(day(text), faiths=()) == found


@pytest.mark.parametrize(
    ("faith", "text", "name"),
    [
        (Faith.CHRISTIAN, "2026-04-05", "Easter Sunday"),
        (Faith.CHRISTIAN, "2027-05-16", "Pentecost"),
        (Faith.ORTHODOX, "2026-01-07", "Genna (Christmas)"),
        (Faith.ORTHODOX, "2027-05-02", "Fasika (Easter)"),
        (Faith.ORTHODOX, "2027-09-12", "Enkutatash (New Year)"),
        (Faith.JEWISH, "2026-09-21", "Yom Kippur"),
        (Faith.JEWISH, "2027-04-22", "Passover"),
    ],
)
def test_days_that_can_be_computed_are_certain(faith: Faith, text: str, name: str) -> None:
    found = [flag for flag in flags(day(text), faiths=[faith]) if flag.kind is Kind.FAITH]
    assert found == [Flag(Kind.FAITH, name, approximate=False, faith=faith)]


@pytest.mark.parametrize(
    ("faith", "text", "name"),
    [
        (Faith.MUSLIM, "2026-02-19", "Beginning of Ramadan"),
        (Faith.MUSLIM, "2026-03-21", "Eid al-Fitr"),
        (Faith.MUSLIM, "2027-05-17", "Eid al-Adha"),
        (Faith.HINDU, "2026-11-08", "Diwali"),
    ],
)
def test_days_that_follow_the_moon_are_approximate(faith: Faith, text: str, name: str) -> None:
    found = [flag for flag in flags(day(text), faiths=[faith]) if flag.kind is Kind.FAITH]
    assert found == [Flag(Kind.FAITH, name, approximate=True, faith=faith)]


def test_only_the_faiths_asked_for_are_flagged() -> None:
    assert flags(day("2026-09-21"), faiths=set(Faith) - {Faith.JEWISH}) == []


def test_two_calendars_can_meet_on_a_day() -> None:
    found = flags(day("2027-12-25"), faiths=[Faith.JEWISH, Faith.CHRISTIAN])
    assert [flag.name for flag in found] == ["Christmas Day", "Christmas Day", "Hanukkah", "School holidays"]


@pytest.mark.parametrize("faith", Faith)
@pytest.mark.parametrize("year", [2026, 2027, 2028, 2035])
def test_every_faith_has_its_days_in_every_year(faith: Faith, year: int) -> None:
    found = flags_between(date(year, 1, 1), date(year, 12, 31), faiths=[faith])
    assert sum(flag.kind is Kind.FAITH for flagged in found.values() for flag in flagged) >= 6


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("2026-03-27", "2026-04-08"),
        ("2026-06-26", "2026-07-21"),
        ("2026-09-23", "2026-10-06"),
        ("2026-12-09", "2027-01-13"),
        ("2027-03-19", "2027-04-06"),
        ("2027-06-25", "2027-07-20"),
        ("2027-09-22", "2027-10-05"),
    ],
)
def test_schools_are_closed_between_their_last_day_and_their_first(last: str, first: str) -> None:
    closed = [SCHOOL in found for found in flags_between(day(last), day(first)).values()]
    assert closed == [False, *[True] * (len(closed) - 2), False]


@pytest.mark.parametrize("text", ["2026-06-15", "2027-04-26"])
def test_a_day_off_for_all_schools_counts(text: str) -> None:
    assert schools_closed(text)


def test_nothing_is_said_of_schools_where_nothing_is_known() -> None:
    assert (
        knows_schools(2026, "ZA-WC"),
        knows_schools(2027),
        knows_schools(2028),
        knows_schools(2026, "BW"),
    ) == (
        True,
        True,
        False,
        False,
    )
    assert not schools_closed("2028-12-28")


def test_own_days_come_last() -> None:
    recess = Own(day("2026-08-09"), day("2026-08-10"), "Council recess")
    found = flags_between(day("2026-08-08"), day("2026-08-11"), faiths=(), extra=[recess])
    assert [[flag.name for flag in flagged][-1:] for flagged in found.values()] == [
        [],
        ["Council recess"],
        ["Council recess"],
        [],
    ]


def test_a_part_of_a_country_has_its_holidays() -> None:
    assert flags(day("2026-04-27"), "za-wc") == flags(day("2026-04-27"), "ZA")


def test_another_country_has_its_own() -> None:
    assert flags(day("2026-09-30"), "BW") == [holiday("Botswana Day")]


def test_a_country_that_isnt_known_has_only_sundays() -> None:
    assert flags(day("2026-08-09"), "XX", faiths=()) == [SUNDAY]


def test_a_year_that_nobody_has_worked_out_is_passed_over() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert flags(day("2060-11-04"), faiths=[Faith.HINDU]) == []


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 45))
def test_a_month_is_its_days(first: date, ahead: int) -> None:
    last = date.fromordinal(first.toordinal() + ahead)
    found = flags_between(first, last)
    assert list(found.values()) == [flags(each) for each in found]
    assert (min(found), max(found), len(found)) == (first, last, ahead + 1)
