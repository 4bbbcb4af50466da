"""How a gateway is: said by whatever drives it, for the page of gateways."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from imbizo.messaging.gateways import Account, Trouble
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import Health

log = logging.getLogger(__name__)

_FIRST_REST = timedelta(seconds=5)
_LONGEST_REST = timedelta(minutes=5)


@transaction.atomic
def say_trouble(*, gateway: Gateway, trouble: Trouble) -> None:
    """The gateway can't be used: leave it alone for a while, twice as long as the last time, at most five minutes."""
    now = timezone.now()
    held = Gateway.objects.select_for_update(of=("self",)).get(pk=gateway.pk)
    if held.health != trouble.health:
        held.health, held.health_since = trouble.health, now
        _tell_operator(held)
    last = (
        held.retry_at - held.updated_at if held.retry_at and held.retry_at > held.updated_at else timedelta(0)
    )
    held.retry_at = now + min(max(last * 2, _FIRST_REST), _LONGEST_REST)
    held.health_detail = trouble.detail[:300]
    held.save(update_fields=["health", "health_since", "retry_at", "health_detail", "updated_at"])


@transaction.atomic
def say_well(*, gateway: Gateway) -> None:
    """The gateway took something. Written only where it wasn't well before."""
    rows = Gateway.objects.filter(pk=gateway.pk).exclude(health=Health.WELL, retry_at=None)
    now = timezone.now()
    rows.update(health=Health.WELL, health_since=now, health_detail="", retry_at=None, updated_at=now)


@transaction.atomic
def say_account(*, gateway: Gateway, account: Account) -> None:
    """What the supplier says is left."""
    now = timezone.now()
    Gateway.objects.filter(pk=gateway.pk).update(balance=account.balance, balance_at=now, updated_at=now)


def _tell_operator(gateway: Gateway) -> None:
    """One line when trouble begins. The gateway's page, or the command `gateways`, says which and why."""
    if gateway.programme_id is None:
        log.error("the installation's own mail server can't be used: nobody gets a code to sign in")
    else:
        log.warning("a gateway can't be used")
