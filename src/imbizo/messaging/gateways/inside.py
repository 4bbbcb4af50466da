"""Where a gateway may connect to: a coordinator's setting must not open the operator's own network to them.

Whoever runs a programme says where its gateways are, and sees what those answered. So addresses inside the network of
the server (itself, its neighbours, the metadata service of a cloud) are closed but for the ones that the operator
names. See ADR 15.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.utils.translation import gettext as _

from imbizo.messaging.gateways.driver import Trouble
from imbizo.messaging.states import Health

_ITSELF = "localhost"


def must_be_outside(host: str, port: int | None) -> None:
    """Raises Trouble(MISCONFIGURED) where the host is inside, by its name or by any address that it has.

    Waits for the name service. A name that isn't found is let through: connecting to it says what is wrong.
    """
    if is_open(host) or not any(map(_is_inside, _addresses(host, port))):
        return
    raise Trouble(Health.MISCONFIGURED, _("the operator's leave to connect there (IMBIZO_GATEWAY_HOSTS)"))


def is_plainly_inside(host: str) -> bool:
    """Whether the host as it is written is inside and not opened: without asking the name service."""
    bare = host.strip("[]").lower()
    return not is_open(bare) and (bare == _ITSELF or _is_inside(bare))


def is_open(host: str) -> bool:
    """Whether the operator lets gateways connect to this host, wherever it is."""
    return host.strip("[]").lower() in {each.lower() for each in settings.ENVIRONMENT.gateway_hosts}


def _addresses(host: str, port: int | None) -> set[str]:
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return set()
    return {str(place[4][0]) for place in found}


def _is_inside(address: str) -> bool:
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    plain = getattr(found, "ipv4_mapped", None) or found
    return not plain.is_global or plain.is_multicast
