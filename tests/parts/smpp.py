"""An SMPP 3.4 centre that tests can ask to misbehave: smpp34's server, behind a line that can be cut.

    with Centre() as centre:
        centre.throttle(times=3)
        centre.reports_are(Receipt("UNDELIV"), Receipt("DELIVRD", wait=0.1))
        ...
        [submit] = centre.wait_for(1)

`python -m tests.parts.smpp --port N --log FILE` runs a well-behaved one in a process of its own, for benches.
"""

import argparse
import asyncio
import signal
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import smpp34

from tests.parts import HOST, PATIENCE, free_port, wait_until
from tests.parts.smpp_line import ANSWER, BINDS, SUBMIT, Connection, Line, Pdu
from tests.parts.smpp_reports import Reports
from tests.parts.smpp_rules import Deed, Rule
from tests.parts.smpp_wire import HAS_HEADER, Encoding, Ids, Receipt, Status, Submit, Tag, in_parts

T = TypeVar("T")
FIRST = 0xA0000000  # the first message's number: its two spellings, hex and decimal, never look alike
TAKE = Rule(Status.OK)
ENDINGS = {signal.SIGTERM, signal.SIGINT}
INBOUND_CAPACITY = 20_000  # submits that wait for an answer


@dataclass(frozen=True)
class Bind:
    """An attempt of a client to bind."""

    at: float  # time.monotonic()
    system_id: str
    mode: str  # transmitter, receiver or transceiver
    taken: bool


