"""A connection to an SMS centre over SMPP 3.4. The only module that knows aiosmpplib; another library could replace it.

What is written to the centre is made by aiosmpplib. Its ESME isn't used, for three reasons. It acknowledges what the
centre delivers when it is read; we do so once it is stored, or a crash between the two would lose it. It ends the
connection at a status or a report that it doesn't know, which centres send every day. And it remembers each message
until its report comes, if it ever does; the outbox knows them already.
"""

import asyncio
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from time import monotonic

from aiosmpplib import (
    NPI,
    TON,
    BindTransceiver,
    DeliverSmResp,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
    PhoneNumber,
    SmppCommand,
    SmppCommandStatus,
    SmppMessage,
    SubmitSm,
    Unbind,
    UnbindResp,
)

from imbizo.messaging.gateways import smpp_wire as wire
from imbizo.messaging.gateways.driver import Trouble
from imbizo.messaging.gateways.inside import must_be_outside
from imbizo.messaging.gateways.settings import SMPP
from imbizo.messaging.gateways.smpp_wire import Answer, Delivery, Number, Submission
from imbizo.messaging.states import Health

ANSWER_WITHIN = 30.0  # seconds for an answer; well within the lease of `operations.claiming`
_ENQUIRE_AFTER = 30.0  # seconds of silence
_LONGEST_PDU = 70_000  # octets; a message_payload takes at most 65,535
_LAST_SEQUENCE = 0x7FFFFFFF
_LATE_FOR = 10  # times `answer_within` that an answer may be late and still counts
_ENCODINGS = {wire.DEFAULT: None, wire.LATIN_1: "latin_1", wire.UCS2: "ucs2"}
_BUSY = frozenset({wire.SYSTEM_ERROR, wire.THROTTLED, wire.QUEUE_FULL})
_TRY_AGAIN = SmppCommandStatus.ESME_RX_T_APPN

Answered = Callable[[Answer | None], None]  # None: no answer came
Arrived = Callable[["Session", Delivery], None]


@dataclass(slots=True)
class _Awaited:
    answered: Answered
    until: float
    is_late: bool = False


