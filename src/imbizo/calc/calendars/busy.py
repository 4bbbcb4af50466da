"""When somebody else's calendar is taken: a council's meetings from a file that its secretary exported."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import chain, islice
from zoneinfo import ZoneInfo

from imbizo.calc.calendars.parts import Line, Part, calendars
from imbizo.calc.calendars.recurrences import days, parse_rule
from imbizo.calc.calendars.times import Clock, clock_of, duration
from imbizo.calc.errors import TooManyEventsError

MOST_EVENTS = 5_000
# Days to count through, of all repetitions that end after a number of times: a few seconds' work.
MOST_DAYS = 1_000_000
_DAY = timedelta(days=1)


class Reason(StrEnum):
    """Why an event was left out."""

    NO_TIME = "no_time"  # without a start, or with times that can't be read
    UNKNOWN_RULE = "unknown_rule"  # repeated in a way that isn't read here


@dataclass(frozen=True, slots=True)
class Busy:
    """One event, or one of its repetitions. Moments in UTC; `free` if it is marked as not taking up time.

    An event of whole days runs from midnight to midnight in the calendar's zone.
    """

    uid: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool = False
    free: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An event that couldn't be read."""

    summary: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Imported:
    """A calendar as read: its name (often empty), its events by start, and what was left out."""

    name: str
    events: tuple[Busy, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Window:
    first: datetime
    last: datetime

    def touches(self, event: Busy) -> bool:
        """An event without length counts where it begins."""
        return (
            event.starts_at < self.last and max(event.ends_at, event.starts_at + _DAY.resolution) > self.first
        )


def read_busy(data: bytes, *, first: datetime, last: datetime, zone: ZoneInfo) -> Imported:
    """The events that touch the time from `first` (included) to `last`; times without a zone are in `zone`.

    Repeated events count each time, cancelled ones don't. Raise CalendarError for what is no calendar, broken, too
    large, or has more than 5,000 events then (or so many counted repetitions that it would take too long).
    """
    window = _Window(first.astimezone(UTC), last.astimezone(UTC))
    found = [(calendar, clock_of(calendar, zone)) for calendar in calendars(data)]
    counted = (
        _days_to_count(event, clock, window) for calendar, clock in found for event in _events(calendar)
    )
    if sum(counted) > MOST_DAYS:
        raise TooManyEventsError(MOST_EVENTS)
    outcomes = chain.from_iterable(_outcomes(calendar, clock, window) for calendar, clock in found)
    taken = list(islice(outcomes, MOST_EVENTS + 1))
    if len(taken) > MOST_EVENTS:
        raise TooManyEventsError(MOST_EVENTS)
    events = [outcome for outcome in taken if isinstance(outcome, Busy)]
    events.sort(key=lambda event: (event.starts_at, event.ends_at, event.uid))
    left_out = tuple(outcome for outcome in taken if isinstance(outcome, LeftOut))
    return Imported(found[0][0].text("X-WR-CALNAME"), tuple(events), left_out)


def _events(calendar: Part) -> list[Part]:
    return calendar.inside("VEVENT")


def _outcomes(calendar: Part, clock: Clock, window: _Window) -> Iterator[Busy | LeftOut]:
    """What becomes of each event: the times it takes, or that it was left out."""
    replaced = _replaced(calendar, clock)
    for event in _events(calendar):
        try:
            yield from _times(event, clock, window, replaced)
        except _LeftOutError as error:
            yield LeftOut(event.text("SUMMARY"), error.reason)


def _days_to_count(event: Part, clock: Clock, window: _Window) -> int:
    """The days from an event's start to the window's end, if its repetitions must be counted."""
    start = clock.moment(event.line("DTSTART"))
    if start is None or "COUNT" not in event.text("RRULE").upper():
        return 0
    return max(0, (window.last - start).days)


class _LeftOutError(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def _replaced(calendar: Part, clock: Clock) -> frozenset[tuple[str, datetime]]:
    """The repetitions that have an event of their own, by uid and the start they would have had."""
    marks = ((event.text("UID"), event.line("RECURRENCE-ID")) for event in _events(calendar))
    moments = ((uid, clock.moment(line)) for uid, line in marks)
    return frozenset((uid, moment) for uid, moment in moments if moment)


def _times(
    event: Part, clock: Clock, window: _Window, replaced: frozenset[tuple[str, datetime]]
) -> Iterator[Busy]:
    """The event each time it touches the window."""
    if event.text("STATUS").upper() == "CANCELLED":
        return
    try:
        start, length = _span(event, clock)
        excluded = _instants(event, "EXDATE", clock)
    except (ValueError, OverflowError) as error:
        raise _LeftOutError(Reason.NO_TIME) from error
    uid, alone = event.text("UID"), event.line("RECURRENCE-ID") is not None
    for begins in _starts(event, start, length, clock, window):
        instant = clock.instant(begins)
        if instant in excluded or (not alone and (uid, instant) in replaced):
            continue
        busy = _busy(event, begins, length, clock)
        if window.touches(busy):
            yield busy


def _span(event: Part, clock: Clock) -> tuple[datetime | date, timedelta]:
    """Start and length; ValueError where either can't be read."""
    begins = event.line("DTSTART")
    if begins is None:
        raise ValueError("an event without a start")
    start = clock.value(begins)
    if end := event.line("DTEND"):
        # Some write the same date twice for one whole day.
        least = timedelta() if isinstance(start, datetime) else _DAY
        return start, max(least, _between(start, clock.value(end), clock))
    if length := event.line("DURATION"):
        return start, duration(length)
    return start, timedelta() if isinstance(start, datetime) else _DAY


def _between(start: datetime | date, end: datetime | date, clock: Clock) -> timedelta:
    if not isinstance(start, datetime) and not isinstance(end, datetime):
        return end - start
    return clock.instant(end) - clock.instant(start)


def _starts(
    event: Part, start: datetime | date, length: timedelta, clock: Clock, window: _Window
) -> Iterator[datetime | date]:
    """The start, and those that the event's rule and its further dates add, each once."""
    seen: set[datetime] = set()
    for begins in (start, *_further(event, clock), *_repeated(event, start, length, clock, window)):
        if (instant := clock.instant(begins)) not in seen:
            seen.add(instant)
            yield begins


def _further(event: Part, clock: Clock) -> list[datetime | date]:
    try:
        return [value for line in event.named("RDATE") for value in clock.values(line)]
    except ValueError as error:
        raise _LeftOutError(Reason.UNKNOWN_RULE) from error


def _repeated(
    event: Part, start: datetime | date, length: timedelta, clock: Clock, window: _Window
) -> Iterator[datetime | date]:
    """What the rule adds near the window, at the same time of day in the event's own zone."""
    written = event.line("RRULE")
    if written is None:
        return
    try:
        rule = parse_rule(written.value)
        until = _until(rule.until, start, clock)
        first, last = (window.first - length - 2 * _DAY).date(), (window.last + 2 * _DAY).date()
    except (ValueError, OverflowError) as error:
        raise _LeftOutError(Reason.UNKNOWN_RULE) from error
    for day in days(rule, _day(start), first, last):
        begins = datetime.combine(day, start.timetz()) if isinstance(start, datetime) else day
        if until is None or clock.instant(begins) <= until:
            yield begins


def _until(written: str, start: datetime | date, clock: Clock) -> datetime | None:
    """The last moment at which a repetition may begin; a date means all of its day."""
    if not written:
        return None
    # Without a Z, the end of a rule is on the clock of its start (RFC 5545, section 3.3.10).
    local = Clock({}, start.tzinfo or clock.default) if isinstance(start, datetime) else clock
    value = local.value(Line("UNTIL", {}, written))
    return local.instant(value) + (timedelta() if isinstance(value, datetime) else _DAY - _DAY.resolution)


def _busy(event: Part, begins: datetime | date, length: timedelta, clock: Clock) -> Busy:
    ends = clock.instant(begins + length)
    marked = event.text("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE"
    return Busy(
        uid=event.text("UID"),
        summary=event.text("SUMMARY"),
        starts_at=clock.instant(begins),
        ends_at=ends,
        all_day=marked or not isinstance(begins, datetime),
        free=event.text("TRANSP").upper() == "TRANSPARENT",
    )


def _instants(event: Part, name: str, clock: Clock) -> frozenset[datetime]:
    values = (value for line in event.named(name) for value in clock.values(line))
    return frozenset(clock.instant(value) for value in values)


def _day(value: datetime | date) -> date:
    return value.date() if isinstance(value, datetime) else value
