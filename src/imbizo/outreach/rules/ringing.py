"""When to ring again, and when to give up. Pure: the moment is passed in."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from imbizo.calc.hours import everyday, next_allowed
from imbizo.outreach.states import Outcome

HELD_FOR: Final = timedelta(minutes=15)
"""How long a call belongs to whoever took it; then others may ring."""

MOST_TRIES: Final = 5
"""After this many attempts in vain we leave a person alone."""

IN_VAIN: Final = frozenset({Outcome.NO_ANSWER, Outcome.BUSY, Outcome.VOICEMAIL})
"""Outcomes after which we ring again by ourselves."""

_WAITS = {
    Outcome.BUSY: timedelta(minutes=20),
    Outcome.NO_ANSWER: timedelta(hours=3),
    Outcome.VOICEMAIL: timedelta(days=1),
}


def next_try(outcome: Outcome, at: datetime, *, zone: ZoneInfo, daily: tuple[time, time]) -> datetime:
    """When to ring again after an attempt in vain, within the hours (from, until) of the programme's day; in UTC."""
    return next_allowed(at + _WAITS[outcome], everyday(*daily), zone, ())


def is_over(tries: int, again_at: datetime, *, zone: ZoneInfo, ring_until: date | None) -> bool:
    """Whether to give up rather than to ring again: after enough attempts, or where the list's last day is before."""
    is_too_late = ring_until is not None and again_at.astimezone(zone).date() > ring_until
    return tries >= MOST_TRIES or is_too_late
