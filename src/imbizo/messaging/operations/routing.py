"""Handing on what came in: to the handler of its first word, else to whoever listens."""

import logging
import time
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from imbizo.messaging import tasks
from imbizo.messaging.models import Inbound
from imbizo.messaging.queries.answering import MOST_TRIES, unrouted, untried
from imbizo.messaging.registry import on_inbound, route_of
from imbizo.messaging.states import InboundState

log = logging.getLogger(__name__)

_AT_ONCE = 200  # what listeners do with them is well under a second
# A chunk holds SQLite's one lock. Many come while many answer on their pages too: two thirds of the time is theirs.
_REST = 2  # times as long as the chunk took
_LONGEST_REST = 0.25  # seconds
_SLICE = 1.0  # seconds; while many write, there is always more, and messages must leave all the same
_BEHIND_SENDING = 10  # the priority of driving a gateway is 20


def route_inbound() -> int:
    """Hand on what nobody has tried to hand on yet, in order of arrival; return how many.

    What came in is handed on and marked in one transaction, so a worker killed inside it leaves nothing half done.
    Between two of them others write: most of what a chunk costs, it costs for one message as for twenty. What is left
    after a slice of time waits behind what is to be sent, and whoever sends hands on meanwhile.
    """
    handed_on, began = 0, time.monotonic()
    end = began + _SLICE
    while batch := _route_chunk():
        handed_on += batch
        if not untried().exists():
            break
        if time.monotonic() > end:
            tasks.route_inbound.using(priority=_BEHIND_SENDING).enqueue()
            break
        time.sleep(min(_LONGEST_REST, _REST * (time.monotonic() - began)))
        began = time.monotonic()
    return handed_on


def route_again(now: datetime) -> None:
    """For the clock: what failed is tried again, five times in all, and what a lost task left lying is handed on."""
    for pk in unrouted().filter(tries__gt=0, updated_at__lt=now).values_list("pk", flat=True)[:500]:
        with transaction.atomic():
            _each_alone(unrouted().filter(pk=pk).select_for_update(skip_locked=True, of=("self",)))
    if untried().exists():
        tasks.route_inbound.enqueue()


@transaction.atomic
def _route_chunk() -> int:
    chunk = list(untried().select_for_update(skip_locked=True, of=("self",))[:_AT_ONCE])
    try:
        with transaction.atomic():
            _hand_on(chunk)
    except Exception:
        # One of them is at fault; the others mustn't wait for it. The log names the place, never the text.
        log.exception("inbound.chunk_failed", extra={"facts": {"messages": len(chunk)}})
        _each_alone(chunk)
    return len(chunk)


def _each_alone(rows: Iterable[Inbound]) -> None:
    for inbound in rows:
        try:
            with transaction.atomic():
                _hand_on([inbound])
        except Exception:
            event = "inbound.left_aside" if inbound.tries + 1 >= MOST_TRIES else "inbound.not_routed"
            log.exception(event, extra={"facts": {"inbound": str(inbound.pk)}})
            Inbound.objects.filter(pk=inbound.pk).update(tries=F("tries") + 1, updated_at=timezone.now())


def _hand_on(chunk: Sequence[Inbound]) -> None:
    left = [inbound for inbound in chunk if not _is_handled(inbound)]
    if left:
        for listener in on_inbound:
            listener(left)
    Inbound.objects.filter(pk__in=[inbound.pk for inbound in chunk]).update(
        state=InboundState.ROUTED, updated_at=timezone.now()
    )


def _is_handled(inbound: Inbound) -> bool:
    """Whether the handler of the word that it begins with has taken it for good."""
    handler = route_of(inbound.text)
    return handler is not None and handler(inbound)
