"""Messages that have left already, for tests of what is answered."""

from typing import Any

from django.utils import timezone

from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.operations.inbound import Arrival, receive
from imbizo.messaging.states import Channel, MessageState, Purpose
from imbizo.programmes.models import Programme

NUMBER = "+27821234567"
MAIL = "nomsa@example.org"


def phones_of(programme: Programme) -> Gateway:
    """The practice phones that a new programme starts with."""
    return Gateway.objects.get(programme=programme, name="Practice phones")


def wrote(programme: Programme, address: str = NUMBER, **fields: Any) -> Message:
    """The programme wrote to the address, and it arrived."""
    given = {
        "gateway": phones_of(programme),
        "channel": Channel.EMAIL if "@" in address else Channel.SMS,
        "purpose": Purpose.SERVICE,
        "text": "Will you come on Thursday?",
        "language": "en",
        "state": MessageState.DELIVERED,
        "sent_at": timezone.now(),
    }
    return Message.objects.create(programme=programme, address=address, **(given | fields))


def says(gateway: Gateway, text: str, address: str = NUMBER, **fields: Any) -> None:
    """Somebody writes to the gateway."""
    channel = Channel.EMAIL if "@" in address else Channel.SMS
    receive(gateway=gateway, arrivals=[Arrival(address, text, channel=channel, **fields)])
