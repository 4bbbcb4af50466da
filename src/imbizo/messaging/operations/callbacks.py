"""Taking up what suppliers told us by calling.

Suppliers call in bursts, each call with one report. Written one by one they would queue for the database's lock; so
whoever comes while another writes waits, and the next writes for all that wait, in one transaction.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import OperationalError, transaction

from imbizo.calc.receipts import Receipt
from imbizo.messaging.gateways.http import Heard
from imbizo.messaging.models import Gateway
from imbizo.messaging.operations.inbound import Arrival, clean, receive
from imbizo.messaging.operations.reports import record_reports


def take_up(*, gateway: Gateway, heard: Heard) -> None:
    """Write down the reports and what came in, all or nothing; they are stored when this returns.

    The same told twice changes nothing: reports never go backwards, and a message is known by its reference.
    """
    _gathering.take_up(_Told(gateway, heard))


@dataclass(eq=False)
class _Told:
    """What one call told, and what became of it."""

    gateway: Gateway
    heard: Heard
    is_done: bool = False
    error: Exception | None = None


class _Gathering:
    """The calls that one process has to write down."""

    def __init__(self) -> None:
        self._writing = threading.Lock()
        self._list = threading.Lock()
        self._waiting: list[_Told] = []

    def take_up(self, told: _Told) -> None:
        """Return when it is written, by this thread or by another. Raises what writing it raised."""
        with self._list:
            self._waiting.append(told)
        with self._writing:
            if not told.is_done:
                _settle(self._gathered())
        if told.error is not None:
            raise told.error

    def _gathered(self) -> list[_Told]:
        with self._list:
            gathered, self._waiting = self._waiting, []
        return gathered


_gathering = _Gathering()


def _settle(gathered: Sequence[_Told]) -> None:
    """Write all at once; where one of them can't be written, each by itself, so that it harms no other."""
    try:
        _write(gathered)
    except OperationalError as error:
        # The database can't keep up: asking it once for each would make that worse.
        _done(gathered, error)
    except Exception as error:  # noqa: BLE001  # Whatever it is, it is raised where its own call waits.
        if len(gathered) > 1:
            for told in gathered:
                _settle([told])
        else:
            _done(gathered, error)
    else:
        _done(gathered, None)


def _done(gathered: Sequence[_Told], error: Exception | None) -> None:
    for told in gathered:
        told.is_done, told.error = True, error


@transaction.atomic
def _write(gathered: Sequence[_Told]) -> None:
    by_gateway: dict[UUID, list[_Told]] = {}
    for told in gathered:
        by_gateway.setdefault(told.gateway.pk, []).append(told)
    for several in by_gateway.values():
        gateway = several[0].gateway
        reports = [_tidied(report) for told in several for report in told.heard.reports]
        said = [each for told in several for each in told.heard.said]
        if reports:
            record_reports(gateway=gateway, reports=reports)
        if said:
            arrivals = [Arrival(each.address, each.text, to=each.to, ref=each.ref) for each in said]
            receive(gateway=gateway, arrivals=arrivals)


def _tidied(report: Receipt) -> Receipt:
    """Without what no database keeps."""
    return replace(report, ref=clean(report.ref), error=clean(report.error))
