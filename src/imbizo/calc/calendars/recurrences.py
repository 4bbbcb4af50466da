"""On which days a repeated event falls (RFC 5545, section 3.3.10): daily to yearly, as office calendars repeat.

Every walk is bounded by the window asked for, whatever the rule says, so that a rule which matches nothing ends.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice

_DAY = timedelta(days=1)
_WEEKDAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_JANUARY = 1
_MONTHS = 12


class Frequency(StrEnum):
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


# The most days from one period to the next.
_LONGEST = {Frequency.DAILY: 1, Frequency.WEEKLY: 7, Frequency.MONTHLY: 31, Frequency.YEARLY: 366}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as written; `weekdays` are pairs of ordinal (0 for each) and weekday (0 is Monday)."""

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: str = ""
    weekdays: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0


def parse_rule(text: str) -> Rule:
    """The rule of an RRULE's value. ValueError for one that is broken or of a kind that isn't read here."""
    pairs = (part.split("=", 1) for part in text.upper().split(";") if "=" in part)
    parts = {name.strip(): value.strip() for name, value in pairs}
    if parts.keys() - _KNOWN:
        raise ValueError("a rule of an unknown kind")
    rule = Rule(
        frequency=Frequency(parts.get("FREQ", "")),
        interval=int(parts.get("INTERVAL", "1")),
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
        until=parts.get("UNTIL", ""),
        weekdays=tuple(_weekday(written) for written in _items(parts, "BYDAY")),
        month_days=_integers(parts, "BYMONTHDAY"),
        months=_integers(parts, "BYMONTH"),
        positions=_integers(parts, "BYSETPOS"),
        week_start=_weekday(parts.get("WKST", "MO"))[1],
    )
    if rule.interval < 1 or (rule.count is not None and rule.count < 1):
        raise ValueError("a rule goes on, and happens at least once")
    return rule


def days(rule: Rule, start: date, first: date, last: date) -> Iterator[date]:
    """The days of the rule from `first` to `last`, both included, in order; the rule begins on `start`."""
    rule = _completed(rule, start)
    # What is counted must be walked from the start; the rest may begin shortly before the window.
    skipped = (
        0 if rule.count is not None else (first - start).days // (_LONGEST[rule.frequency] * rule.interval)
    )
    found = _walk(rule, start, last, max(0, skipped - 1))
    yield from (day for day in islice(found, rule.count) if day >= first)


def _walk(rule: Rule, start: date, last: date, skipped: int) -> Iterator[date]:
    for period in _periods(rule, start, last, skipped):
        yield from (day for day in _chosen(rule, period) if start <= day <= last)


def _periods(rule: Rule, start: date, last: date, skipped: int) -> Iterator[tuple[date, date]]:
    """The periods that begin by `last`, without the first so many."""
    number = skipped
    while (period := _period(rule, start, number * rule.interval)) and period[0] <= last:
        yield period
        number += 1


def _period(rule: Rule, start: date, number: int) -> tuple[date, date] | None:
    """First and last day of the period so many after that of `start`; None beyond the calendar's end."""
    try:
        match rule.frequency:
            case Frequency.DAILY:
                return start + number * _DAY, start + number * _DAY
            case Frequency.WEEKLY:
                monday = start - (start.weekday() - rule.week_start) % 7 * _DAY + number * 7 * _DAY
                return monday, monday + 6 * _DAY
            case Frequency.MONTHLY:
                year, month = divmod(start.year * _MONTHS + start.month - _JANUARY + number, _MONTHS)
                return _month(year, month + _JANUARY)
        return date(start.year + number, 1, 1), date(start.year + number, 12, 31)
    except (OverflowError, ValueError):
        return None


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _chosen(rule: Rule, period: tuple[date, date]) -> list[date]:
    """The days of a period that the rule names, only those at its positions if it has any."""
    found = [day for day in _candidates(rule, period) if _matches(rule, day)]
    if not rule.positions:
        return found
    places = {place - 1 if place > 0 else len(found) + place for place in rule.positions}
    return [day for place, day in enumerate(found) if place in places]


def _candidates(rule: Rule, period: tuple[date, date]) -> Iterator[date]:
    first, last = period
    spans = [period]
    if rule.frequency is Frequency.YEARLY and rule.months:
        spans = [_month(first.year, month) for month in sorted(rule.months)]
    for begin, end in spans:
        yield from (begin + ahead * _DAY for ahead in range((min(end, last) - begin).days + 1))


def _matches(rule: Rule, day: date) -> bool:
    return (
        (not rule.months or day.month in rule.months)
        and (not rule.month_days or not {day.day, _from_end(day)}.isdisjoint(rule.month_days))
        and (not rule.weekdays or any(_falls(rule, day, *weekday) for weekday in rule.weekdays))
    )


def _from_end(day: date) -> int:
    """The day of its month counted from the end: -1 is the last."""
    return day.day - monthrange(day.year, day.month)[1] - 1


def _falls(rule: Rule, day: date, ordinal: int, weekday: int) -> bool:
    """Whether the day is this weekday, the so-manieth of its month or, in a year without months, of its year."""
    if day.weekday() != weekday:
        return False
    if not ordinal or rule.frequency in {Frequency.DAILY, Frequency.WEEKLY}:
        return True
    if rule.frequency is Frequency.YEARLY and not rule.months:
        place, length = day.timetuple().tm_yday, 365 + isleap(day.year)
    else:
        place, length = day.day, monthrange(day.year, day.month)[1]
    return ordinal in {(place - 1) // 7 + 1, -((length - place) // 7 + 1)}


def _completed(rule: Rule, start: date) -> Rule:
    """The rule with what it leaves to its first day: the weekday, the day of the month, the month."""
    if rule.weekdays or rule.month_days:
        return rule
    match rule.frequency:
        case Frequency.WEEKLY:
            return replace(rule, weekdays=((0, start.weekday()),))
        case Frequency.MONTHLY:
            return replace(rule, month_days=(start.day,))
        case Frequency.YEARLY:
            return replace(rule, month_days=(start.day,), months=rule.months or (start.month,))
    return rule


def _items(parts: Mapping[str, str], name: str) -> list[str]:
    return [item.strip() for item in parts.get(name, "").split(",") if item.strip()]


def _integers(parts: Mapping[str, str], name: str) -> tuple[int, ...]:
    values = tuple(int(item) for item in _items(parts, name))
    if name == "BYMONTH" and not all(_JANUARY <= month <= _MONTHS for month in values):
        raise ValueError("a year has twelve months")
    return values


def _weekday(written: str) -> tuple[int, int]:
    found = _BYDAY.fullmatch(written)
    if not found:
        raise ValueError("not a weekday")
    return int(found[1] or 0), _WEEKDAYS[found[2]]
