"""Dates and durations as Zoom and Teams write them, day first or month first.

Both write dates in the way of whoever exports: "10/05/2026 05:55:00 PM", "7/22/26, 7:02:11 PM", "22.07.2026 19:02",
"Aug 12, 2026 10:00 AM" or ISO 8601. Nothing in the file says which number is the day, unless one is above 12.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from imbizo.calc.errors import MixedDatesError
from imbizo.calc.folding import tidy


class Order(StrEnum):
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


_CLOCK = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?(?:\.\d+)?\s*(?P<half>[ap])?\.?(?:m\.?)?"
)
_NUMBERS = re.compile(
    rf"(?P<a>\d{{1,2}})(?P<mark>[/.-])(?P<b>\d{{1,2}})[/.-](?P<year>\d{{4}}|\d\d),?\s+{_CLOCK}"
)
_MONTH = re.compile(rf"(?P<word>[a-z]{{3}})[a-z]*\.? (?P<day>\d{{1,2}}), (?P<year>\d{{4}}),?\s+{_CLOCK}")
_YEAR_FIRST = re.compile(r"\d{4}-\d\d-\d\d[ t]\d\d:\d\d.*")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DURATION = re.compile(
    r"(?:(?P<h>\d+) ?h(?:rs?|ours?)?)? ?(?:(?P<m>\d+) ?m(?:ins?|inutes?)?)? ?(?:(?P<s>\d+) ?s(?:ecs?|econds?)?)?"
)
_COLONS = re.compile(r"(?:(?P<h>\d+):)?(?P<m>\d+):(?P<s>\d\d)")


def order(times: Iterable[str], held_on: date | None = None) -> Order | None:
    """Which number is the day, where the times make it certain, or the day of the gathering does; else None.

    Times that read the same either way leave it open too. Raises MixedDatesError where some are certainly day first
    and some month first.
    """
    pairs = [(found["mark"], int(found["a"]), int(found["b"])) for found in map(_numbers, times) if found]
    certain = {kind for pair in pairs if (kind := _certain(*pair))}
    if len(certain) > 1:
        raise MixedDatesError
    if certain:
        return certain.pop()
    return _of_day({pair[1:] for pair in pairs}, held_on) if held_on else None


def is_two_ways(times: Iterable[str]) -> bool:
    """Whether any of these is another day when the two numbers change places."""
    return any(found["a"].lstrip("0") != found["b"].lstrip("0") for found in map(_numbers, times) if found)


def moment(written: str, kind: Order, zone: tzinfo) -> datetime | None:
    """The moment on a clock of `zone`, or of the zone that the text itself names; None for anything else."""
    text = tidy(written).lower()
    try:
        if _YEAR_FIRST.fullmatch(text):
            said = datetime.fromisoformat(text.upper())
            return said if said.tzinfo else said.replace(tzinfo=zone)
        if found := _MONTH.fullmatch(text):
            return _at(found, _MONTHS.index(found["word"]) + 1, int(found["day"]), zone)
        if found := _NUMBERS.fullmatch(text):
            day, month = (found["a"], found["b"]) if kind is Order.DAY_FIRST else (found["b"], found["a"])
            return _at(found, int(month), int(day), zone)
    except ValueError:  # the 31st of February, or no such month
        return None
    return None


def duration(written: str) -> timedelta | None:
    """A length such as "1h 27m 51s", "00:47:03", or a number of minutes; None for anything else."""
    text = tidy(written).lower()
    if text.isascii() and text.isdigit():
        return timedelta(minutes=int(text[:6]))
    found = _COLONS.fullmatch(text) or _DURATION.fullmatch(text)
    if not text or found is None:
        return None
    hours, minutes, seconds = (int((found[part] or "0")[:6]) for part in "hms")
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _numbers(written: str) -> re.Match[str] | None:
    return _NUMBERS.fullmatch(tidy(written).lower())


def _certain(mark: str, first: int, second: int) -> Order | None:
    if first > 12 or mark == ".":  # where dates are written with full stops, the day comes first
        return Order.DAY_FIRST
    return Order.MONTH_FIRST if second > 12 else None


def _of_day(pairs: set[tuple[int, int]], held_on: date) -> Order | None:
    day_first, month_first = (held_on.day, held_on.month), (held_on.month, held_on.day)
    if (day_first in pairs) == (month_first in pairs):
        return None
    return Order.DAY_FIRST if day_first in pairs else Order.MONTH_FIRST


def _at(found: re.Match[str], month: int, day: int, zone: tzinfo) -> datetime:
    year = int(found["year"])
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    return datetime(
        year + 2000 if year < 100 else year, month, day, hour, int(found["minute"]), int(found["second"] or 0),
        tzinfo=zone,
    )  # fmt: skip
