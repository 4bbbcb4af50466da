"""Dates and times as calendar files write them, in the zones that they mean.

Sources: RFC 5545, sections 3.3.4 to 3.3.6 and 3.3.14; the names of Windows' zones are CLDR's, in the library.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from imbizo.calc.calendars.parts import Line, Part

_WRITTEN = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?", re.ASCII | re.IGNORECASE)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?",
    re.ASCII | re.IGNORECASE,
)
_OFFSET = re.compile(r"([+-])(\d{2})(\d{2})(?:\d{2})?", re.ASCII)
# What lies outside is a slip or a mark of "never", and would run over when its zone changes.
_FIRST_YEAR, _LAST_YEAR = 1970, 2200


@dataclass(frozen=True, slots=True)
class Clock:
    """How a file's times are read: `zones` by the names that it uses; `default` where it names none."""

    zones: Mapping[str, tzinfo]
    default: tzinfo

    def zone_of(self, line: Line) -> tzinfo:
        """The zone in which a line is written."""
        if line.value.strip().upper().endswith("Z"):
            return UTC
        name = line.param("TZID")
        return known_zone(name) or self.zones.get(name) or self.default

    def values(self, line: Line) -> list[datetime | date]:
        """Every date, or time with its zone, of a line; ValueError where one isn't any."""
        return [_value(written, self.zone_of(line)) for written in line.value.split(",")]

    def value(self, line: Line) -> datetime | date:
        """The first date or time of a line; ValueError if there's none."""
        return self.values(line)[0]

    def moment(self, line: Line | None) -> datetime | None:
        """A line's time in UTC, for a date its midnight; None without a line or where it can't be read."""
        try:
            return self.instant(self.value(line)) if line else None
        except ValueError:
            return None

    def instant(self, value: datetime | date) -> datetime:
        """The value as a moment in UTC; a date begins at midnight of the default zone."""
        if not isinstance(value, datetime):
            value = datetime.combine(value, time(), self.default)
        return value.astimezone(UTC)


def clock_of(calendar: Part, default: tzinfo) -> Clock:
    """The clock of a file: a name that nobody else knows has the standard offset that the file gives it."""
    zones = dict(_described(calendar.inside("VTIMEZONE")))
    return Clock(zones, known_zone(calendar.text("X-WR-TIMEZONE")) or default)


def known_zone(name: str) -> tzinfo | None:
    """The zone of a name such as "Africa/Johannesburg", "South Africa Standard Time" or a path that ends so."""
    name = WINDOWS_TO_OLSON.get(name, name)
    for spelling in (name, "/".join(name.split("/")[-2:])):
        try:
            return ZoneInfo(spelling)
        except (OSError, ValueError, KeyError):
            continue
    return None


def duration(line: Line) -> timedelta:
    """A length such as PT1H30M or P1D; ValueError for anything else, and for less than nothing."""
    found = _DURATION.fullmatch(line.value.strip())
    if not found or found[1] == "-":
        raise ValueError("not a length of time")
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in found.groups()[1:])
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def _value(written: str, zone: tzinfo) -> datetime | date:
    found = _WRITTEN.fullmatch(written.strip())
    if not found:
        raise ValueError("not a date or time")
    day = datetime.strptime(found[1], "%Y%m%d").replace(tzinfo=zone)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError("no year that a calendar means")
    if not found[2]:
        return day.date()
    clock = datetime.strptime(found[2], "%H%M%S").replace(tzinfo=zone)
    return datetime.combine(day.date(), clock.timetz())


def _described(zones: Iterable[Part]) -> Iterable[tuple[str, tzinfo]]:
    for zone in zones:
        for observance in zone.inside("STANDARD"):
            if found := _OFFSET.fullmatch(observance.text("TZOFFSETTO")):
                yield zone.text("TZID"), _fixed(found)


def _fixed(offset: re.Match[str]) -> tzinfo:
    away = timedelta(hours=int(offset[2]) % 24, minutes=int(offset[3]) % 60)
    return timezone(-away if offset[1] == "-" else away)
