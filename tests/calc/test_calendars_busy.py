"""Calendars of others: what was exported from Outlook, Google and Apple, and how events repeat."""

from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.calendars import Imported, LeftOut, Reason, read_busy
from imbizo.calc.calendars.recurrences import days, parse_rule
from imbizo.calc.errors import CalendarError, NoCalendarError, TooManyEventsError

rrulestr = pytest.importorskip("dateutil.rrule").rrulestr
SAMPLES = Path(__file__).parent / "samples"
CAPE = ZoneInfo("Africa/Johannesburg")
GOOGLE = (SAMPLES / "google_calendar.ics").read_bytes()


def imported(data: bytes, first: str = "2026-07-01", last: str = "2026-12-01") -> Imported:
    """What a file holds between two days in the Cape."""
    begin, end = (datetime.fromisoformat(day).replace(tzinfo=CAPE) for day in (first, last))
    return read_busy(data, first=begin, last=end, zone=CAPE)


def taken(calendar: Imported) -> list[str]:
    """The events as a clock in the Cape shows them."""
    return [
        f"{event.starts_at.astimezone(CAPE):%d %b %H:%M}-{event.ends_at.astimezone(CAPE):%H:%M} {event.summary}"
        for event in calendar.events
    ]


def event(*lines: str) -> bytes:
    """A calendar with one event of these lines."""
    around = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:u", "SUMMARY:S", *lines, "END:VEVENT", "END:VCALENDAR"]
    return "\r\n".join(around).encode()


def test_a_council_calendar_of_outlook() -> None:
    calendar = imported((SAMPLES / "outlook_calendar.ics").read_bytes())
    assert calendar.name == "Council of Langeberg"
    assert taken(calendar) == [
        "06 Jul 00:00-00:00 Council recess",
        "28 Jul 10:00-13:00 Ordinary council meeting",
        "03 Aug 08:30-09:30 Mayoral committee; closed",
        "26 Aug 14:00-17:00 Ordinary council meeting (moved)",
        "27 Oct 10:00-13:00 Ordinary council meeting",
        "24 Nov 10:00-13:00 Ordinary council meeting",
    ]


def test_whole_days_and_free_time_are_marked() -> None:
    events = imported((SAMPLES / "outlook_calendar.ics").read_bytes()).events
    assert [(event.all_day, event.free) for event in events[:2]] == [(True, True), (False, False)]


def test_a_ward_calendar_of_google() -> None:
    assert taken(imported(GOOGLE)) == [
        "07 Jul 18:00-19:30 Ward committee",
        "21 Jul 18:00-19:30 Ward committee",
        "04 Aug 18:00-19:30 Ward committee",
        "18 Sep 00:00-00:00 Heritage market",
    ]


def test_what_cant_be_read_is_named() -> None:
    assert imported(GOOGLE).left_out == (
        LeftOut("Repeated by the number of the week", Reason.UNKNOWN_RULE),
        LeftOut("Written by hand", Reason.NO_TIME),
    )


def test_a_calendar_of_apple_with_zones_of_its_own_names() -> None:
    assert taken(imported((SAMPLES / "apple_calendar.ics").read_bytes())) == [
        "15 Jul 10:00-12:00 Forum meets: tea, bread and talk",
        # New York sets its clock back on 1 November.
        "26 Oct 15:00-16:00 Call with New York",
        "02 Nov 16:00-17:00 Call with New York",
    ]


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (["DTSTART:20260723T090000", "DTEND:20260723T100000"], ["23 Jul 09:00-10:00 S"]),
        (["DTSTART:20260723T090000Z", "DURATION:PT1H30M"], ["23 Jul 11:00-12:30 S"]),
        (["DTSTART:20260723T090000"], ["23 Jul 09:00-09:00 S"]),
        (["DTSTART;VALUE=DATE:20260723", "DTEND;VALUE=DATE:20260723"], ["23 Jul 00:00-00:00 S"]),
        (["DTSTART;TZID=Nowhere/Known:20260723T090000"], ["23 Jul 09:00-09:00 S"]),
        (["DTSTART:20260723T090000", "RDATE:20260801T090000,20260723T090000"],
         ["23 Jul 09:00-09:00 S", "01 Aug 09:00-09:00 S"]),
        (["DTSTART:20260723T090000", "RRULE:FREQ=DAILY;UNTIL=20260724"],
         ["23 Jul 09:00-09:00 S", "24 Jul 09:00-09:00 S"]),
        (["DTSTART:20260723T090000", "DTEND:20260722T090000"], ["23 Jul 09:00-09:00 S"]),
    ],
)  # fmt: skip
def test_times_are_read_however_they_are_written(lines: list[str], shown: list[str]) -> None:
    assert taken(imported(event(*lines))) == shown


