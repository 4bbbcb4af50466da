"""Handing a batch over to a supplier: several requests at once, the first alone, none after Trouble."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Protocol

from imbizo.messaging.gateways.driver import Leave, Outcome, Outgoing, Result, Trouble
from imbizo.messaging.gateways.http.client import Unclear
from imbizo.messaging.states import Health


class NotTaken(Exception):
    """The supplier took nothing, and said so in a way that tells nothing of the message."""


class Stopped(Exception):
    """The gateway can't be used any more; this message was not handed over."""


class Turn(Protocol):
    """How a message waits for its time to leave."""

    def begin(self, parts: int) -> None:
        """Wait until that many parts may leave. Raises Stopped where the gateway can't be used any more."""
        ...

    def more(self, parts: int) -> None:
        """The same for what belongs to a message that has begun to leave."""
        ...


class HandsOver(Protocol):
    """What hands one message over. Raises Trouble, Stopped and NotTaken, after which nothing was; and Unclear."""

    window: int

    def hand_over(self, message: Outgoing, turn: Turn) -> Result: ...


class Doubts:
    """How many answers in a row made no sense. A gateway that has gone mad must not eat the outbox."""

    def __init__(self, allowed: int) -> None:
        self._allowed = allowed
        self._in_a_row = 0
        self.is_proved = False  # it has made sense once since it is driven

    def clear(self) -> None:
        self._in_a_row, self.is_proved = 0, True

    def raised(self, detail: str) -> Trouble | None:
        """One more; the Trouble once it is too many."""
        self._in_a_row += 1
        self.is_proved = False
        return Trouble(Health.CONFUSED, detail) if self._in_a_row >= self._allowed else None


class Sending:
    """One batch on its way. Until the gateway has made sense once, messages go one by one."""

    def __init__(self, supplier: HandsOver, doubts: Doubts, leave: Leave) -> None:
        self._supplier = supplier
        self._doubts = doubts
        self._leave = leave
        self._pace = threading.Lock()
        self._trouble: Trouble | None = None

    def results(self, batch: Sequence[Outgoing]) -> Iterator[Result]:
        """What became of each message that was handed over. Raises the first Trouble, after all results."""
        waiting = list(batch)
        while waiting and not self._doubts.is_proved and not self._trouble:
            yield from self._one(waiting.pop(0))
        if waiting and not self._trouble:
            yield from self._several(waiting)
        if self._trouble:
            raise self._trouble

    def begin(self, parts: int) -> None:
        # One at a time: pace is kept for one thread.
        with self._pace:
            if self._trouble:
                raise Stopped
            self._leave(parts)

    def more(self, parts: int) -> None:
        with self._pace:
            self._leave(parts)

    def _several(self, batch: Sequence[Outgoing]) -> Iterator[Result]:
        with ThreadPoolExecutor(self._supplier.window) as pool:
            for done in as_completed([pool.submit(self._one, message) for message in batch]):
                yield from done.result()

    def _one(self, message: Outgoing) -> list[Result]:
        """Its result, or nothing where it wasn't handed over."""
        try:
            result = self._supplier.hand_over(message, self)
        except Stopped:
            return []
        except Trouble as trouble:
            self._stop(trouble)
            return []
        except NotTaken as refusal:
            self._stop(self._doubts.raised(str(refusal)))
            return [Result(message.id, Outcome.LATER, detail=str(refusal))]
        except Unclear as unclear:
            self._stop(self._doubts.raised(unclear.detail))
            return [_uncertain(message, unclear)]
        self._doubts.clear()
        return [result]

    def _stop(self, trouble: Trouble | None) -> None:
        self._trouble = self._trouble or trouble


def _uncertain(message: Outgoing, unclear: Unclear) -> Result:
    return Result(
        message.id, Outcome.UNKNOWN, refs=unclear.refs, reason=unclear.reason, detail=unclear.detail
    )
