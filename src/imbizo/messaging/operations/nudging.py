"""Waking whoever drives a gateway."""

from datetime import datetime

from django.db import transaction

from imbizo.messaging import tasks
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.states import GatewayKind, MessageState

SIGN_IN = 90


def nudge(gateway: Gateway) -> None:
    """Have the worker send what is due once this transaction is through. A bound gateway's process looks itself."""
    if gateway.kind != GatewayKind.SMPP and gateway.is_active:
        # Somebody who signs in waits for the installation's own mail: it goes before other work.
        drive = tasks.drive.using(priority=SIGN_IN) if gateway.programme_id is None else tasks.drive
        transaction.on_commit(lambda: drive.enqueue(str(gateway.pk)))


def nudge_due(now: datetime) -> None:
    """For the clock: nudge every gateway that has something due and that nobody drives."""
    due = Message.objects.filter(state=MessageState.WAITING, not_before__lte=now).values("gateway_id")
    rows = Gateway.objects.filter(is_active=True, pk__in=due).exclude(kind=GatewayKind.SMPP)
    for gateway in rows.exclude(retry_at__gt=now).exclude(driven_until__gt=now):
        nudge(gateway)
