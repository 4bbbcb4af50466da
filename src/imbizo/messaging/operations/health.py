"""How a gateway is: said by whatever drives it, for the page of gateways."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from imbizo.messaging.gateways import Account, Trouble
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import Health
from imbizo.thread.operations import audit

log = logging.getLogger(__name__)

_FIRST_REST = timedelta(seconds=5)
_LONGEST_REST = timedelta(minutes=5)


@transaction.atomic
def say_trouble(*, gateway: Gateway, trouble: Trouble, rest: timedelta | None = None) -> None:
    """The gateway can't be used: leave it alone for a while, twice as long as the last time, at most five minutes.

    `rest` is for how long it is left alone where whatever drives it decides that itself.
    """
    now = timezone.now()
    held = Gateway.objects.select_for_update(of=("self",)).get(pk=gateway.pk)
    if held.health != trouble.health:
        _turn(held, trouble.health, now)
        _tell_operator(held)
    last = (
        held.retry_at - held.updated_at if held.retry_at and held.retry_at > held.updated_at else timedelta(0)
    )
    held.retry_at = now + (rest or min(max(last * 2, _FIRST_REST), _LONGEST_REST))
    held.health_detail = trouble.detail[:300]
    held.save(update_fields=["health", "health_since", "retry_at", "health_detail", "updated_at"])


@transaction.atomic
def say_well(*, gateway: Gateway) -> None:
    """The gateway took something. Written only where it wasn't well before."""
    rows = Gateway.objects.filter(pk=gateway.pk).exclude(health=Health.WELL, retry_at=None)
    held = rows.select_for_update(of=("self",)).first()
    if held is not None:
        _turn(held, Health.WELL, timezone.now())
        held.health_detail, held.retry_at = "", None
        held.save(update_fields=["health", "health_since", "retry_at", "health_detail", "updated_at"])


@transaction.atomic
def say_account(*, gateway: Gateway, account: Account) -> None:
    """What the supplier says is left."""
    now = timezone.now()
    Gateway.objects.filter(pk=gateway.pk).update(
        balance=account.balance, balance_in=account.currency[:3], balance_at=now, updated_at=now
    )


def _turn(held: Gateway, health: Health, now: datetime) -> None:
    """From now on it is like that. The trail keeps when it turned, but not each time that it asks us to slow down."""
    before, held.health, held.health_since = held.health, health, now
    if held.programme_id is not None and Health.THROTTLED not in (before, health):
        audit("health", [held], by=None, changes={"health": [before, health]})


def _tell_operator(gateway: Gateway) -> None:
    """One line when trouble begins. The gateway's page, or the command `gateways`, says which and why."""
    if gateway.programme_id is None:
        log.error("the installation's own mail server can't be used: nobody gets a code to sign in")
    else:
        log.warning("a gateway can't be used")
