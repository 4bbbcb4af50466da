"""What the gate asks of which purpose, and the hours that hold for it."""

from collections.abc import Container
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from imbizo.calc import hours
from imbizo.messaging.states import Priority, Purpose

# Sign-in mail can't be stopped by STOP: a person would lock themselves out. The one confirmation follows a STOP.
PASSES_SUPPRESSION = frozenset({Purpose.SECURITY, Purpose.CONFIRMATION})
# Those who have just written may be answered at any hour; danger doesn't wait for the morning.
PASSES_HOURS = frozenset({Purpose.SECURITY, Purpose.CONFIRMATION, Purpose.ANSWER, Purpose.ALERT})
# Whom they go to asked for them.
PASSES_REGISTER = frozenset({Purpose.SECURITY, Purpose.CONFIRMATION})

PRIORITIES = {
    Purpose.SECURITY: Priority.SECURITY,
    Purpose.ALERT: Priority.ALERT,
    Purpose.CONFIRMATION: Priority.CONFIRMATION,
    Purpose.ANSWER: Priority.ANSWER,
}
# For how long a message is worth sending where nobody said so.
WORTH = {Purpose.SECURITY: timedelta(minutes=15), Purpose.ALERT: timedelta(hours=6)}
WORTH_OTHERWISE = timedelta(days=3)


Daily = tuple[time, time]  # from, until (exclusive)
USUAL: Daily = (time(7), time(20))


def hours_for(purpose: str, daily: Daily = USUAL) -> hours.Hours | None:
    """The hours in which messages of the purpose may leave; None for any hour. `daily` is the programme's choice."""
    if purpose in PASSES_HOURS:
        return None
    return hours.MARKETING if purpose == Purpose.DIRECT_MARKETING else hours.everyday(*daily)


def next_hour(
    at: datetime, *, purpose: str, daily: Daily, zone: ZoneInfo, holidays: Container[date]
) -> datetime:
    """`at` itself where the purpose may leave then, else the next allowed minute."""
    allowed = hours_for(purpose, daily)
    return at if allowed is None else hours.next_allowed(at, allowed, zone, holidays)


def use_by_of(purpose: str, not_before: datetime) -> datetime:
    """When a message stops being worth sending where nobody said so."""
    return not_before + WORTH.get(Purpose(purpose), WORTH_OTHERWISE)