class Session:
    """One connection from its bind to its end; after that a new one is made.

    `arrived` is called for each thing that the centre delivers; `acknowledge` it once it is stored. `answer_within` is
    in seconds, and holds for the bind, for each part, and for signs of life. The first part goes alone: a centre that
    binds and answers nothing more costs one message its certainty, not a whole window.
    """

    def __init__(self, account: SMPP, *, arrived: Arrived, answer_within: float = ANSWER_WITHIN) -> None:
        self._account, self._arrived, self._within = account, arrived, answer_within
        self._awaited: dict[int, _Awaited] = {}
        self._window, self._on_the_way = 1, 0
        self._roomy, self._settled = asyncio.Event(), asyncio.Event()
        self._count(0)
        self._sequence = 0
        self._heard_at = self._answered_at = monotonic()

    async def open(self) -> None:
        """Connect and bind, to send and to receive. Raises Trouble."""
        try:
            self._reader, self._writer = await asyncio.wait_for(self._connected(), self._within)
            await asyncio.wait_for(self._bind(), self._within)
        except ssl.SSLError as error:
            raise Trouble(Health.UNTRUSTED, str(error)) from error
        except (OSError, EOFError) as error:
            # EOFError: it closed the connection. OSError covers refusals, names not found, and time that ran out.
            raise Trouble(Health.UNREACHABLE, str(error) or type(error).__name__) from error
        self._heard_at = self._answered_at = monotonic()

    async def serve(self) -> Trouble:
        """Take in what the centre says until the connection ends, and return why it ended.

        Parts that are unanswered then get None as their answer.
        """
        tasks = {asyncio.create_task(self._read()), asyncio.create_task(self._watch())}
        try:
            done, _pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            return await done.pop()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._writer.close()
            self._abandon()

    @property
    def is_open(self) -> bool:
        return not self._writer.is_closing()

    async def settled(self) -> None:
        """Wait until no answer is awaited any more."""
        await self._settled.wait()

    async def room(self) -> None:
        """Wait until the window has room for one more part. For one sender: nothing is reserved."""
        await self._roomy.wait()

    async def submit(self, part: Submission, answered: Answered) -> None:
        """Submit a part; `answered` is called once with the answer or None, and once more if it comes too late.

        The part is on its way before anything is waited for. Raises ValueError where it can't be written, such as a
        sender in letters that SMPP lacks; then it was not submitted.
        """
        message = _submit_sm(part)
        message.sequence_num = self._next()
        pdu = message.pdu()
        now = monotonic()
        if not self._on_the_way:
            self._answered_at = now
        self._awaited[message.sequence_num] = _Awaited(answered, now + self._within)
        self._count(+1)
        self._writer.write(pdu)
        with suppress(ConnectionError):  # `serve` ends and tells why
            await self._writer.drain()

    def acknowledge(self, delivery: Delivery, *, is_stored: bool) -> None:
        """Tell the centre that the delivery is stored, or that it must try again. Nothing once the session is over."""
        self._write(DeliverSmResp(delivery.sequence, SmppCommandStatus.ESME_ROK if is_stored else _TRY_AGAIN))

    def unbind(self) -> None:
        """Say goodbye; `serve` returns when the centre has."""
        self._write(Unbind(self._next()))

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        await asyncio.to_thread(must_be_outside, self._account.host, self._account.port)
        context = ssl.create_default_context() if self._account.tls else None
        return await asyncio.open_connection(self._account.host, self._account.port, ssl=context)

    async def _bind(self) -> None:
        try:
            await self._ask_to_bind()
        except BaseException:
            self._writer.close()
            raise

    async def _ask_to_bind(self) -> None:
        account = self._account
        try:
            request = BindTransceiver(
                sequence_num=self._next(),
                system_id=account.system_id,
                password=account.password,
                system_type=account.system_type,
            )
            self._writer.write(request.pdu())
            _length, command, status, _sequence = wire.HEADER.unpack_from(await self._read_pdu())
        except ValueError as error:
            raise Trouble(Health.MISCONFIGURED, str(error)) from error
        if command not in {SmppCommand.BIND_TRANSCEIVER_RESP, SmppCommand.GENERIC_NACK}:
            raise Trouble(Health.CONFUSED, f"command {command:#010x}")
        if status != wire.OK:
            raise Trouble(Health.UNREACHABLE if status in _BUSY else Health.REFUSED, said(status))

    async def _read(self) -> Trouble:
        """Take in PDUs until the connection ends."""
        try:
            while True:
                pdu = await self._read_pdu()
                self._heard_at = monotonic()
                if not self._take(pdu):
                    return Trouble(Health.UNREACHABLE, "unbind")
        except Trouble as trouble:
            return trouble
        except (OSError, EOFError) as error:
            return Trouble(Health.UNREACHABLE, str(error) or type(error).__name__)
        finally:
            self._writer.close()  # before anybody submits another part

    async def _read_pdu(self) -> bytes:
        """Raises Trouble where what comes isn't SMPP."""
        header = await self._reader.readexactly(wire.HEADER.size)
        length: int = wire.HEADER.unpack(header)[0]
        if not wire.HEADER.size <= length <= _LONGEST_PDU:
            raise Trouble(Health.CONFUSED, f"a PDU of {length} octets")
        return header + await self._reader.readexactly(length - wire.HEADER.size)

    def _take(self, pdu: bytes) -> bool:
        """Take one PDU in; False where the connection ends with it."""
        _length, command, status, sequence = wire.HEADER.unpack_from(pdu)
        match command:
            case SmppCommand.SUBMIT_SM_RESP | SmppCommand.GENERIC_NACK:
                self._take_answer(sequence, status, pdu)
            case SmppCommand.DELIVER_SM:
                self._take_delivery(sequence, pdu)
            case SmppCommand.ENQUIRE_LINK:
                self._write(EnquireLinkResp(sequence))
            case SmppCommand.UNBIND:
                self._write(UnbindResp(sequence))
                return False
            case SmppCommand.UNBIND_RESP:
                return False
            case _ if not command & SmppCommand.GENERIC_NACK:
                self._write(GenericNack(sequence, SmppCommandStatus.ESME_RINVCMDID))
        return True

    def _take_answer(self, sequence: int, status: int, pdu: bytes) -> None:
        awaited = self._awaited.pop(sequence, None)
        if awaited is None:
            return
        self._answered_at, self._window = self._heard_at, max(1, self._account.window)
        if not awaited.is_late:
            self._count(-1)
        if status == wire.OK:
            awaited.answered(Answer(status, wire.read_reference(pdu)))
        else:
            awaited.answered(Answer(status, said=said(status)))

    def _take_delivery(self, sequence: int, pdu: bytes) -> None:
        try:
            delivery = wire.read_delivery(pdu)
        except ValueError:
            self._write(GenericNack(sequence, SmppCommandStatus.ESME_RINVMSGLEN))
        else:
            self._arrived(self, delivery)

    async def _watch(self) -> Trouble:
        """Ask for a sign of life where all is silent, give up parts without an answer, and a centre without either."""
        asked = False
        while True:
            await asyncio.sleep(min(1.0, self._within / 4))
            now, silence = monotonic(), monotonic() - self._heard_at
            if silence > _ENQUIRE_AFTER + self._within:
                return Trouble(Health.UNREACHABLE, f"timeout, {silence:.0f} s")
            if silence > _ENQUIRE_AFTER and not asked:
                self._write(EnquireLink(self._next()))
            asked = silence > _ENQUIRE_AFTER
            overdue = [each for each in self._awaited.values() if each.until < now and not each.is_late]
            if overdue and now - self._answered_at > self._within:
                return Trouble(Health.UNREACHABLE, f"timeout, {self._within:.0f} s")
            self._give_up(overdue)
            self._forget(before=now - _LATE_FOR * self._within)

    def _forget(self, *, before: float) -> None:
        """Parts whose time was over before that instant won't be answered any more."""
        for sequence in [sequence for sequence, each in self._awaited.items() if each.until < before]:
            del self._awaited[sequence]

    def _abandon(self) -> None:
        awaited, self._awaited = self._awaited, {}
        self._give_up([each for each in awaited.values() if not each.is_late])

    def _give_up(self, overdue: Iterable[_Awaited]) -> None:
        """Await these no longer; for a while an answer still counts."""
        for each in overdue:
            each.is_late = True
            self._count(-1)
            each.answered(None)

    def _count(self, more: int) -> None:
        """Count the parts on their way, and open or close the window."""
        self._on_the_way += more
        _set(self._roomy, to=self._on_the_way < self._window)
        _set(self._settled, to=self._on_the_way == 0)

    def _next(self) -> int:
        self._sequence = self._sequence % _LAST_SEQUENCE + 1
        return self._sequence

    def _write(self, message: SmppMessage) -> None:
        if not self._writer.is_closing():
            self._writer.write(message.pdu())


def _set(event: asyncio.Event, *, to: bool) -> None:
    if to:
        event.set()
    else:
        event.clear()


def said(status: int) -> str:
    """A status in the words of the specification, with its number; suppliers have numbers of their own, too."""
    try:
        return f"{SmppCommandStatus(status).description} ({status:#04x})"
    except ValueError:
        return f"{status:#04x}"


def _submit_sm(part: Submission) -> SubmitSm:
    """The library's form of a part. Raises ValueError where it can't be written."""
    message = SubmitSm(
        short_message=" ",  # it must have one; the octets below take its place
        source=_phone(part.source),
        destination=_phone(part.destination),
        esm_class=part.esm_class,
        priority_flag=int(part.is_urgent),
        validity_period=part.use_by.astimezone(UTC) if part.use_by else None,
        registered_delivery=int(part.asks_for_report),
        encoding=_ENCODINGS[part.data_coding],
    )
    message.set_encoded_message(part.octets)
    return message


def _phone(number: Number) -> PhoneNumber:
    return PhoneNumber(number.digits, TON(number.ton), NPI(number.npi))
