"""The practice phones: whom the simulator would have reached, and what stands on each phone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from imbizo.base.models import new_id
from imbizo.messaging.models import Gateway, Inbound, Message
from imbizo.messaging.queries.outbox import incoming, messages
from imbizo.messaging.states import Channel, MessageState
from imbizo.programmes.models import Membership

PHONES_A_PAGE = 12
BUBBLES = 30  # the newest on each phone

_ARRIVED = (MessageState.SENT, MessageState.DELIVERED)
_Key = tuple[str, str]  # channel, address


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on a phone. `is_theirs` is what the person wrote."""

    at: datetime
    text: str
    subject: str
    sender: str
    is_theirs: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone or a mailbox with its newest messages, the last one lowest. `answer_id` makes its next answer one."""

    channel: str
    address: str
    bubbles: Sequence[Bubble]
    answer_id: UUID = field(default_factory=new_id)

    @property
    def is_mailbox(self) -> bool:
        return self.channel == Channel.EMAIL

    @property
    def newest_first(self) -> list[Bubble]:
        """As the page lists them; the stylesheet turns them round, so that the latest is in sight, at the bottom."""
        return list(reversed(self.bubbles))

    @property
    def anchor(self) -> str:
        """The id of its part of the page."""
        return "phone-" + "".join(letter if letter.isalnum() else "-" for letter in self.address)


def practice_phones(member: Membership, gateway: Gateway, *, words: str = "", page: int = 1) -> list[Phone]:
    """A page of the phones that messages of the member's partner reached, the latest first; one more than fits.

    `words` looks for a number, an address, or words of a message. Four queries.
    """
    sent, came = _sent(member, gateway), _came(member, gateway)
    keys = _latest(_matching(sent, words), _matching(came, words), page)
    bubbles = _bubbles(sent, came, keys)
    return [Phone(channel, address, bubbles[channel, address]) for channel, address in keys]


def phone_of(member: Membership, gateway: Gateway, *, channel: str, address: str) -> Phone | None:
    """One phone, or None where nothing that the member may see has reached it."""
    sent, came = _sent(member, gateway), _came(member, gateway)
    found = _bubbles(sent, came, [(channel, address)])[channel, address]
    return Phone(channel, address, found) if found else None


def _sent(member: Membership, gateway: Gateway) -> QuerySet[Message]:
    return messages(member).filter(gateway=gateway, state__in=_ARRIVED)


def _came(member: Membership, gateway: Gateway) -> QuerySet[Inbound]:
    """What those phones sent, as far as it is the programme's and not protected."""
    reached = _sent(member, gateway).order_by().values("address")
    return incoming(member).filter(gateway=gateway, address__in=reached)


def _matching(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    if not words:
        return rows
    bare = "".join(words.split()).removeprefix("0")
    return rows.filter(Q(address__icontains=bare) | Q(text__icontains=words) | Q(subject__icontains=words))


def _latest(sent: QuerySet[Message], came: QuerySet[Inbound], page: int) -> list[_Key]:
    """The phones of a page, and the first of the next, by when something last came to them or from them."""
    most = page * PHONES_A_PAGE + 1
    at: dict[_Key, datetime] = {}
    for rows, moment_of in ((sent, "sent_at"), (came, "received_at")):
        grouped = (
            rows.order_by().values_list("channel", "address").annotate(at=Max(moment_of)).order_by("-at")
        )
        for channel, address, moment in grouped[:most]:
            at[channel, address] = max(moment, at.get((channel, address), moment))
    ordered = sorted(at, key=lambda key: at[key], reverse=True)
    return ordered[(page - 1) * PHONES_A_PAGE : most]


def _bubbles(
    sent: QuerySet[Message], came: QuerySet[Inbound], keys: Sequence[_Key]
) -> dict[_Key, list[Bubble]]:
    addresses, most = {address for _channel, address in keys}, BUBBLES * max(len(keys), 1)
    ours = sent.filter(address__in=addresses).order_by("-id")[:most]
    theirs = came.filter(address__in=addresses).order_by("-id")[:most]
    by_key: dict[_Key, list[Bubble]] = defaultdict(list)
    for message in ours:
        by_key[message.channel, message.address].append(_ours(message))
    for inbound in theirs:
        by_key[inbound.channel, inbound.address].append(_theirs(inbound))
    return defaultdict(
        list, {key: sorted(found, key=lambda each: each.at)[-BUBBLES:] for key, found in by_key.items()}
    )


def _ours(message: Message) -> Bubble:
    at = message.sent_at or message.created_at
    url = message.get_absolute_url()
    return Bubble(at, message.text, message.subject, message.sender, is_theirs=False, url=url)


def _theirs(inbound: Inbound) -> Bubble:
    return Bubble(inbound.received_at, inbound.text, inbound.subject, "", is_theirs=True)
