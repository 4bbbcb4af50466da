"""The pace of a gateway: never more parts than its limit in any sliding second, and hardly less when busy.

Rules: engagement.md section 4. The method joins two known ones: the generic cell rate algorithm (ITU-T I.371),
which spaces parts evenly, and a log of what left in the last window, which makes the limit hard where a message of
several parts leaves at once.

Instants are seconds of any clock that never runs backwards; they are passed in.
"""

import math
from collections import deque


class Pace:
    """Books departures for one connection; not for several threads at once.

    `limit` is in parts per `window` seconds and its whole part counts: at 2.5 a second, no sliding second holds a
    third part. Below 1 it spaces single parts: 0.5 a second is one part in two seconds.

    `slack` is in seconds: windows are kept that much longer, so that parts which the network shifts against each
    other by up to `slack` don't pass the limit where they arrive. At one second it costs 1.2 % of the limit.

    Parts booked together leave together, and only whole messages fit into a window: at 10 a second, messages of
    three parts go three at a time. A gateway that takes parts singly books them singly and loses nothing.
    """

    def __init__(self, limit: float, *, window: float = 1.0, slack: float = 0.012) -> None:
        """Raise ValueError unless `limit` and `window` are above zero, `slack` isn't below, and all are finite."""
        if not (math.isfinite(limit + window + slack) and limit > 0 and window > 0 and slack >= 0):
            raise ValueError("a pace needs a limit and a window above zero, and a slack that isn't negative")
        self._capacity = max(1, math.floor(limit))
        self._span = window / min(1.0, limit) + slack
        self._free = -math.inf
        self._left: deque[tuple[float, int]] = deque()
        self._held = 0

    def take(self, parts: int, now: float) -> float:
        """Book the parts; return the earliest instant from `now` on at which they may leave, together.

        Bookings leave in the order in which they were made. A message of more parts than the limit can't keep it:
        it leaves alone, after an empty window, and what follows waits until its parts are worked off.
        Raise ValueError for less than one part.
        """
        if parts < 1:
            raise ValueError("a message has at least one part")
        at = self._earliest(parts, now)
        self._forget(at)
        self._left.append((at, parts))
        self._held += parts
        self._free = at + parts * self._span / self._capacity
        return at

    def wait(self, now: float) -> float:
        """The seconds from `now` until one more part may leave; 0.0 if it may at once. Books nothing."""
        return max(0.0, self._earliest(1, now) - now)

    def _earliest(self, parts: int, now: float) -> float:
        at, held = max(now, self._free), self._held
        for left_at, count in self._left:
            if held + parts <= self._capacity:
                break
            at = max(at, left_at + self._span)
            held -= count
        return at

    def _forget(self, at: float) -> None:
        """Drop what has left the window that ends at `at`."""
        while self._left and self._left[0][0] + self._span <= at:
            self._held -= self._left.popleft()[1]
