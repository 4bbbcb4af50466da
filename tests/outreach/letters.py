"""What tests of the inbox begin with: people with numbers, messages to them, and what they send back."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from imbizo.actors.models import Actor
from imbizo.actors.operations import add_actor, add_contact
from imbizo.messaging.models import Gateway, Inbound, Message
from imbizo.messaging.states import InboundKind
from imbizo.outreach.models import Campaign, Conversation, Recipient
from imbizo.outreach.operations.inbox import take_in
from imbizo.programmes.models import Membership
from tests.cast import Cast

NUMBER, OTHER = "+27601234567", "+27607654321"


def with_number(by: Membership, name: str = "Nomsa", number: str = NUMBER, **fields: Any) -> Actor:
    """A private person of the member's partner. `safety` goes to the number, the rest to the person."""
    safety = fields.pop("safety", {})
    person = add_actor(form="person", given_name=name, surname="Dube", by=by, **fields)
    add_contact(actor=person, channel="sms", raw=number, by=by, **safety)
    return person


def gateway_of(cast: Cast) -> Gateway:
    return Gateway.objects.get(programme=cast.programme)


def sent(cast: Cast, address: str = NUMBER, *, source: Any = None, **fields: Any) -> Message:
    """A message that went to the address, from the convenor."""
    given = {"programme": cast.programme, "owner": cast.convenor, "gateway": gateway_of(cast)}
    asked = {"source_kind": "outreach.campaign", "source_id": source.pk} if source else {}
    settled = {"state": "sent", "sent_at": timezone.now(), "channel": "sms", "purpose": "service"}
    return Message.objects.create(address=address, **{**given, **settled, **asked, **fields})


def question(cast: Cast, *people: Actor, asks: str = "Will you come?", days_ago: int = 1) -> Campaign:
    """A campaign of the convenor that asked these people something."""
    own = {"programme": cast.programme, "owner": cast.convenor}
    at = timezone.now() - timedelta(days=days_ago)
    campaign = Campaign.objects.create(name=asks, asks=asks, purpose="service", started_at=at, **own)
    for person in people:
        address = person.contacts.get().address
        message = sent(cast, address, source=campaign, recipient_id=person.pk, sent_at=at)
        Recipient.objects.create(
            programme=cast.programme, campaign=campaign, actor=person, channel="sms", message=message
        )
    return campaign


def arrives(cast: Cast, text: str = "Yes", address: str = NUMBER, **fields: Any) -> Inbound:
    """A message from the address, taken in; it answers the last one that went there."""
    answers = Message.objects.filter(address=address, programme=cast.programme).order_by("id").last()
    given = {"kind": InboundKind.TEXT, "channel": "sms", "answers": answers, "programme": cast.programme}
    inbound = Inbound.objects.create(
        gateway=gateway_of(cast), address=address, text=text, **{**given, **fields}
    )
    take_in([inbound])
    return inbound


def where(inbound: Inbound) -> Conversation:
    """The conversation that it was put into."""
    return Conversation.objects.get(entries__inbound=inbound)


def answers_to(address: str = NUMBER) -> list[str]:
    """What the system answered an address by itself, in order."""
    rows = Message.objects.filter(address=address, purpose="answer").order_by("id")
    return list(rows.values_list("text", flat=True))
