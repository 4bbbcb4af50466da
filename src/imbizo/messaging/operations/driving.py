"""Driving a gateway that isn't bound: one process at a time, for a slice of time, at the gateway's own pace."""

import time
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string

from imbizo.calc.pace import Pace
from imbizo.messaging.gateways import Driver, Outcome, Result, Trouble
from imbizo.messaging.gateways.kinds import driver_for
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.operations.claiming import claim, outgoing, waits
from imbizo.messaging.operations.health import say_trouble, say_well
from imbizo.messaging.operations.nudging import nudge
from imbizo.messaging.operations.recording import record, release
from imbizo.messaging.operations.routing import route_inbound
from imbizo.messaging.queries.answering import untried
from imbizo.messaging.states import Health

SLICE = 5.0  # seconds; then other work of the worker has its turn
_LEASE = timedelta(minutes=2)
_RECORDED_AT_ONCE = 50


def drive(*, gateway_id: str, seconds: float = SLICE) -> int:
    """Send what is due by the gateway, for at most so many seconds, and return how many were handed over.

    Does nothing where another process drives it, or it is to be left alone for a while. Asks for another turn where
    something is left.
    """
    name = get_random_string(20)
    gateway = _take(UUID(gateway_id), name)
    if gateway is None:
        return 0
    try:
        sent = _drive(gateway, name, time.monotonic() + seconds)
    finally:
        Gateway.objects.filter(pk=gateway.pk, driven_by=name).update(
            driven_by="", driven_until=timezone.now()
        )
    _ask_again(gateway)
    return sent


@transaction.atomic
def _take(pk: UUID, name: str) -> Gateway | None:
    """The gateway, leased to the process `name`; None where it isn't free."""
    now = timezone.now()
    free = Q(driven_by="") | Q(driven_until__lt=now)
    rows = Gateway.objects.filter(free, pk=pk, is_active=True).exclude(retry_at__gt=now)
    # The end of the last turn is kept, so that the next one begins with an empty second.
    gateway = rows.select_for_update(of=("self",)).first()
    if gateway is not None:
        Gateway.objects.filter(pk=pk).update(driven_by=name, driven_until=now + _LEASE)
    return gateway


def _drive(gateway: Gateway, name: str, until: float) -> int:
    try:
        driver = driver_for(gateway)
    except Trouble as trouble:
        say_trouble(gateway=gateway, trouble=trouble)
        return 0
    pace = _Pacer(gateway)
    sent = 0
    try:
        while time.monotonic() < until and waits(gateway=gateway):
            batch = claim(gateway=gateway, limit=_batch_size(gateway, driver), by=name)
            sent += _hand_over(gateway, driver, batch, pace)
            if untried().exists():
                # It would wait for the end of this slice, for the same worker hands it on.
                route_inbound()
    except Trouble as trouble:
        say_trouble(gateway=gateway, trouble=trouble)
    finally:
        driver.close()
    return sent


def _batch_size(gateway: Gateway, driver: Driver) -> int:
    """As many as may be on their way at once, and no more than leave in a second: a STOP must find them waiting."""
    return max(1, min(driver.window, int(gateway.parts_per_second)))


def _hand_over(gateway: Gateway, driver: Driver, batch: Sequence[Message], pace: "_Pacer") -> int:
    """Send a claimed batch and record it. What wasn't handed over goes back. Raises Trouble, once all is recorded."""
    open_ids = {message.pk for message in batch}
    results: list[Result] = []
    try:
        for result in driver.send([outgoing(message) for message in batch], pace.leave):
            open_ids.discard(result.id)
            results.append(result)
            if len(results) >= _RECORDED_AT_ONCE:
                record(gateway=gateway, results=results)
                results = []
    except Trouble:
        release(ids=open_ids)
        raise
    finally:
        record(gateway=gateway, results=results)
    if batch and any(result.outcome is not Outcome.UNKNOWN for result in results):
        say_well(gateway=gateway)
    return len(batch)


class _Pacer:
    """The gateway's pace as a driver waits for it. It begins with an empty second, for another may have just sent."""

    def __init__(self, gateway: Gateway) -> None:
        self._pace = Pace(float(gateway.parts_per_second))
        rested = timezone.now() - gateway.driven_until if gateway.driven_until else timedelta(days=1)
        self._not_before = time.monotonic() + max(0.0, 1.0 - rested.total_seconds())

    def leave(self, parts: int) -> None:
        at = self._pace.take(parts, max(time.monotonic(), self._not_before))
        pause = at - time.monotonic()
        if pause > 0:
            time.sleep(pause)


def _ask_again(gateway: Gateway) -> None:
    gateway.refresh_from_db()
    is_resting = gateway.retry_at is not None and gateway.retry_at > timezone.now()
    if not is_resting and gateway.health != Health.MISCONFIGURED and waits(gateway=gateway):
        nudge(gateway)
