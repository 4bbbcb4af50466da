"""Bookings as quarters of an hour, so that a database's unique slots keep two from the same hall.

Rules: engagement.md section 7. A slot is the number of whole quarters since 1970-01-01T00:00Z; every zone in use is
a number of quarters away from UTC, so that a slot is a quarter on any clock.
"""

from datetime import UTC, datetime, timedelta

QUARTER = timedelta(minutes=15)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def slots(starts_at: datetime, ends_at: datetime, setup_minutes: int = 0, cleanup_minutes: int = 0) -> range:
    """The slots that a booking takes: from the quarter in which setting up begins to the one in which cleaning ends.

    Both moments are aware. Raise ValueError for one without a zone, an end that isn't after the start, and minutes
    below zero.
    """
    if starts_at.utcoffset() is None or ends_at.utcoffset() is None:
        raise ValueError("a booking's moments have a zone")
    if starts_at >= ends_at or min(setup_minutes, cleanup_minutes) < 0:
        raise ValueError("a booking begins before it ends")
    begins = starts_at - timedelta(minutes=setup_minutes) - _EPOCH
    ends = ends_at + timedelta(minutes=cleanup_minutes) - _EPOCH
    return range(begins // QUARTER, -(-ends // QUARTER))


def clash(a: range, b: range) -> bool:
    """Whether two bookings share a slot: one that begins when the other ends doesn't."""
    return max(a.start, b.start) < min(a.stop, b.stop)


def moment(slot: int) -> datetime:
    """When a slot begins, in UTC."""
    return _EPOCH + slot * QUARTER
