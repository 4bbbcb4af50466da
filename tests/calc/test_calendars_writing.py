"""Invitations and feeds, read back by the icalendar library as another program would."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.calendars import (
    Attendee,
    Event,
    Method,
    Organiser,
    Partstat,
    Status,
    content_type,
    invitation,
    publish,
)

CAPE = ZoneInfo("Africa/Johannesburg")
NOMSA = Attendee("Nomsa Dlamini", "nomsa@example.org")
WORKSHOP = Event(
    uid="0192-workshop@imbizo.example.org",
    sequence=0,
    summary="Workshop 2: Water, housing; work",
    starts_at=datetime(2026, 7, 23, 9, tzinfo=CAPE),
    ends_at=datetime(2026, 7, 23, 15, tzinfo=CAPE),
    last_modified=datetime(2026, 7, 1, 6, 15, tzinfo=UTC),
    organiser=Organiser("Cape Winelands process", "answers@example.org"),
    location="Town hall, Ceres",
    url="https://imbizo.example.org/open/g/1",
)


def lines(data: bytes) -> list[str]:
    """The lines of a file, joined again where they were folded."""
    return data.decode().replace("\r\n ", "").split("\r\n")


def read(data: bytes) -> Any:
    """The only event of a file, as another program reads it."""
    [event] = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return event


def test_nine_in_the_cape_is_seven_in_greenwich() -> None:
    data = invitation(WORKSHOP, NOMSA, zone=CAPE)
    assert "DTSTART;TZID=Africa/Johannesburg:20260723T090000" in lines(data)
    assert read(data)["DTSTART"].dt.astimezone(UTC) == datetime(2026, 7, 23, 7, tzinfo=UTC)


def test_the_zone_is_described_in_the_file() -> None:
    written = lines(invitation(WORKSHOP, NOMSA, zone=CAPE))
    begin, end = written.index("BEGIN:VTIMEZONE"), written.index("END:VTIMEZONE")
    assert written[begin + 1] == "TZID:Africa/Johannesburg"
    assert [line for line in written[begin:end] if "OFFSET" in line] == [
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0200",
    ]


@pytest.mark.parametrize("method", [Method.REQUEST, Method.CANCEL])
def test_the_method_is_in_the_body_and_in_the_type(method: Method) -> None:
    written = lines(invitation(WORKSHOP, NOMSA, zone=CAPE, method=method))
    assert [line for line in written if line.startswith("METHOD")] == [f"METHOD:{method}"]
    assert content_type(method) == f"text/calendar; method={method}; charset=UTF-8"


def test_who_is_invited_is_asked_to_answer() -> None:
    attendee = read(invitation(WORKSHOP, NOMSA, zone=CAPE))["ATTENDEE"]
    assert (attendee, dict(attendee.params)) == (
        "mailto:nomsa@example.org",
        {
            "CN": "Nomsa Dlamini",
            "CUTYPE": "INDIVIDUAL",
            "PARTSTAT": "NEEDS-ACTION",
            "ROLE": "REQ-PARTICIPANT",
            "RSVP": "TRUE",
        },
    )


def test_who_has_no_name_is_an_address() -> None:
    event = replace(WORKSHOP, url="", organiser=Organiser("", "a@example.org"))
    organiser = read(invitation(event, NOMSA, zone=CAPE))["ORGANIZER"]
    assert (organiser, dict(organiser.params)) == ("mailto:a@example.org", {})


def test_who_has_answered_isnt_asked_again() -> None:
    attendee = read(invitation(WORKSHOP, replace(NOMSA, partstat=Partstat.ACCEPTED), zone=CAPE))["ATTENDEE"]
    assert (attendee.params["PARTSTAT"], "RSVP" in attendee.params) == ("ACCEPTED", False)


def test_others_are_shown_only_where_the_event_says_so_and_nobody_twice() -> None:
    event = replace(WORKSHOP, attendees=(NOMSA, Attendee("Tariro", "tariro@example.org")))
    assert read(invitation(event, NOMSA, zone=CAPE))["ATTENDEE"] == [
        "mailto:nomsa@example.org",
        "mailto:tariro@example.org",
    ]


def test_a_moved_event_keeps_its_uid_and_has_a_higher_sequence() -> None:
    moved = replace(WORKSHOP, sequence=1, location="Library, Ceres")
    event = read(invitation(moved, NOMSA, zone=CAPE))
    assert (event["UID"], event["SEQUENCE"]) == ("0192-workshop@imbizo.example.org", 1)


def test_a_cancelled_event_says_so_twice() -> None:
    written = lines(invitation(WORKSHOP, NOMSA, zone=CAPE, method=Method.CANCEL))
    assert [line for line in written if line in {"METHOD:CANCEL", "STATUS:CANCELLED"}] == [
        "METHOD:CANCEL",
        "STATUS:CANCELLED",
    ]


def test_nobody_is_invited_by_a_published_calendar() -> None:
    with pytest.raises(ValueError, match="invites nobody"):
        invitation(WORKSHOP, NOMSA, zone=CAPE, method=Method.PUBLISH)


def test_the_same_event_gives_the_same_bytes() -> None:
    assert invitation(WORKSHOP, NOMSA, zone=CAPE) == invitation(WORKSHOP, NOMSA, zone=CAPE)


def test_commas_semicolons_and_backslashes_are_escaped() -> None:
    event = replace(WORKSHOP, summary="a,b;c\\New\nd 🌻")
    assert r"SUMMARY:a\,b\;c\\New\nd 🌻" in lines(invitation(event, NOMSA, zone=CAPE))


@given(st.text(max_size=300))
def test_every_line_is_short_and_whole_characters(text: str) -> None:
    event = replace(
        WORKSHOP, summary="🌻" * 60, description=text, location=text, url=f"https://x.example/{text}"
    )
    attendee = Attendee(text, "nomsa@example.org")
    raw = invitation(event, attendee, zone=CAPE).split(b"\r\n")
    assert max(len(line.decode().encode()) for line in raw) <= 75


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]) | st.just("\n"), max_size=80)
)
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    event = replace(WORKSHOP, summary=f"_{text}_")
    assert str(read(invitation(event, NOMSA, zone=CAPE))["SUMMARY"]) == f"_{text}_"


@pytest.mark.parametrize("text", ["x\r\nATTENDEE:mailto:b@example.org", "x\x00y", "x\u2028METHOD:CANCEL"])
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    event = replace(
        WORKSHOP, summary=text, location=text, url=text, organiser=Organiser(text, "a@example.org")
    )
    written = lines(invitation(event, Attendee(text, "c@example.org"), zone=CAPE))
    assert [line for line in written if line.startswith(("METHOD", "ATTENDEE:"))] == ["METHOD:REQUEST"]


@pytest.mark.parametrize("mail", ["nobody", "a@example.org\r\nSTATUS:CANCELLED", "a b@example.org"])
def test_what_cant_be_an_address_is_refused(mail: str) -> None:
    with pytest.raises(ValueError, match="e-mail address"):
        Attendee("A", mail)


@pytest.mark.parametrize(
    "change",
    [
        {"uid": ""},
        {"sequence": -1},
        {"starts_at": WORKSHOP.ends_at},
        {"last_modified": datetime.fromisoformat("2026-07-01")},
    ],
)
def test_an_event_that_makes_no_sense_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="event"):
        replace(WORKSHOP, **change)


def test_a_feed_has_its_name_and_how_often_to_ask() -> None:
    written = lines(publish([WORKSHOP], name="Gatherings, Ceres", zone=CAPE))
    assert [line for line in written if line.startswith(("METHOD", "X-WR-CALNAME", "REFRESH"))] == [
        "METHOD:PUBLISH",
        r"X-WR-CALNAME:Gatherings\, Ceres",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]


def test_a_feed_names_no_attendee() -> None:
    event = replace(WORKSHOP, attendees=(NOMSA,))
    assert b"ATTENDEE" not in publish([event], name="Gatherings", zone=CAPE)


def test_a_feed_shows_what_was_cancelled_as_time_that_is_free() -> None:
    event = read(publish([replace(WORKSHOP, status=Status.CANCELLED)], name="Gatherings", zone=CAPE))
    assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")


def test_a_feed_without_events_is_a_calendar_all_the_same() -> None:
    calendar = icalendar.Calendar.from_ical(publish([], name="Gatherings", zone=CAPE))
    assert (str(calendar["X-WR-CALNAME"]), calendar.walk("VEVENT")) == ("Gatherings", [])
