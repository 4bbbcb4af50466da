"""Gateways over the web as tests set them up: each supplier at a server of `tests.parts.web`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from imbizo.base.models import new_id
from imbizo.calc import sms
from imbizo.messaging.gateways import Outgoing, Result, Trouble
from imbizo.messaging.gateways.http import supplier_of
from imbizo.messaging.gateways.settings import CALLBACK_KEY
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import GatewayKind, Health, Service
from imbizo.programmes.models import Programme
from tests.parts.web import Reply, Website

KEY = "a-long-secret-of-this-gateway"
PHONE = "+27600000001"
_SETTINGS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    Service.BULKSMS: ({"token_id": "token"}, {"token_secret": "secret"}),
    Service.CLICKATELL: ({}, {"api_key": "secret"}),
    Service.AFRICASTALKING: ({"username": "imbizo"}, {"api_key": "secret"}),
    Service.TWILIO: ({"account_sid": "AC1"}, {"auth_token": "12345"}),
    Service.KANNEL: ({"username": "imbizo"}, {"password": "secret"}),
}


def gateway_at(url: str, service: str, programme: Programme | None = None, **fields: Any) -> Gateway:
    """A gateway of the supplier whose service answers at that address; saved only where it has a programme."""
    settings, secrets = _SETTINGS[service]
    given: dict[str, Any] = {"name": str(service), "parts_per_second": 1_000, "senders": ["Imbizo"]} | fields
    gateway = Gateway(
        programme=programme,
        kind=GatewayKind.HTTP,
        service=service,
        settings={"url": url, **settings, **given.pop("settings", {})},
        **given,
    )
    gateway.keep_secrets(**{CALLBACK_KEY: KEY, **secrets})
    if programme:
        gateway.save()
    return gateway


def outgoing(
    text: str = "Sawubona", *, sender: str = "", use_by: datetime | None = None, id_: UUID | None = None
) -> Outgoing:
    """A message as a driver is given it."""
    return Outgoing(
        id=id_ or new_id(),
        address=PHONE,
        sender=sender,
        text=text,
        parts=tuple(sms.split(text)),
        encoding=sms.size(text).encoding,
        use_by=use_by,
    )


def sent(
    gateway: Gateway, *messages: Outgoing, leave: Callable[[int], None] = lambda _parts: None
) -> list[Result]:
    """What becomes of the messages. Raises Trouble; the results before it are lost."""
    return into([], gateway, messages, leave=leave)


def into(
    results: list[Result],
    gateway: Gateway,
    messages: Sequence[Outgoing],
    *,
    leave: Callable[[int], None] = lambda _parts: None,
) -> list[Result]:
    """The same; what came before Trouble stands in `results`."""
    driver = supplier_of(gateway)
    try:
        for result in driver.send(messages, leave):
            results.append(result)  # noqa: PERF402  # What came before an exception is to be kept.
    finally:
        driver.close()
    return results


def trouble(website: Website, service: str, reply: Any) -> tuple[Health, list[Result]]:
    """How the gateway is said to be after this answer, and what became of messages until then."""
    website.answers(reply)
    results: list[Result] = []
    with pytest.raises(Trouble) as raised:
        into(results, gateway_at(website.url, service), [outgoing() for _ in range(6)])
    return raised.value.health, results


# That of BulkSMS where the prepaid credits are used up.
NO_CREDITS = {
    "type": "https://developer.bulksms.com/json/v1/errors#insufficient-credits",
    "title": "Insufficient Credits",
    "status": 403,
}

# An answer of each by which it takes a message, after its documentation.
TAKES: dict[str, Reply] = {
    Service.BULKSMS: Reply(
        201,
        [
            {
                "id": "1-00000000000522347562",
                "type": "SENT",
                "to": "27600000001",
                "body": "Sawubona",
                "status": {"id": "ACCEPTED.null", "type": "ACCEPTED", "subtype": None},
                "submission": {"id": "2-00000000000522347562", "date": "2026-11-21T10:00:00Z"},
            }
        ],
    ),
    Service.CLICKATELL: Reply(
        202,
        {
            "messages": [
                {
                    "apiMessageId": "77fb29998253415fa5d66971d519d362",
                    "accepted": True,
                    "to": "2799900001",
                    "error": None,
                }
            ],
            "error": None,
        },
    ),
    Service.AFRICASTALKING: Reply(
        201,
        {
            "SMSMessageData": {
                "Message": "Sent to 1/1 Total Cost: ZAR 0.2500",
                "Recipients": [
                    {
                        "statusCode": 101,
                        "number": "+27600000001",
                        "status": "Success",
                        "cost": "ZAR 0.2500",
                        "messageId": "ATXid_1",
                    }
                ],
            }
        },
    ),
    Service.TWILIO: Reply(
        201,
        {"sid": "SM1", "status": "queued", "to": "+27600000001", "error_code": None, "num_segments": "1"},
    ),
    Service.KANNEL: Reply(202, b"0: Accepted for delivery"),
}
