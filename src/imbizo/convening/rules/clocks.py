"""When something was written on a device whose clock can't be trusted."""

from collections.abc import Iterable
from datetime import datetime, timedelta

LEEWAY = timedelta(minutes=2)


def true_time(written: datetime, *, ahead: Iterable[int], earliest: datetime, latest: datetime) -> datetime:
    """The moment by our clock at which a device wrote something.

    `ahead`: by how many seconds its clock was ahead of ours, the likeliest measurement first (now, then when it was
    written: somebody may have set the clock between). The first that puts the moment between `earliest`, when the
    device was opened, and `latest`, when we got it, is right. Where none does, the nearest end of that time is taken.
    """
    guesses = [written - timedelta(seconds=seconds) for seconds in ahead] or [written]
    for guess in guesses:
        if earliest - LEEWAY <= guess <= latest + LEEWAY:
            return min(max(guess, earliest), latest)
    return earliest if guesses[0] < earliest else latest
