"""What tests of the outbox start from."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.operations import Draft, drive, queue
from imbizo.messaging.operations.claiming import settle_abandoned
from imbizo.messaging.states import Channel, GatewayKind, Purpose
from imbizo.programmes.models import Programme


def phones(programme: Programme) -> Gateway:
    """The practice phones that a programme begins with."""
    return Gateway.objects.get(programme=programme, kind=GatewayKind.SIMULATOR)


def mail_gateway(programme: Programme, server: Any, **changed: Any) -> Gateway:
    """A mail gateway of the programme, by a server of `tests.parts.mail`."""
    settings = {
        "host": server.host,
        "port": server.port,
        "security": "",
        "from_address": "office@example.org",
    }
    fields = {"name": "Mail", "kind": GatewayKind.SMTP, "parts_per_second": 10_000} | changed
    return Gateway.objects.create(programme=programme, settings=settings, **fields)


def number(place: int) -> str:
    """A number of a range that nobody can dial."""
    return f"+2760{place:07d}"


def answers(programme: Programme, count: int = 1, *, text: str = "Thank you", **more: Any) -> list[Message]:
    """Answers to people who have just written: they leave at any hour, and need no basis."""
    drafts = [Draft(channel=Channel.SMS, address=number(place), text=text) for place in range(count)]
    return queue(programme=programme, drafts=drafts, purpose=Purpose.ANSWER, **more)


def letters(programme: Programme, count: int, **more: Any) -> list[Message]:
    """Answers by mail."""
    drafts = [
        Draft(channel=Channel.EMAIL, address=f"person{place}@example.org", text="Thank you", subject="Answer")
        for place in range(count)
    ]
    return queue(programme=programme, drafts=drafts, purpose=Purpose.ANSWER, **more)


def send(gateway: Gateway) -> int:
    """Send what is due by the gateway."""
    return drive(gateway_id=str(gateway.pk))


def fresh(message: Message) -> Message:
    """The message as the database has it now."""
    return Message.objects.get(pk=message.pk)


def let_leases_end() -> None:
    """As when the clock strikes after every lease of a dead process is over."""
    later = timezone.now() + timedelta(hours=1)
    settle_abandoned(later)
    Gateway.objects.update(driven_by="", driven_until=None)
