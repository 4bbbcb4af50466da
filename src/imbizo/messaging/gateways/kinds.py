"""Which driver a gateway has."""

from collections.abc import Callable

from imbizo.messaging.gateways.driver import Driver, Trouble
from imbizo.messaging.gateways.http import supplier_of
from imbizo.messaging.gateways.simulator import Simulator
from imbizo.messaging.gateways.smtp import MailServer
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import GatewayKind, Health

_MAKERS: dict[str, Callable[[Gateway], Driver]] = {
    GatewayKind.SIMULATOR: Simulator,
    GatewayKind.SMTP: MailServer,
    GatewayKind.HTTP: supplier_of,
}


def driver_for(gateway: Gateway) -> Driver:
    """A driver, connected where its kind connects. Raises Trouble."""
    if gateway.kind not in _MAKERS:
        raise Trouble(Health.MISCONFIGURED, gateway.kind)
    return _MAKERS[gateway.kind](gateway)
