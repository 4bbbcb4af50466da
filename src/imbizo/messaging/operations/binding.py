"""The loop that joins the outbox and one connection to an SMS centre; `docs/developer/gateways.md` draws it.

Each connection has a process of its own, which alone owns it and its share of the gateway's pace.
"""

import asyncio
from collections import deque
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any

from django.utils.crypto import get_random_string

from imbizo.calc.errors import CalcError
from imbizo.messaging.gateways import Outcome, Outgoing, Result, Trouble
from imbizo.messaging.gateways.handover import Handover
from imbizo.messaging.gateways.leaving import Leaving
from imbizo.messaging.gateways.settings import SMPP
from imbizo.messaging.gateways.smpp import ANSWER_WITHIN, Session
from imbizo.messaging.gateways.smpp_wire import LATER, OK, Answer, submissions
from imbizo.messaging.models import Gateway
from imbizo.messaging.operations.claiming import LEASE, claim, outgoing, waits
from imbizo.messaging.operations.health import say_trouble, say_well
from imbizo.messaging.operations.ledger import Ledger
from imbizo.messaging.operations.recording import release
from imbizo.messaging.states import Health, Reason

IDLE = 0.2  # seconds between two looks at an empty outbox
_WINDOW_ENDS = 2.5  # seconds that a stop waits for answers; `run.py` kills after four
_GOODBYE = 0.3  # seconds
_MOST_CLAIMED = 500
_LONG_ENOUGH = 300.0  # seconds; a connection that lasted so long was a good one
_SHOWN_FOR = 30.0  # seconds that the page goes on saying that the centre asked for time
_INVALID_SENDER = 0x0A
_FIRST_REST, _LONGEST_REST = 0.2, 60.0
# Centres lock out whoever insists on a wrong password.
_FIRST_REST_REFUSED, _LONGEST_REST_REFUSED = 5.0, 300.0


