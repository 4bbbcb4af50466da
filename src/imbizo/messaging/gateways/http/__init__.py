"""SMS suppliers over the web: one module for each, with what it is asked and what it says when it calls us."""

from collections.abc import Mapping

from imbizo.messaging.gateways.driver import Trouble
from imbizo.messaging.gateways.http.africastalking import AfricasTalking
from imbizo.messaging.gateways.http.bulksms import BulkSMS
from imbizo.messaging.gateways.http.callbacks import BadCall, Call, Heard
from imbizo.messaging.gateways.http.clickatell import Clickatell
from imbizo.messaging.gateways.http.kannel import Kannel
from imbizo.messaging.gateways.http.proof import is_proved
from imbizo.messaging.gateways.http.supplier import Supplier
from imbizo.messaging.gateways.http.twilio import Twilio
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import Health, Service

__all__ = ["BadCall", "Call", "Heard", "heard", "is_proved", "supplier_of"]

_SUPPLIERS: Mapping[str, type[Supplier]] = {
    Service.BULKSMS: BulkSMS,
    Service.CLICKATELL: Clickatell,
    Service.AFRICASTALKING: AfricasTalking,
    Service.TWILIO: Twilio,
    Service.KANNEL: Kannel,
}


def supplier_of(gateway: Gateway) -> Supplier:
    """The driver of a gateway over the web. Raises Trouble."""
    if gateway.service not in _SUPPLIERS:
        raise Trouble(Health.MISCONFIGURED, gateway.service)
    return _SUPPLIERS[gateway.service](gateway)


def heard(gateway: Gateway, call: Call) -> Heard:
    """What a call of the gateway's supplier tells. Raises BadCall."""
    return _SUPPLIERS[gateway.service].heard(call)
