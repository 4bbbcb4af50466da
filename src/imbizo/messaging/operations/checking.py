"""Trying a gateway's connection and asking what is left on the account, without sending anything."""

from contextlib import closing
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from imbizo.messaging import tasks
from imbizo.messaging.gateways import Account, Trouble
from imbizo.messaging.gateways.kinds import driver_for
from imbizo.messaging.models import Gateway
from imbizo.messaging.operations.health import say_account, say_trouble, say_well
from imbizo.messaging.operations.nudging import nudge
from imbizo.messaging.states import GatewayKind
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit


@transaction.atomic
def ask_to_check(*, gateway: Gateway, by: Membership) -> None:
    """Have the worker try the connection now; one to an SMS centre is made anew by the process that holds it."""
    now = timezone.now()
    is_bound = gateway.kind == GatewayKind.SMPP
    asked = {"check_asked_at": now, **({"checked_at": now} if is_bound else {})}
    Gateway.objects.filter(pk=gateway.pk).update(retry_at=None, updated_at=now, **asked)
    audit("check_gateway", [gateway], by=by)
    if not is_bound:
        transaction.on_commit(lambda: tasks.check.enqueue(str(gateway.pk)))


def check(*, gateway_id: str) -> None:
    """Connect, ask for the balance where the supplier tells it, and write down how the gateway is."""
    gateway = Gateway.objects.get(pk=UUID(gateway_id))
    try:
        account = _account(gateway)
    except Trouble as trouble:
        say_trouble(gateway=gateway, trouble=trouble)
    else:
        _say(gateway, account)
    Gateway.objects.filter(pk=gateway.pk).update(checked_at=timezone.now())
    nudge(gateway)


def ask_balances(now: datetime) -> None:
    """For the clock: have the balance of each account with a supplier asked for."""
    for pk in Gateway.objects.filter(kind=GatewayKind.HTTP, is_active=True).values_list("pk", flat=True):
        tasks.check.enqueue(str(pk))


def _account(gateway: Gateway) -> Account | None:
    with closing(driver_for(gateway)) as driver:
        return driver.account()


def _say(gateway: Gateway, account: Account | None) -> None:
    if account is not None:
        say_account(gateway=gateway, account=account)
    # Over the web nothing is tried by making a driver: only an answer shows that the password is right.
    if account is not None or gateway.kind != GatewayKind.HTTP:
        say_well(gateway=gateway)
