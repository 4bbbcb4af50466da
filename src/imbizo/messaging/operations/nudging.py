"""Waking whoever drives a gateway."""

from datetime import datetime

from django.db import transaction

from imbizo.messaging import tasks
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.states import GatewayKind, MessageState


def nudge(gateway: Gateway) -> None:
    """Have the worker send what is due once this transaction is through. A bound gateway's process looks itself."""
    if gateway.kind != GatewayKind.SMPP and gateway.is_active:
        transaction.on_commit(lambda: tasks.drive.enqueue(str(gateway.pk)))


def nudge_due(now: datetime) -> None:
    """For the clock: nudge every gateway that has something due and that nobody drives."""
    due = Message.objects.filter(state=MessageState.WAITING, not_before__lte=now).values("gateway_id")
    rows = Gateway.objects.filter(is_active=True, pk__in=due).exclude(kind=GatewayKind.SMPP)
    for gateway in rows.exclude(retry_at__gt=now).exclude(driven_until__gt=now):
        nudge(gateway)
