"""Whether whoever calls is the gateway's supplier."""

from django.utils.crypto import constant_time_compare

from imbizo.messaging.gateways.http.addresses import KEY, callback_key
from imbizo.messaging.gateways.http.callbacks import BadCall, Call
from imbizo.messaging.gateways.http.twilio import is_signed
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import Service


def is_proved(gateway: Gateway, call: Call) -> bool:
    """Twilio signs its calls; the others show the gateway's secret. Raises CantUnseal."""
    try:
        return _is_signed(gateway, call) if gateway.service == Service.TWILIO else _shows_key(gateway, call)
    except BadCall:
        return False


def _is_signed(gateway: Gateway, call: Call) -> bool:
    return is_signed(call, gateway.secret("auth_token"))


def _shows_key(gateway: Gateway, call: Call) -> bool:
    secret = callback_key(gateway)
    # Of several keys the last counts, and a gateway without a secret knows no caller.
    return bool(secret) and constant_time_compare(call.asked().get(KEY, ""), secret)
