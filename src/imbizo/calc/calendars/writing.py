"""Writing calendar files: an invitation to one person, and a feed to subscribe to.

Rules: engagement.md section 8. Lines are folded at 75 octets, never inside a character, and end in CRLF.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone, vCalAddress, vText
from icalendar import Event as Component

from imbizo.calc.calendars.events import Attendee, Event, Method, Organiser, Partstat, Status

PRODUCT = "-//Imbizo//Gatherings//EN"
REFRESH = "PT1H"  # how often a subscribed calendar asks again
FEED_TYPE = "text/calendar; charset=UTF-8"
# What no text of a calendar may hold (RFC 5545, section 3.1), the line break and the tab aside.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BREAKS = re.compile(r"\r\n?|[\x85\u2028\u2029]")


class _Text(vText):
    """Text whose backslashes stay: the library takes one before a capital N for a line break."""

    def to_ical(self) -> bytes:
        """RFC 5545, section 3.3.11."""
        escaped = re.sub(r"([\\;,])", r"\\\1", str(self)).replace("\n", r"\n")
        return escaped.encode()


def content_type(method: Method) -> str:
    """The MIME type of an invitation: mail programs offer buttons only if it names the method too (RFC 6047)."""
    return f"text/calendar; method={method}; charset=UTF-8"


def invitation(event: Event, attendee: Attendee, *, zone: ZoneInfo, method: Method = Method.REQUEST) -> bytes:
    """The file that invites one person, tells of a change (a higher sequence), or takes the event back.

    CANCEL says that the event doesn't take place, whatever its status. Raise ValueError for PUBLISH, which invites
    nobody.
    """
    if method is Method.PUBLISH:
        raise ValueError("a published calendar invites nobody")
    component = _component(event, zone)
    if method is Method.CANCEL:
        component["STATUS"] = _text(Status.CANCELLED)
    shown = [other for other in event.attendees if other.mail.lower() != attendee.mail.lower()]
    for person in (attendee, *shown):
        component.add("attendee", _attendee(person))
    calendar = _calendar(method, [event], zone)
    calendar.add_component(component)
    return _bytes(calendar)


def publish(events: Sequence[Event], *, name: str, zone: ZoneInfo) -> bytes:
    """A feed of all these events under one name, without attendees (RFC 5546, section 3.2.1)."""
    calendar = _calendar(Method.PUBLISH, events, zone)
    for key in ("name", "x-wr-calname"):
        calendar.add(key, _text(name))
    calendar.add("x-wr-timezone", _text(zone.key))
    calendar.add("refresh-interval", vText(REFRESH), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vText(REFRESH))
    for event in events:
        calendar.add_component(_component(event, zone))
    return _bytes(calendar)


def _calendar(method: Method, events: Sequence[Event], zone: ZoneInfo) -> Calendar:
    calendar = Calendar()
    for key, value in (
        ("prodid", PRODUCT),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", method),
    ):
        calendar.add(key, vText(value))
    if events:
        years = {
            moment.astimezone(zone).year for event in events for moment in (event.starts_at, event.ends_at)
        }
        calendar.add_component(_timezone(zone, min(years), max(years)))
    return calendar


def _bytes(calendar: Calendar) -> bytes:
    data: bytes = calendar.to_ical()
    return data


@lru_cache(maxsize=64)
def _timezone(zone: ZoneInfo, first: int, last: int) -> Timezone:
    """The zone's rules for these years; nobody changes what is returned."""
    component = Timezone.from_tzinfo(zone, zone.key, date(first - 1, 1, 1), date(last + 2, 1, 1))
    component.pop("COMMENT", None)
    return component


def _component(event: Event, zone: ZoneInfo) -> Component:
    component = Component()
    component.add("uid", _text(event.uid))
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.last_modified.astimezone(UTC))
    component.add("last-modified", event.last_modified.astimezone(UTC))
    component.add("dtstart", event.starts_at.astimezone(zone))
    component.add("dtend", event.ends_at.astimezone(zone))
    component.add("status", _text(event.status))
    component.add("transp", _text("TRANSPARENT" if event.status is Status.CANCELLED else "OPAQUE"))
    component.add("organizer", _person(event.organiser))
    texts = {"summary": event.summary, "description": event.description, "location": event.location}
    for key, text in texts.items():
        if text:
            component.add(key, _text(text))
    if event.url:
        component.add("url", "".join(_clean(event.url).split()))
    return component


def _person(person: Organiser | Attendee) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.mail}")
    # A quotation mark can't stand in a parameter, and few programs know RFC 6868's way round that.
    if name := " ".join(_clean(person.name).split()).replace('"', "'"):
        address.params["CN"] = name
    return address


def _attendee(person: Attendee) -> vCalAddress:
    address = _person(person)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = person.partstat.value
    if person.partstat is Partstat.NEEDS_ACTION:
        address.params["RSVP"] = "TRUE"
    return address


def _text(text: str) -> _Text:
    return _Text(_clean(text))


def _clean(text: str) -> str:
    return _CONTROLS.sub("", _BREAKS.sub("\n", text))