@pytest.mark.parametrize(
    ("first", "last", "seen"),
    [
        ("2026-07-22", "2026-07-23", 0),
        ("2026-07-23", "2026-07-24", 1),
        ("2026-07-24", "2026-07-25", 1),
        ("2026-07-25", "2026-07-26", 0),
    ],
)
def test_an_event_counts_on_each_day_it_touches(first: str, last: str, seen: int) -> None:
    night = event("DTSTART:20260723T180000", "DTEND:20260725T000000")
    assert len(imported(night, first, last).events) == seen


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["SUMMARY:x"], Reason.NO_TIME),
        (["DTSTART:99991231T000000"], Reason.NO_TIME),
        (["DTSTART:20260723T250000"], Reason.NO_TIME),
        (["DTSTART:20260723T090000", "DURATION:-PT1H"], Reason.NO_TIME),
        (["DTSTART:20260723T090000", "EXDATE:never"], Reason.NO_TIME),
        (["DTSTART:20260723T090000", "RDATE;VALUE=PERIOD:20260801T090000/PT1H"], Reason.UNKNOWN_RULE),
        *(
            (["DTSTART:20260723T090000", f"RRULE:{rule}"], Reason.UNKNOWN_RULE)
            for rule in (
                "FREQ=SECONDLY",
                "INTERVAL=2",
                "FREQ=DAILY;INTERVAL=0",
                "FREQ=DAILY;COUNT=-1",
                "FREQ=DAILY;UNTIL=soon",
                "FREQ=WEEKLY;BYDAY=XX",
                "FREQ=YEARLY;BYMONTH=13",
            )
        ),
    ],
)
def test_an_event_that_cant_be_read_is_left_out(lines: list[str], reason: Reason) -> None:
    assert imported(event(*lines)).left_out == (LeftOut("S", reason),)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYSETPOS=2",
        "FREQ=MONTHLY;BYDAY=9MO",
        "FREQ=YEARLY;INTERVAL=99999999999999999999",
        "FREQ=DAILY;INTERVAL=99999999999999999999;COUNT=99999999",
    ],
)
def test_a_rule_that_never_comes_round_ends(rule: str) -> None:
    assert len(imported(event("DTSTART:20260723T090000", f"RRULE:{rule}")).events) == 1


def test_more_events_than_anybody_reads_are_refused() -> None:
    with pytest.raises(TooManyEventsError) as refused:
        imported(event("DTSTART:20000101T090000", "RRULE:FREQ=DAILY"), "2000-01-01", "2026-01-01")
    assert refused.value.allowed == 5_000


def test_a_file_that_would_be_counted_through_for_minutes_is_refused() -> None:
    rule = (
        b"BEGIN:VEVENT\r\nDTSTART:19700101T090000Z\r\nRRULE:FREQ=DAILY;BYSETPOS=2;COUNT=9\r\nEND:VEVENT\r\n"
    )
    with pytest.raises(TooManyEventsError):
        imported(b"BEGIN:VCALENDAR\r\n" + rule * 100 + b"END:VCALENDAR\r\n")


def test_what_is_no_calendar_is_refused() -> None:
    with pytest.raises(NoCalendarError):
        imported(b"PK\x03\x04")


RULES = [
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3;COUNT=40",
    "FREQ=DAILY;BYMONTH=7,8;BYDAY=MO,WE",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,TU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;COUNT=9",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYDAY=-1TU",
    "FREQ=MONTHLY;BYDAY=2WE,4WE;INTERVAL=3",
    "FREQ=MONTHLY;BYMONTHDAY=-1,15;COUNT=30",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=3,9;BYDAY=-1SU",
    "FREQ=YEARLY;BYDAY=20MO",
    "FREQ=YEARLY;BYMONTHDAY=24;BYMONTH=9;COUNT=4",
    "FREQ=YEARLY;BYMONTHDAY=1",
]


@given(
    st.sampled_from(RULES),
    st.dates(date(2019, 1, 1), date(2026, 12, 31)),
    st.dates(date(2018, 1, 1), date(2027, 12, 31)),
    st.integers(0, 400),
)
def test_days_are_those_of_the_library_that_others_use(
    rule: str, start: date, first: date, ahead: int
) -> None:
    begin = datetime(start.year, start.month, start.day, tzinfo=UTC)
    last = date.fromordinal(first.toordinal() + ahead)
    end = datetime(last.year, last.month, last.day, tzinfo=UTC)
    theirs = rrulestr(rule, dtstart=begin).between(begin, end, inc=True)
    expected = [moment.date() for moment in theirs if moment.date() >= first]
    assert list(days(parse_rule(rule), start, first, last)) == expected


@given(st.lists(st.tuples(st.integers(0, len(GOOGLE)), st.binary(max_size=6)), max_size=8))
def test_a_damaged_calendar_is_read_or_refused(damage: list[tuple[int, bytes]]) -> None:
    data = bytearray(GOOGLE)
    for place, junk in damage:
        data[place : place + len(junk)] = junk
    with suppress(CalendarError):
        assert all(event.starts_at <= event.ends_at for event in imported(bytes(data)).events)


@pytest.mark.parametrize(
    ("offset", "starts"),
    [("+0200", "09:00"), ("-0300", "14:00"), ("+013000", "09:30"), ("two hours", "09:00")],
)
def test_a_zone_that_only_the_file_knows_has_the_offset_it_gives(offset: str, starts: str) -> None:
    zone = f"BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nTZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    data = event("DTSTART;TZID=Ours:20260723T090000").replace(
        b"BEGIN:VEVENT", zone.encode() + b"BEGIN:VEVENT"
    )
    assert taken(imported(data)) == [f"23 Jul {starts}-{starts} S"]
