"""Which mail is ours to take in, and which of our messages an address names."""

import re
from dataclasses import dataclass
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings

from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.states import Channel, GatewayKind

_ANSWER = re.compile(r"answer(?:\+(?P<message>[0-9a-f]{32}))?")
_OUR_ID = re.compile(r"(?P<message>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@.+")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A gateway that an address belongs to, and the message that the address itself names, if any."""

    gateway: Gateway
    message: Message | None


def mailbox(address: str) -> Mailbox | None:
    """Whose the address is; None for mail that isn't for us.

    Taken are answer@ and answer+<id>@ at a domain where a gateway's answers come in, and a gateway's own addresses.
    """
    local, _, domain = address.strip().lower().rpartition("@")
    ours = list(
        Gateway.objects.filter(kind=GatewayKind.SMTP).select_related("programme").order_by("created_at")
    )
    named = _ANSWER.fullmatch(local)
    if named is None:
        return next(
            (Mailbox(each, None) for each in ours if f"{local}@{domain}" in _own_addresses(each)), None
        )
    at_domain = [each for each in ours if str(each.settings.get("answers_at", "")).lower() == domain]
    message = _message(named["message"]) if named["message"] else None
    sent_by = next((each for each in at_domain if message and each.pk == message.gateway_id), None)
    if sent_by is not None:
        return Mailbox(sent_by, message)
    return Mailbox(at_domain[0], None) if at_domain else None


def message_of(message_id: str) -> Message | None:
    """Our message with that Message-ID (without brackets); None where it isn't one of ours."""
    found = _OUR_ID.fullmatch(message_id.strip().lower())
    return _message(found["message"]) if found else None


def _message(named: str) -> Message | None:
    rows = Message.objects.filter(pk=UUID(named), channel=Channel.EMAIL)
    return rows.select_related("programme", "gateway", "gateway__programme").first()


def _own_addresses(gateway: Gateway) -> set[str]:
    own = gateway.settings
    sender = own.get("from_address") or ("" if own.get("host") else settings.DEFAULT_FROM_EMAIL)
    return {parseaddr(str(each))[1].lower() for each in (sender, gateway.reply_to)} - {""}
