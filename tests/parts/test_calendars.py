"""What we write is taken by a real calendar server and read back as it was meant."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from imbizo.calc.calendars import Attendee, Event, Method, Organiser, Status, invitation, publish
from tests.parts.calendars import CalendarServer, single_events

CREATED, REFUSED = 201, 400
CAPE = ZoneInfo("Africa/Johannesburg")
NOMSA = Attendee("Nomsa Dlamini, ward 7", "nomsa@example.org")
WORKSHOP = Event(
    uid="0192-workshop@imbizo.example.org",
    sequence=0,
    summary="Workshop 2: Water, housing; work 🌻",
    starts_at=datetime(2026, 7, 23, 9, tzinfo=CAPE),
    ends_at=datetime(2026, 7, 23, 15, tzinfo=CAPE),
    last_modified=datetime(2026, 7, 1, 6, 15, tzinfo=UTC),
    organiser=Organiser("Cape Winelands process", "answers@example.org"),
    description="Bring what your ward said.\nTea at 08:30.",
    location="Town hall, Ceres",
)
MOVED = replace(
    WORKSHOP,
    sequence=1,
    starts_at=datetime(2026, 7, 24, 9, tzinfo=CAPE),
    ends_at=datetime(2026, 7, 24, 15, tzinfo=CAPE),
)


def stored(method: Method, event: Event = WORKSHOP) -> bytes:
    """An invitation as a mail program stores it: CalDAV keeps no METHOD (RFC 4791, section 4.1)."""
    return invitation(event, NOMSA, zone=CAPE, method=method).replace(f"METHOD:{method}\r\n".encode(), b"")


def facts(data: bytes) -> tuple[str, int, str, str]:
    """UID, SEQUENCE, start in UTC and STATUS of the only event."""
    event: Any
    [event] = icalendar.Calendar.from_ical(data).walk("VEVENT")
    start = event.decoded("DTSTART").astimezone(UTC)
    return str(event["UID"]), int(event["SEQUENCE"]), f"{start:%Y%m%dT%H%M%SZ}", str(event["STATUS"])


def test_an_invitation_is_taken_and_read_back(radicale: CalendarServer) -> None:
    assert radicale.put("workshop", stored(Method.REQUEST)) == CREATED
    assert facts(radicale.get("workshop")) == (WORKSHOP.uid, 0, "20260723T070000Z", "CONFIRMED")


def test_texts_and_people_come_back_whole(radicale: CalendarServer) -> None:
    radicale.put("workshop", stored(Method.REQUEST))
    [event] = icalendar.Calendar.from_ical(radicale.get("workshop")).walk("VEVENT")
    texts = [str(event[name]) for name in ("SUMMARY", "DESCRIPTION", "LOCATION", "ATTENDEE")]
    assert texts == [WORKSHOP.summary, WORKSHOP.description, WORKSHOP.location, "mailto:nomsa@example.org"]
    assert (event["ATTENDEE"].params["CN"], event["ATTENDEE"].params["RSVP"]) == (NOMSA.name, "TRUE")


def test_the_server_finds_it_at_seven_in_greenwich(radicale: CalendarServer) -> None:
    radicale.put("workshop", stored(Method.REQUEST))
    found = [
        len(radicale.query(start, end))
        for start, end in [
            ("20260723T060000Z", "20260723T070000Z"),
            ("20260723T070000Z", "20260723T070001Z"),
            ("20260723T125959Z", "20260723T130000Z"),
            ("20260723T130000Z", "20260723T140000Z"),
        ]
    ]
    assert found == [0, 1, 1, 0]


def test_a_moved_event_takes_the_place_of_the_first(radicale: CalendarServer) -> None:
    radicale.put("workshop", stored(Method.REQUEST))
    radicale.put("workshop", stored(Method.REQUEST, MOVED))
    [found] = radicale.query("20260701T000000Z", "20260801T000000Z")
    assert facts(found) == (WORKSHOP.uid, 1, "20260724T070000Z", "CONFIRMED")


def test_a_cancelled_event_says_so(radicale: CalendarServer) -> None:
    radicale.put("workshop", stored(Method.REQUEST))
    radicale.put("workshop", stored(Method.CANCEL, replace(WORKSHOP, sequence=1)))
    assert facts(radicale.get("workshop")) == (WORKSHOP.uid, 1, "20260723T070000Z", "CANCELLED")


def test_every_event_of_a_feed_is_taken(radicale: CalendarServer) -> None:
    other = replace(MOVED, uid="0193-dialogue@imbizo.example.org", status=Status.CANCELLED)
    feed = publish([WORKSHOP, other], name="Gatherings, Ceres", zone=CAPE)
    taken = [radicale.put(f"event-{number}", event) for number, event in enumerate(single_events(feed))]
    found = radicale.query("20260701T000000Z", "20260801T000000Z")
    assert taken == [CREATED, CREATED]
    assert sorted(facts(event) for event in found) == [
        (WORKSHOP.uid, 0, "20260723T070000Z", "CONFIRMED"),
        (other.uid, 1, "20260724T070000Z", "CANCELLED"),
    ]


def test_what_is_no_calendar_is_refused(radicale: CalendarServer) -> None:
    assert radicale.put("letter", b"Dear Nomsa") == REFUSED
