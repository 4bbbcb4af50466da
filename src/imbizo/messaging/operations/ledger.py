"""The one thread in which a bind writes to the database: results and deliveries in batches, as many as there are.

What the centre delivers is acknowledged once it is stored, never before: what it has heard us acknowledge it forgets.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection, connections, transaction

from imbizo.messaging.gateways import Result
from imbizo.messaging.gateways.smpp import Session
from imbizo.messaging.gateways.smpp_wire import Delivery
from imbizo.messaging.models import Gateway
from imbizo.messaging.operations.inbound import Arrival, receive
from imbizo.messaging.operations.inbound_parts import receive_part
from imbizo.messaging.operations.recording import record
from imbizo.messaging.operations.reports import record_reports

log = logging.getLogger(__name__)

T = TypeVar("T")
_MOST_AT_ONCE = 500
_PAUSES = (0.1, 0.5, 1.0, 2.0, 4.0, 8.0)  # seconds between tries while the database is away


class Ledger:
    """`alphabet` is how the centre sends plain text, as in its settings. `keep` runs beside what fills it."""

    def __init__(self, gateway: Gateway, alphabet: str) -> None:
        self._gateway, self._alphabet = gateway, alphabet
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")
        self._results: list[Result] = []
        self._deliveries: list[tuple[Session, Delivery]] = []
        self._remarks: list[Callable[[], None]] = []
        self._news = asyncio.Event()
        self._is_closing = False

    def note(self, result: Result) -> None:
        """Have the result written down."""
        self._results.append(result)
        self._news.set()

    def take_in(self, session: Session, delivery: Delivery) -> None:
        """Have the delivery stored, and then acknowledged."""
        self._deliveries.append((session, delivery))
        self._news.set()

    def remark(self, work: Callable[[], None]) -> None:
        """Have the database told something else."""
        self._remarks.append(work)
        self._news.set()

    async def ask(self, work: Callable[[], T]) -> T:
        """Do the work in the thread. It is tried again while the database is away for a few seconds."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, _patiently, work)

    async def keep(self) -> None:
        """Write down what comes until `finish`, and then what is left. Never cancelled: what it holds would be lost."""
        while not self._is_closing or self._holds_something:
            await self._news.wait()
            self._news.clear()
            await self._write()
        await self.ask(connections.close_all)
        self._thread.shutdown()

    def finish(self) -> None:
        """Nothing more comes."""
        self._is_closing = True
        self._news.set()

    @property
    def _holds_something(self) -> bool:
        return bool(self._results or self._deliveries or self._remarks)

    async def _write(self) -> None:
        """Results first: reports on the parts that they name are then found to be known."""
        remarks, self._remarks = self._remarks, []
        results, self._results = self._results[:_MOST_AT_ONCE], self._results[_MOST_AT_ONCE:]
        deliveries, self._deliveries = self._deliveries[:_MOST_AT_ONCE], self._deliveries[_MOST_AT_ONCE:]
        for remark in remarks:
            await self.ask(remark)
        if results:
            await self.ask(lambda: record(gateway=self._gateway, results=results))
        if deliveries:
            await self._store(deliveries)
        if self._holds_something:
            self._news.set()

    async def _store(self, pairs: Sequence[tuple[Session, Delivery]]) -> None:
        deliveries = [delivery for _session, delivery in pairs]
        stored = await self.ask(lambda: stored_of(self._gateway, self._alphabet, deliveries))
        for (session, delivery), is_stored in zip(pairs, stored, strict=True):
            session.acknowledge(delivery, is_stored=is_stored)


def stored_of(gateway: Gateway, alphabet: str, deliveries: Sequence[Delivery]) -> list[bool]:
    """Store the deliveries and say of each whether it is; one that can't be stored doesn't hold up the others."""
    try:
        _store(gateway, alphabet, deliveries)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # Whatever it is, the centre keeps it and the next release may be able to store it.
        log.exception("a delivery of an SMS centre can't be stored")
        if len(deliveries) == 1:
            return [False]
        return [stored_of(gateway, alphabet, [each])[0] for each in deliveries]
    return [True] * len(deliveries)


@transaction.atomic
def _store(gateway: Gateway, alphabet: str, deliveries: Sequence[Delivery]) -> None:
    receipts = [(delivery, delivery.receipt()) for delivery in deliveries]
    record_reports(gateway=gateway, reports=[receipt for _delivery, receipt in receipts if receipt])
    texts = [delivery for delivery, receipt in receipts if receipt is None and not delivery.is_report]
    _receive(gateway, alphabet, texts)


def _receive(gateway: Gateway, alphabet: str, deliveries: Sequence[Delivery]) -> None:
    whole = []
    for each in deliveries:
        concat, text = each.reading(alphabet)
        if concat is None:
            whole.append(Arrival(address=each.source, to=each.destination, text=text))
            continue
        receive_part(
            gateway=gateway,
            address=each.source,
            to=each.destination,
            reference=concat.reference,
            total=concat.total,
            number=concat.number,
            text=text,
        )
    if whole:
        receive(gateway=gateway, arrivals=whole)


def _patiently(work: Callable[[], T]) -> T:
    for pause in _PAUSES:
        try:
            return work()
        except (OperationalError, InterfaceError) as error:
            log.warning("the database can't be used: %s", type(error).__name__)
            connection.close()
            time.sleep(pause)
    return work()