class Binding:
    """One of the gateway's connections, the `number`th, until `stop` is called.

    `answer_within` is in seconds, well below the lease of a claim. `rest` is for how many seconds nothing leaves at
    first, where another process may just have sent.
    """

    def __init__(
        self,
        gateway: Gateway,
        account: SMPP,
        *,
        number: int = 1,
        answer_within: float = ANSWER_WITHIN,
        rest: float = 0.0,
    ) -> None:
        self._gateway, self._account, self._within = gateway, account, answer_within
        self._name = f"bind-{number}-{get_random_string(20)}"
        pace = float(gateway.parts_per_second) / gateway.binds
        self._leaving = Leaving(pace, rest=rest)
        # As many as leave in a second, so that a STOP finds the others waiting, and no more than a window.
        self._batch = max(1, min(int(pace), account.window, _MOST_CLAIMED))
        # Seconds from the claim until no further part is submitted: its answer must come before the lease ends.
        self._lease = max(1.0, LEASE.total_seconds() - answer_within - 10.0)
        self._ledger = Ledger(gateway, account.alphabet)
        self._ready: deque[Handover] = deque()
        self._current: Handover | None = None
        self._filled, self._wanted, self._stopped = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._failures = 0
        self._slowed_at: float | None = None

    def stop(self) -> None:
        """Claim nothing more, wait for the answers that are due, write them down, say goodbye."""
        self._stopped.set()

    async def run(self) -> None:
        """Stay bound until `stop`. Whatever ends it otherwise is an error of ours, and raised."""
        keeping = asyncio.create_task(self._ledger.keep())
        try:
            while not self._stopped.is_set() and not keeping.done():
                await self._rest_after(await self._session(keeping))
        finally:
            self._give_up_rest()
            self._ledger.finish()
            await keeping

    async def _session(self, keeping: "asyncio.Task[None]") -> Trouble | None:
        """One connection, from bind to end; why it ended, or None where it was to end."""
        session = Session(self._account, arrived=self._ledger.take_in, answer_within=self._within)
        try:
            await session.open()
        except Trouble as trouble:
            return trouble
        self._ledger.remark(partial(say_well, gateway=self._gateway))
        began = monotonic()
        ended_by = await self._work(session, keeping)
        if monotonic() - began > _LONG_ENOUGH:
            self._failures = 0
        return ended_by

    async def _work(self, session: Session, keeping: "asyncio.Task[None]") -> Trouble | None:
        """Send by the session until it ends, or all is to end."""
        serving = asyncio.create_task(session.serve())
        sending = [asyncio.create_task(self._claim()), asyncio.create_task(self._send(session))]
        stopping = asyncio.create_task(self._stopped.wait())
        watched = {serving, *sending, stopping, keeping}
        done, _pending = await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED)
        await _ended(sending)
        await self._put_back()
        if serving not in done:
            await _farewell(session, serving)
        await _ended([serving, stopping])
        _raise_first(done - {serving, stopping})
        return serving.result() if serving in done else None

    async def _claim(self) -> None:
        """Keep about a second's worth of messages ready to be submitted."""
        while True:
            await self._leaving.unbraked()
            if not await self._claimed():
                self._forget_slowness()
                await asyncio.sleep(IDLE)
            elif len(self._ready) > self._batch // 2:
                self._wanted.clear()
                await self._wanted.wait()

    async def _claimed(self) -> bool:
        """Make a batch ready that is durably marked as being handed over; False where nothing waits.

        Once asked for, it is awaited even if this is to end, or the batch would be lost to the lease.
        """
        claiming = asyncio.ensure_future(self._ledger.ask(self._claim_now))
        try:
            batch = await asyncio.shield(claiming)
        except asyncio.CancelledError:
            self._make_ready(await claiming or [])
            raise
        self._make_ready(batch or [])
        return batch is not None

    def _make_ready(self, batch: Iterable[Handover | Result]) -> None:
        for each in batch:
            if isinstance(each, Result):
                self._ledger.note(each)
            else:
                self._ready.append(each)
                self._filled.set()

    def _claim_now(self) -> list[Handover | Result] | None:
        """In the ledger's thread."""
        if not waits(gateway=self._gateway):
            return None
        messages = claim(gateway=self._gateway, limit=self._batch, by=self._name)
        until = monotonic() + self._lease
        return [self._handover(outgoing(message), until) for message in messages]

    def _handover(self, message: Outgoing, until: float) -> Handover | Result:
        try:
            return Handover(message.id, submissions(message, self._account), until=until)
        except CalcError as error:
            # More parts than a header can number: no centre takes it.
            return Result(message.id, Outcome.REFUSED, reason=Reason.REJECTED, detail=str(error))

    async def _send(self, session: Session) -> None:
        """Submit what is ready, while the session is open; then it is about to be cancelled."""
        while session.is_open:
            self._current = handover = await self._next()
            try:
                await self._hand_over(session, handover)
            finally:
                self._current = None
                # Its turn was broken off: what is left of it goes first, or back.
                if handover.is_wanting:
                    self._ready.appendleft(handover)
        await asyncio.sleep(_LONG_ENOUGH)

    async def _next(self) -> Handover:
        while not self._ready:
            self._filled.clear()
            self._wanted.set()
            await self._filled.wait()
        if len(self._ready) <= self._batch // 2:
            self._wanted.set()
        return self._ready.popleft()

    async def _hand_over(self, session: Session, handover: Handover) -> None:
        """Submit the parts that are wanting, each at its time."""
        while handover.is_wanting:
            await session.room()
            await self._leaving.leave()
            if not session.is_open:
                return
            if monotonic() > handover.until:
                self._note(handover.give_up())
            elif (place := handover.take()) is not None:
                await self._submit(session, handover, place)

    async def _submit(self, session: Session, handover: Handover, place: int) -> None:
        try:
            await session.submit(handover.parts[place], partial(self._answered, handover, place))
        except ValueError as error:
            self._answered(handover, place, Answer(_INVALID_SENDER, said=str(error)))

    def _answered(self, handover: Handover, place: int, answer: Answer | None) -> None:
        result = handover.answered(place, answer)
        self._note(result)
        if answer is not None and answer.status == OK:
            self._taken()
        elif answer is not None and answer.status in LATER:
            self._slow_down(answer)
            if handover.is_wanting and handover is not self._current:
                self._ready.appendleft(handover)
                self._filled.set()

    def _note(self, result: Result | None) -> None:
        if result is not None:
            self._ledger.note(result)

    def _taken(self) -> None:
        self._failures = 0
        self._leaving.ease()
        self._forget_slowness()

    def _slow_down(self, answer: Answer) -> None:
        pause = self._leaving.brake()
        if self._slowed_at is None:
            self._say(Trouble(Health.THROTTLED, answer.said), pause)
        self._slowed_at = monotonic()

    def _forget_slowness(self) -> None:
        """Say that all is well again once it was so for a while, not between one time of asking and the next."""
        if self._slowed_at is not None and monotonic() - self._slowed_at > _SHOWN_FOR:
            self._slowed_at = None
            self._ledger.remark(partial(say_well, gateway=self._gateway))

    def _say(self, trouble: Trouble, rest: float) -> None:
        work = partial(say_trouble, gateway=self._gateway, trouble=trouble, rest=timedelta(seconds=rest))
        self._ledger.remark(work)

    async def _put_back(self) -> None:
        """Give back what is ready; a message of which the centre has parts stays, to go on with the next session."""
        untouched = [handover.id for handover in self._ready if handover.is_untouched]
        self._ready = deque(each for each in self._ready if not each.is_untouched and each.is_wanting)
        if untouched:
            await self._ledger.ask(partial(release, ids=untouched))

    def _give_up_rest(self) -> None:
        while self._ready:
            self._note(self._ready.popleft().give_up())

    async def _rest_after(self, trouble: Trouble | None) -> None:
        """Leave the centre alone for a while, after each failure twice as long as after the one before."""
        if trouble is None:
            return
        refused = trouble.health in {Health.REFUSED, Health.MISCONFIGURED}
        first = _FIRST_REST_REFUSED if refused else _FIRST_REST
        longest = _LONGEST_REST_REFUSED if refused else _LONGEST_REST
        rest = min(longest, first * 2.0 ** min(self._failures, 16))
        self._failures += 1
        self._say(trouble, rest)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), rest)


async def _farewell(session: Session, serving: "asyncio.Task[Trouble]") -> None:
    """Wait for the answers that are due, for a while, and unbind."""
    settling = asyncio.create_task(session.settled())
    await asyncio.wait({serving, settling}, timeout=_WINDOW_ENDS, return_when=asyncio.FIRST_COMPLETED)
    settling.cancel()
    session.unbind()
    await asyncio.wait({serving}, timeout=_GOODBYE)


async def _ended(tasks: "Collection[asyncio.Task[Any]]") -> None:
    """Cancel the tasks and wait until they have ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _raise_first(tasks: "Iterable[asyncio.Task[Any]]") -> None:
    """Raise what a task ended by."""
    for task in tasks:
        if not task.cancelled() and (error := task.exception()) is not None:
            raise error
