"""Setting up gateways."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from imbizo.messaging.models import Gateway
from imbizo.messaging.states import GatewayKind
from imbizo.programmes.models import Programme
from imbizo.programmes.rules import ProcessTemplate


@transaction.atomic
def start_with_simulator(programme: Programme, template: ProcessTemplate) -> None:
    """Give a new programme practice phones. The entry of the new programme in the audit trail stands for them."""
    Gateway.objects.create(
        programme=programme,
        name=_("Practice phones"),
        kind=GatewayKind.SIMULATOR,
        parts_per_second=100,
        cost_per_part=Decimal("0.24"),
        currency=programme.currency,
        can_receive=True,
        reply_cost=0,
        senders=["Imbizo"],
    )