class Centre:
    """An SMPP server in a thread of its own, on a port that stays the same when it stops and starts again."""

    def __init__(
        self,
        *,
        port: int | None = None,
        system_id: str = "imbizo",
        password: str = "secret",
        ids: Ids = Ids.HEX_THEN_DECIMAL,
        log: Path | None = None,
    ) -> None:
        self.host, self.port = HOST, port or free_port()
        self.system_id, self.password = system_id, password
        self.ids = ids
        # A refused bind has no body, says the specification (4.1.2); most centres send an empty name all the same.
        self.terse = False
        self._submits: list[Submit] = []
        self._binds: list[Bind] = []
        self._rules: list[Rule] = []
        self._unanswered: defaultdict[tuple[str, str, bytes], deque[Submit]] = defaultdict(deque)
        self._reports = Reports(lambda submit: self.ids.reported(submit.number))
        self._references = 0
        self._frozen = False
        self._log = log.open("a", buffering=1) if log else None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="smpp-centre", daemon=True)
        behind = free_port()
        self._server = smpp34.Server(HOST, behind, inbound_capacity=INBOUND_CAPACITY)
        self._line = Line(behind=behind, upward=self._upward, downward=self._downward)

    # Its life

    def __enter__(self) -> Self:
        self._thread.start()
        self._run(self._open())
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()
        if self._log:
            self._log.close()

    def start(self) -> None:
        """Listen, on the same port as before."""
        self._run(self._line.open(self.port))

    def stop(self) -> None:
        """Refuse connections and cut those that stand, as when the supplier's machine is down."""
        self._end_sessions(self._line.close)

    def cut(self) -> None:
        """Cut all connections now; clients may connect again."""
        self._end_sessions(self._line.cut)

    # What it has seen

    @property
    def submits(self) -> list[Submit]:
        """Every submit_sm so far, in the order of the wire, also those that were refused or never answered."""
        return list(self._submits)

    @property
    def taken(self) -> list[Submit]:
        """The submits that the centre accepted."""
        return [submit for submit in self.submits if submit.taken]

    @property
    def binds(self) -> list[Bind]:
        return list(self._binds)

    @property
    def bound(self) -> bool:
        """Whether a client is bound."""
        return bool(self._reports.sessions)

    @property
    def reports_owed(self) -> int:
        """How many reports wait for a client that takes them; they are sent as soon as it binds."""
        return len(self._reports.owed)

    def wait_for(self, count: int, *, patience: float = PATIENCE) -> list[Submit]:
        """All submits, as soon as there are so many."""
        wait_until(lambda: len(self._submits) >= count, f"{count} submits", patience=patience)
        return self.submits

    def wait_for_bind(self, *, patience: float = PATIENCE) -> None:
        wait_until(lambda: self._reports.receiver() is not None, "a client that receives", patience=patience)

    # How it behaves

    def answer(
        self,
        what: Status | Deed,
        *,
        times: int | None = None,
        after: int = 0,
        every: int = 1,
        seconds: float | None = None,
        to: str | None = None,
    ) -> None:
        """Answer submits so: so many `times`, those of the coming `seconds`, `every` nth, those `to` a number.

        The conditions hold together; `after` lets so many pass first. Of several rules the oldest wins.
        """
        until = time.monotonic() + seconds if seconds is not None else None
        self._rules.append(Rule(what, left=times, after=after, every=every, until=until, to=to))

    def throttle(self, *, times: int | None = None, every: int = 1, seconds: float | None = None) -> None:
        """Say "too fast" (0x58): so many times, to every nth, or for a while."""
        self.answer(Status.THROTTLED, times=times, every=every, seconds=seconds)

    def fill_the_queue(self, *, times: int = 1) -> None:
        """Say "queue full" (0x14), which passes."""
        self.answer(Status.QUEUE_FULL, times=times)

    def refuse(self, number: str, status: Status = Status.INVALID_DESTINATION) -> None:
        """Never take messages to this number."""
        self.answer(status, to=number)

    def hang(self, *, times: int | None = None) -> None:
        """Take submits in and never answer them."""
        self.answer(Deed.HANG, times=times)

    def freeze(self) -> None:
        """Hold the line and say nothing at all, to binds and enquiries neither."""
        self._frozen = True

    def cut_after(self, count: int, *, answered: bool) -> None:
        """Cut the connection at the `count`th submit from now, just before or just after its answer."""
        self.answer(Deed.CUT_ANSWERED if answered else Deed.CUT_UNANSWERED, after=count - 1, times=1)

    def behave(self) -> None:
        """Take everything again."""
        self._rules.clear()
        self._frozen = False

    # What it tells

    def reports_are(self, *receipts: Receipt, to: str | None = None) -> None:
        """From now on each message (`to` that number) that asks for reports gets these; none at all: silence."""
        self._reports.plan(receipts, to)

    def report(self, submit: Submit, receipt: Receipt | None = None) -> int:
        """Report on a message now; the client's answer."""
        message_id = self.ids.reported(submit.number)
        return self.report_on(message_id, receipt, phone=submit.destination, sender=submit.source)

    def report_on(self, message_id: str, receipt: Receipt | None = None, *, phone: str, sender: str) -> int:
        """Report now under any id, such as one that never was; the client's answer."""
        self.wait_for_bind()
        return self._run(self._reports.report(phone, sender, receipt or Receipt(), message_id))

    def say(
        self, from_: str, to: str, text: str, *, encoding: Encoding = Encoding.GSM, parts: int = 1
    ) -> list[int]:
        """A text from a phone to the client, and the client's answer to each of its parts."""
        self._references += 1
        pieces = in_parts(text, encoding, parts=parts, reference=self._references)
        esm_class = HAS_HEADER if parts > 1 else 0
        return [self.say_bytes(from_, to, data, encoding, esm_class=esm_class) for data in pieces]

    def say_bytes(self, from_: str, to: str, data: bytes, data_coding: int = 0, *, esm_class: int = 0) -> int:
        """Bytes from a phone to the client, whatever they mean, and the client's answer."""
        self.wait_for_bind()
        return self._run(self._reports.say(from_, to, data, data_coding=data_coding, esm_class=esm_class))

    # Its inside, which runs in the loop's thread

    def _run(self, work: Coroutine[object, object, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    async def _open(self) -> None:
        await self._server.start()
        self._serving = asyncio.create_task(self._serve())

    async def _close(self) -> None:
        self._serving.cancel()
        await self._server.stop()
        await self._reports.close()

    def _end_sessions(self, how: Callable[[], None]) -> None:
        # A client may bind again before we look: what counts is that these sessions are gone.
        standing = set(self._reports.sessions)
        self._loop.call_soon_threadsafe(how)
        wait_until(lambda: standing.isdisjoint(tuple(self._reports.sessions)), "the sessions to end")

    async def _serve(self) -> None:
        while True:
            event = await self._server.next()
            if isinstance(event, smpp34.SubmitSmEvent):
                self._settle(event)
            elif isinstance(event, smpp34.Esme):
                self._reports.joined(event)
            else:
                self._reports.left(event.session_id)

    def _upward(self, connection: Connection, pdu: Pdu) -> bool:
        if self._frozen:
            return False
        if pdu.command == SUBMIT:
            return self._submitted(connection, pdu)
        if pdu.command in BINDS:
            return self._binding(connection, pdu)
        return True

    def _downward(self, connection: Connection, pdu: Pdu) -> bool:
        if pdu.command == SUBMIT | ANSWER and pdu.sequence == connection.last_answer:
            connection.ends = True
        return True

    def _binding(self, connection: Connection, pdu: Pdu) -> bool:
        system_id, password = (text.decode() for text in pdu.raw[16:].split(b"\0", 2)[:2])
        taken = (system_id, password) == (self.system_id, self.password)
        self._binds.append(Bind(time.monotonic(), system_id, BINDS[pdu.command], taken))
        if not taken:
            body = b"" if self.terse else b"\0"
            connection.client.write(pdu.answered_with(Status.INVALID_PASSWORD, body))
            connection.hang_up()
        return taken

    def _submitted(self, connection: Connection, pdu: Pdu) -> bool:
        decoded = smpp34.decode(pdu.raw)
        assert isinstance(decoded, smpp34.SubmitSm)
        submit = Submit.of(decoded, at=time.monotonic(), number=FIRST + len(self._submits))
        rule = self._rule_for(submit)
        submit.status = rule.status
        self._record(submit)
        if rule.what is Deed.CUT_UNANSWERED:
            connection.hang_up()
        elif rule.what is Deed.CUT_ANSWERED:
            connection.last_answer = pdu.sequence
        return submit.status is not None

    def _rule_for(self, submit: Submit) -> Rule:
        for rule in tuple(self._rules):
            if rule.over(submit.at):
                self._rules.remove(rule)
            elif rule.strikes(submit):
                return rule
        return TAKE

    def _record(self, submit: Submit) -> None:
        self._submits.append(submit)
        if submit.status is not None:
            self._unanswered[submit.source, submit.destination, submit.data].append(submit)
        if self._log:
            self._log.write(submit.line())

    def _settle(self, event: smpp34.SubmitSmEvent) -> None:
        """Answer a submit as decided when the line saw it; smpp34 hands submits over in any order."""
        submit = self._unanswered[_key_of(event)].popleft()
        if submit.taken:
            self._reports.take(event, submit, self.ids.submitted(submit.number))
        else:
            event.reject(submit.status or Status.SYSTEM_ERROR)


def _key_of(event: smpp34.SubmitSmEvent) -> tuple[str, str, bytes]:
    return event.source_addr, event.destination_addr, event.short_message or _payload(event)


def _payload(event: smpp34.SubmitSmEvent) -> bytes:
    return next((tlv.value for tlv in event.tlvs if tlv.tag == Tag.MESSAGE_PAYLOAD), b"")


def main() -> None:
    """Run a well-behaved centre until SIGTERM or SIGINT."""
    options = argparse.ArgumentParser(description=main.__doc__)
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--log", type=Path, help="where each submit is written, as a line of JSON")
    options.add_argument("--system-id", default="imbizo")
    options.add_argument("--password", default="secret")
    options.add_argument("--silent", action="store_true", help="send no delivery reports")
    options.add_argument("--ids", choices=[each.name for each in Ids], default=Ids.HEX_THEN_DECIMAL.name)
    chosen = options.parse_args()
    # Blocked before any thread starts, so that the signal waits for sigwait below.
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    with Centre(
        port=chosen.port,
        system_id=chosen.system_id,
        password=chosen.password,
        log=chosen.log,
        ids=Ids[chosen.ids],
    ) as centre:
        if chosen.silent:
            centre.reports_are()
        signal.sigwait(ENDINGS)


if __name__ == "__main__":
    main()
