"""The day of a gathering as somebody was told it, written so that two can be compared."""

import datetime as dt
from typing import Final

from imbizo.convening.states import GatheringState

OFF: Final = "off"


def day_named(starts_at: dt.datetime | None, state: str) -> str:
    """When it begins, in UTC; `OFF` where it was called off, and nothing while it has no day."""
    if state == GatheringState.CALLED_OFF:
        return OFF
    return starts_at.astimezone(dt.UTC).isoformat() if starts_at else ""


def moment_named(named: str) -> dt.datetime | None:
    """The beginning that was told; None where there was none, or that it is off."""
    return dt.datetime.fromisoformat(named) if named and named != OFF else None
