"""Where suppliers call us."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse

from imbizo.messaging.gateways.settings import CALLBACK_KEY
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import Service

KEY = "key"  # the name of the gateway's secret in the address
# From, to, the text with its coding and charset, Kannel's own id of it.
_KANNEL_FILLS_IN = "&from=%p&to=%P&text=%b&coding=%c&charset=%C&id=%I"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def report_address(gateway: Gateway, **values: str) -> str:
    """The address for delivery reports, with the gateway's secret and what else is to come back with them."""
    return _address("messaging:callback-report", gateway, values)


def inbound_address(gateway: Gateway) -> str:
    """The address for messages that come in; for Kannel with the letters that it fills in, as its get-url."""
    address = _address("messaging:callback-inbound", gateway, {})
    return unfilled(address) + _KANNEL_FILLS_IN if gateway.service == Service.KANNEL else address


def unfilled(address: str) -> str:
    """An address as Kannel is to be given it: it would fill in what stands behind a single percent sign."""
    return address.replace("%", "%%")


def callback_key(gateway: Gateway) -> str:
    """The secret by which its supplier proves itself; empty where it has none, and then nobody may call."""
    own = gateway.secret("dlr_secret") if gateway.service == Service.KANNEL else ""
    return own or gateway.secret(CALLBACK_KEY)


def can_be_called() -> bool:
    """Whether a supplier outside this machine can reach the site at all."""
    return urlsplit(settings.ENVIRONMENT.origin).hostname not in _LOOPBACK


def _address(name: str, gateway: Gateway, values: dict[str, str]) -> str:
    # Twilio signs what it sends; its address needs no secret.
    proof = {} if gateway.service == Service.TWILIO else {KEY: callback_key(gateway)}
    query = urlencode(proof | values)
    return f"{settings.ENVIRONMENT.origin}{reverse(name, args=[gateway.pk])}" + (f"?{query}" if query else "")
