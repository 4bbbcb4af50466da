"""What the SMPP centre sends to its clients: delivery reports as planned, and texts from phones."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass

import smpp34

from tests.parts.smpp_wire import IS_RECEIPT, Receipt, Status, Submit

LONGEST_SHORT_CODE = 6  # digits
ALL = None  # the plan for numbers that have none of their own


@dataclass(frozen=True)
class Owed:
    """A report that no client has taken yet."""

    phone: str
    sender: str  # whose message it was
    receipt: Receipt
    message_id: str


class Reports:
    """Sends over whichever session receives; what none takes is owed, and sent when the next one binds."""

    def __init__(self, reported_id: Callable[[Submit], str]) -> None:
        self.sessions: dict[str, smpp34.Esme] = {}
        self.owed: list[Owed] = []
        self._reported_id = reported_id
        self._plans: dict[str | None, tuple[Receipt, ...]] = {ALL: (Receipt(),)}
        self._tasks: set[asyncio.Task[None]] = set()

    def plan(self, receipts: Sequence[Receipt], to: str | None) -> None:
        self._plans[to] = tuple(receipts)

    def joined(self, session: smpp34.Esme) -> None:
        self.sessions[session.session_id] = session
        owed, self.owed = self.owed, []
        self._start(self._send(owed))

    def left(self, session_id: str) -> None:
        self.sessions.pop(session_id, None)

    def receiver(self) -> smpp34.Esme | None:
        """The client that bound last of those that receive."""
        return next((session for session in reversed(self.sessions.values()) if session.can_receive), None)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def take(self, event: smpp34.SubmitSmEvent, submit: Submit, message_id: str) -> None:
        """Accept the submit, and report on it as planned, before or after."""
        planned = self._plans.get(submit.destination, self._plans[ALL])
        receipts = [receipt for receipt in planned if receipt.wanted_by(submit)]
        if any(receipt.early for receipt in receipts):
            self._start(self._take_late(event, submit, message_id, receipts))
            return
        event.accept(message_id)
        if receipts:
            self._start(self._send(self._all_owed(submit, receipts)))

    async def _take_late(
        self, event: smpp34.SubmitSmEvent, submit: Submit, message_id: str, receipts: list[Receipt]
    ) -> None:
        await self._send(self._all_owed(submit, [receipt for receipt in receipts if receipt.early]))
        event.accept(message_id)
        await self._send(self._all_owed(submit, [receipt for receipt in receipts if not receipt.early]))

    def _all_owed(self, submit: Submit, receipts: Sequence[Receipt]) -> list[Owed]:
        message_id = self._reported_id(submit)
        return [Owed(submit.destination, submit.source, receipt, message_id) for receipt in receipts]

    def _start(self, work: Coroutine[object, object, None]) -> None:
        # The loop alone would let go of a task that nothing else holds.
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, reports: Sequence[Owed]) -> None:
        for report in reports:
            if report.receipt.wait:
                await asyncio.sleep(report.receipt.wait)
            await self._hand_over(report)

    async def _hand_over(self, report: Owed) -> None:
        """To the client that is bound; if it goes away under it, to the next; if there is none, it is owed."""
        tried: set[str] = set()
        while (session := self.receiver()) and session.session_id not in tried:
            tried.add(session.session_id)
            try:
                status = await self.report(report.phone, report.sender, report.receipt, report.message_id)
            except smpp34.SmppError:
                continue  # the session ended meanwhile
            if status == Status.OK:
                return
        self.owed.append(report)

    async def report(self, phone: str, sender: str, receipt: Receipt, message_id: str) -> int:
        """The client's answer to a report; SmppError when there is no client or it goes away."""
        text, tlvs = receipt.text(message_id), receipt.tlvs(message_id)
        return await self._deliver(phone, sender, text, esm_class=IS_RECEIPT, tlvs=tlvs)

    async def say(self, from_: str, to: str, data: bytes, *, data_coding: int, esm_class: int) -> int:
        """The client's answer to a text from a phone; SmppError when there is no client or it goes away."""
        return await self._deliver(from_, to, data, esm_class=esm_class, data_coding=data_coding)

    async def _deliver(
        self,
        from_: str,
        to: str,
        data: bytes,
        *,
        esm_class: int,
        data_coding: int = 0,
        tlvs: Sequence[smpp34.Tlv] = (),
    ) -> int:
        receiver = self.receiver()
        if receiver is None:
            raise smpp34.SmppError("no client that receives is bound")
        answer = await receiver.deliver_sm(
            to,
            data,
            source_addr=from_,
            source_addr_ton=_type_of_number(from_),
            source_addr_npi=1,
            dest_addr_ton=_type_of_number(to),
            esm_class=esm_class,
            data_coding=data_coding,
            tlvs=list(tlvs),
        )
        return answer.command_status


def _type_of_number(address: str) -> int:
    """International, alphanumeric, or unknown, as short codes are (5.2.5)."""
    if not address.isdecimal():
        return 5
    return 1 if len(address) > LONGEST_SHORT_CODE else 0
