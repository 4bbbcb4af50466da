"""Taking messages out of the outbox to hand them over: durably marked, before anything leaves."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from imbizo.base import bulk
from imbizo.calc import sms
from imbizo.messaging.gateways import Outgoing
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.operations.gate import Verdict, judge
from imbizo.messaging.states import Channel, MessageState, Priority, Reason

# Longer than any driver waits for an answer. What is still being handed over then was abandoned.
LEASE = timedelta(minutes=2)


@transaction.atomic
def claim(*, gateway: Gateway, limit: int, by: str) -> list[Message]:
    """Mark up to `limit` due messages as being handed over by the process `by`, and return those.

    The gate is asked again: what it holds or refuses now isn't returned. An empty list says only that nothing of
    this batch may leave; `waits` says whether there is more.
    """
    now = timezone.now()
    batch = list(_due(gateway, now).select_for_update(skip_locked=True, of=("self",))[:limit])
    verdicts = judge(batch, now=now)
    leaving = [message for message in batch if _may_leave(verdicts[message.pk], now)]
    _keep_back([message for message in batch if not _may_leave(verdicts[message.pk], now)], verdicts, now)
    lease_until = now + LEASE
    Message.objects.filter(pk__in=[message.pk for message in leaving]).update(
        state=MessageState.SUBMITTING, lease_until=lease_until, lease_by=by, updated_at=now
    )
    for message in leaving:
        message.state, message.lease_until, message.lease_by = MessageState.SUBMITTING, lease_until, by
    return leaving


def waits(*, gateway: Gateway) -> bool:
    """Whether anything is due by the gateway now."""
    return _due(gateway, timezone.now()).exists()


@transaction.atomic
def settle_abandoned(now: datetime) -> int:
    """For the clock: what a dead process was handing over is uncertain. Only the gateway knows whether it has it."""
    abandoned = Message.objects.filter(state=MessageState.SUBMITTING, lease_until__lt=now)
    return abandoned.update(
        state=MessageState.UNCERTAIN, reason=Reason.BROKEN_OFF, sent_at=now, lease_until=None, updated_at=now
    )


@transaction.atomic
def expire_overdue(now: datetime) -> int:
    """For the clock: say of what can't be sent in time any more that it won't be, also while its gateway is down."""
    overdue = Message.objects.filter(state__in=(MessageState.WAITING, MessageState.PAUSED), use_by__lte=now)
    return overdue.update(state=MessageState.EXPIRED, reason=Reason.TOO_LATE, settled_at=now, updated_at=now)


def outgoing(message: Message) -> Outgoing:
    """A claimed message as its driver takes it: we split, for suppliers split wrongly at pairs."""
    is_sms = message.channel == Channel.SMS
    return Outgoing(
        id=message.pk,
        address=message.address,
        sender=message.sender,
        text=message.text,
        parts=tuple(sms.split(message.text)) if is_sms else (message.text,),
        encoding=sms.Encoding(message.encoding) if is_sms else None,
        subject=message.subject,
        language=message.language,
        use_by=message.use_by,
        is_urgent=message.priority >= Priority.ANSWER,
        calendar=message.calendar,
    )


def _due(gateway: Gateway, now: datetime) -> QuerySet[Message]:
    rows = Message.objects.filter(gateway=gateway, state=MessageState.WAITING, not_before__lte=now)
    # Fetched once for all messages of a programme, not joined to each.
    return rows.prefetch_related("programme").order_by("-priority", "id")


def _may_leave(verdict: Verdict, now: datetime) -> bool:
    return verdict.state is MessageState.WAITING and verdict.not_before <= now


def _keep_back(batch: Sequence[Message], verdicts: Mapping[UUID, Verdict], now: datetime) -> None:
    rows = []
    for message in batch:
        verdict = verdicts[message.pk]
        settled_at = None if verdict.state is MessageState.WAITING else now
        rows.append((verdict.state, verdict.reason or "", verdict.not_before, settled_at, now, message.pk))
    if rows:
        bulk.update_rows(Message, ["state", "reason", "not_before", "settled_at", "updated_at"], rows)
