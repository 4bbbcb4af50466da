"""When something that comes every month comes next, and where a round's days fall."""

import datetime as dt
from collections.abc import Container

_WEEK = 7


def same_weekday_next_month(day: dt.date) -> dt.date:
    """The same weekday of the next month: the second Thursday after a second Thursday.

    Where the next month has no fifth one, its last.
    """
    number = (day.day - 1) // _WEEK
    first = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    found = first + dt.timedelta(days=(day.weekday() - first.weekday()) % _WEEK + number * _WEEK)
    return found if found.month == first.month else found - dt.timedelta(weeks=1)


def spaced(first: dt.date, count: int, every: int, avoid: Container[dt.date]) -> list[dt.date]:
    """`count` days, the first not before `first` and each at least `every` days after the last, none in `avoid`.

    Gives up on avoiding after half a year of days in a row, so that a calendar that is full still gives days.
    """
    days: list[dt.date] = []
    day = first
    for _number in range(count):
        day = _next_free(day, avoid)
        days.append(day)
        day += dt.timedelta(days=max(every, 1))
    return days


def _next_free(day: dt.date, avoid: Container[dt.date]) -> dt.date:
    tried = (day + dt.timedelta(days=number) for number in range(183))
    return next((each for each in tried if each not in avoid), day)
