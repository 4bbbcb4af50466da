"""Answering as one of the practice phones."""

from uuid import UUID

from imbizo.messaging.models import Gateway, Inbound
from imbizo.messaging.operations.inbound import Arrival, receive
from imbizo.messaging.states import Channel


def answer_as(*, gateway: Gateway, channel: str, address: str, text: str, id: UUID) -> list[Inbound]:
    """Let a message come in as if the person with that phone had written it. The same id comes in once."""
    arrival = Arrival(
        address=address, text=text, to=gateway.reply_to, ref=f"practice-{id}", channel=Channel(channel)
    )
    return receive(gateway=gateway, arrivals=[arrival])
