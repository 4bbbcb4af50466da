"""When the next part may leave by a bind: the pace agreed on, and a brake for when the centre asks for time."""

import asyncio
from time import monotonic

from imbizo.calc.pace import Pace

# A third of what `calc.pace` allows parts to shift against each other; the rest is for the network and the centre.
_TOLERATED = 0.004  # seconds
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0


class Leaving:
    """`limit` is in parts per second. `rest` is for how many seconds nothing may leave at first."""

    def __init__(self, limit: float, *, rest: float = 0.0) -> None:
        self._pace = Pace(limit)
        self._behind = 0.0  # how far the pace's own clock is behind the real one
        self._braked_until = monotonic() + rest
        self._pause = _FIRST_PAUSE

    async def leave(self) -> None:
        """Wait until one more part may leave; it must leave at once then.

        Parts are booked ahead of their time, so that a wait that ends late by a little loses nothing. One that ends
        late by more puts all that follow off: they may not catch up within the same second.
        """
        await self.unbraked()
        at = self._pace.take(1, monotonic() - self._behind) + self._behind
        pause = at - monotonic()
        if pause > 0:
            await asyncio.sleep(pause)
        self._behind += max(0.0, monotonic() - at - _TOLERATED)

    async def unbraked(self) -> None:
        """Wait until the centre has had its time."""
        pause = self._braked_until - monotonic()
        if pause > 0:
            await asyncio.sleep(pause)
            await self.unbraked()  # it may have asked for more

    def brake(self) -> float:
        """The centre asks for time: half a second, each time twice as long. Return for how many seconds.

        Of the many parts on their way that it puts off at once, only the first brakes.
        """
        now = monotonic()
        if now >= self._braked_until:
            self._braked_until = now + self._pause
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        return self._braked_until - now

    def ease(self) -> None:
        """The centre took a part after its time: the next pause is short again."""
        if monotonic() >= self._braked_until:
            self._pause = _FIRST_PAUSE
