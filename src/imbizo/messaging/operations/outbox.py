"""Holding back, letting go and stopping all that one source asked for: in short transactions, however much it is."""

import time
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.operations.nudging import nudge
from imbizo.messaging.states import MessageState, Reason
from imbizo.thread import registry as kinds

CHUNK = 2_000  # messages in one transaction


def pause_source(*, source: Any, until: float | None = None) -> bool:
    """Hold back what waits. Whether all of it was done before `until` (of `time.monotonic`)."""
    return _turn(source, [MessageState.WAITING], {"state": MessageState.PAUSED}, until)


def resume_source(*, source: Any, until: float | None = None) -> bool:
    """Let what was held back go on, and nudge whoever sends it. Whether all of it was done in time."""
    done = _turn(source, [MessageState.PAUSED], {"state": MessageState.WAITING}, until)
    waiting = _of(source).filter(state=MessageState.WAITING)
    with transaction.atomic():
        for gateway in Gateway.objects.filter(pk__in=waiting.values("gateway_id")):
            nudge(gateway)
    return done


def stop_source(*, source: Any, until: float | None = None) -> bool:
    """End what hasn't left: it never will. Whether all of it was done in time."""
    values = {"state": MessageState.STOPPED, "reason": Reason.STOPPED, "settled_at": timezone.now()}
    return _turn(source, [MessageState.WAITING, MessageState.PAUSED], values, until)


def _of(source: Any) -> QuerySet[Message]:
    return Message.objects.filter(source_id=source.pk, source_kind=kinds.kind_of(source).kind)


def _turn(source: Any, before: list[MessageState], values: Mapping[str, Any], until: float | None) -> bool:
    while until is None or time.monotonic() < until:
        if not _turn_chunk(source, before, values):
            return True
    return False


@transaction.atomic
def _turn_chunk(source: Any, before: list[MessageState], values: Mapping[str, Any]) -> int:
    rows = _of(source).filter(state__in=before).order_by()
    ids = list(rows.values_list("pk", flat=True)[:CHUNK])
    # One that was claimed meanwhile is on its way: it has another state by now.
    Message.objects.filter(pk__in=ids, state__in=before).update(updated_at=timezone.now(), **values)
    return len(ids)
