"""When the next part may leave by a bind: the pace agreed on, and a brake for when the centre asks for time."""

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic

from imbizo.calc.pace import Pace

# Seconds. A process that was held up may make up for so much; how many leave in a second is limited all the same.
_CATCH_UP = 0.2
# The network may shift parts against each other by so much without the limit being passed where they arrive.
_SLACK = 0.012
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0


class Leaving:
    """`limit` is in parts per second. `rest` is for how many seconds nothing may leave at first.

    `clock` gives the present instant in seconds and never runs backwards, `sleep` waits.

    Two rules hold together. `calc.pace` spaces the parts evenly, by the instants for which it booked them. And no part
    leaves within a second of the one that left a whole limit before it, by the instants at which they really left: one
    that was late holds up the part a whole limit after it, and no other.
    """

    def __init__(
        self,
        limit: float,
        *,
        rest: float = 0.0,
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._now, self._sleep = clock, sleep
        self._pace = Pace(limit, slack=_SLACK)
        self._span = 1.0 / min(1.0, limit) + _SLACK
        self._left: deque[float] = deque(maxlen=max(1, math.floor(limit)))
        self._braked_until = self._now() + rest
        self._pause = _FIRST_PAUSE

    async def leave(self) -> None:
        """Wait until one more part may leave; it must leave at once then."""
        await self.unbraked()
        booked = self._pace.take(1, self._now() - _CATCH_UP)
        pause = max(booked, self._window_opens()) - self._now()
        if pause > 0:
            await self._sleep(pause)
        self._left.append(self._now())

    def _window_opens(self) -> float:
        """The instant from which one more part keeps to the limit."""
        return self._left[0] + self._span if len(self._left) == self._left.maxlen else -math.inf

    async def unbraked(self) -> None:
        """Wait until the centre has had its time."""
        pause = self._braked_until - self._now()
        if pause > 0:
            await self._sleep(pause)
            await self.unbraked()  # it may have asked for more

    def brake(self) -> float:
        """The centre asks for time: half a second, each time twice as long. Return for how many seconds.

        Of the many parts on their way that it puts off at once, only the first brakes.
        """
        now = self._now()
        if now >= self._braked_until:
            self._braked_until = now + self._pause
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        return self._braked_until - now

    def ease(self) -> None:
        """The centre took a part after its time: the next pause is short again."""
        if self._now() >= self._braked_until:
            self._pause = _FIRST_PAUSE
