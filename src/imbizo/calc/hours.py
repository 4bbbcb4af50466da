"""Quiet hours: when a message may leave, in the programme's own zone.

Rules: engagement.md section 3. The hours for direct marketing are the times at which section 12 of the Consumer
Protection Act 68 of 2008 and its notice let consumers be contacted at home, which the WASPA code repeats.
A holiday that falls on a Sunday moves to Monday (Public Holidays Act 36 of 1994).
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_MIDNIGHT = time(0)
_DAY = timedelta(days=1)
# Long enough for hours on one weekday only, most of which are holidays.
_DAYS_AHEAD = 366


@dataclass(frozen=True, slots=True)
class Hours:
    """The weekdays (0 is Monday) on which messages leave, each with its start and its end.

    The start is inside, the end isn't: 08:00 to 20:00 sends at 08:00:00 and holds at 20:00:00. An end of 00:00 is
    the midnight that closes the day. `on_holidays` tells whether public holidays count as their weekday.
    """

    windows: Mapping[int, tuple[time, time]]
    on_holidays: bool = True

    def __post_init__(self) -> None:
        """Raise ValueError for hours that allow nothing, on any of their days, or that name no weekday."""
        if not self.windows:
            raise ValueError("hours need a day on which messages leave")
        if not set(self.windows) <= set(range(7)):
            raise ValueError("a weekday is a number from 0 (Monday) to 6 (Sunday)")
        if any(_MIDNIGHT != end <= start for start, end in self.windows.values()):
            raise ValueError("hours begin before they end, on the same day")

    def window_on(
        self, day: date, zone: ZoneInfo, holidays: Container[date]
    ) -> tuple[datetime, datetime] | None:
        """The first instant of the day's window and the first one after it, in UTC; None on a closed day."""
        window = self.windows.get(day.weekday())
        if window is None or (not self.on_holidays and day in holidays):
            return None
        start, end = window
        closing = day if end != _MIDNIGHT else day + _DAY
        # Where the clock shows a time twice or skips it, the narrower reading counts, so that at no allowed
        # instant a phone shows a time outside the hours.
        return max(_instants(day, start, zone)), min(_instants(closing, end, zone))


def everyday(start: time = time(7), end: time = time(20)) -> Hours:
    """The same hours on all seven days, holidays too. Raise ValueError where they allow nothing."""
    return Hours(dict.fromkeys(range(7), (start, end)))


MARKETING = Hours(
    {**dict.fromkeys(range(5), (time(8), time(20))), 5: (time(9), time(13))},
    on_holidays=False,
)


def next_allowed(at: datetime, hours: Hours, zone: ZoneInfo, holidays: Container[date]) -> datetime:
    """The instant itself if messages may leave then, else when they next may; aware, in UTC.

    `holidays` are days in `zone`. Raise ValueError where `at` has no zone, and where a year from then allows nothing.
    """
    if at.utcoffset() is None:
        raise ValueError("quiet hours are asked of a moment that has a zone")
    at = at.astimezone(UTC)
    today = at.astimezone(zone).date()
    for ahead in range(_DAYS_AHEAD):
        window = hours.window_on(today + ahead * _DAY, zone, holidays)
        if window is not None and (moment := max(at, window[0])) < window[1]:
            return moment
    raise ValueError("these hours and holidays allow nothing for a year")


def public_holidays(country: str, years: Iterable[int]) -> frozenset[date]:
    """The public holidays of a country (ISO 3166, such as "ZA") with the days they move to.

    Empty for a country that isn't known, so that quiet hours still stand. Source: the `holidays` library, which
    also carries the days that a government declared by its release.
    """
    return frozenset[date]().union(*(_holidays_of(country.upper(), year) for year in years))


@lru_cache(maxsize=256)
def _holidays_of(country: str, year: int) -> frozenset[date]:
    from holidays import country_holidays

    try:
        return frozenset(country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()


def _instants(day: date, clock: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The two readings of a local time, in UTC: they differ only where the clock is set forward or back."""
    first, second = (datetime.combine(day, clock.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1))
    return first, second
