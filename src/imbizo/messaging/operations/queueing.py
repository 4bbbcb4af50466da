"""The only way out: every message of every app is queued here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from imbizo.base import bulk
from imbizo.base.models import new_id
from imbizo.calc import sms
from imbizo.messaging import queries
from imbizo.messaging.errors import DemoGateway
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.operations.gate import judge
from imbizo.messaging.operations.nudging import nudge
from imbizo.messaging.rules.gate import PRIORITIES, use_by_of
from imbizo.messaging.rules.prices import FREE
from imbizo.messaging.states import Channel, GatewayKind, MessageState, Priority, Purpose, Reason
from imbizo.programmes.models import Partner, Programme
from imbizo.thread import registry as kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One message to be. Its id makes queueing it twice harmless; `recipient_id` is whom the source means by it.

    `calendar` is an iCalendar file that goes with a mail, for programs that offer buttons to answer by.
    `sender` empty is the gateway's first; `is_neutral` texts say nothing of who writes or why, and leave under the
    gateway's neutral sender.
    """

    channel: Channel
    address: str
    text: str
    subject: str = ""
    language: str = ""
    recipient_id: UUID | None = None
    is_neutral: bool = False
    sender: str = ""
    calendar: str = ""
    id: UUID = field(default_factory=new_id)


@transaction.atomic
def queue(
    *,
    programme: Programme | None,
    drafts: Iterable[Draft],
    purpose: Purpose,
    source: Any = None,
    owner: Partner | None = None,
    gateway: Gateway | None = None,
    not_before: datetime | None = None,
    use_by: datetime | None = None,
    priority: Priority | None = None,
) -> list[Message]:
    """Put messages into the outbox, each with the gate's verdict, and nudge whoever sends them.

    `source` is the record that asks for them (registered with the thread). All go by `gateway` where one is given
    that carries their channel, else by the programme's first. Messages whose id is known already are left as they
    are; only new ones are returned. What may not leave is kept too, refused with its reason. Raises DemoGateway.
    """
    must_be_practice(programme, gateway)
    now = timezone.now()
    shared = {
        "programme": programme,
        "owner": owner,
        "purpose": purpose,
        "priority": priority or PRIORITIES.get(purpose, Priority.BULK),
        "not_before": not_before or now,
        "use_by": use_by or use_by_of(purpose, not_before or now),
        "source_kind": kinds.kind_of(source).kind if source is not None else "",
        "source_id": source.pk if source is not None else None,
    }
    ways = _Ways(programme, gateway)
    messages = [_message(draft, ways, shared) for draft in _new(drafts)]
    _settle(messages, now)
    bulk.insert(messages)
    for each in {message.gateway_id: message.gateway for message in messages if message.gateway}.values():
        nudge(each)
    return messages


def must_be_practice(programme: Programme | None, gateway: Gateway | None) -> None:
    """Raises DemoGateway where a practice programme would send by a real gateway."""
    is_real = gateway is not None and gateway.kind != GatewayKind.SIMULATOR
    if is_real and programme is not None and programme.is_demo:
        raise DemoGateway(_("This programme is for practice: its messages go to practice phones alone."))


class _Ways:
    """The gateway of each channel, looked up once."""

    def __init__(self, programme: Programme | None, chosen: Gateway | None) -> None:
        self._programme, self._chosen = programme, chosen
        self._found: dict[str, Gateway | None] = {}

    def by(self, channel: str) -> Gateway | None:
        if self._chosen is not None and channel in self._chosen.channels:
            return self._chosen
        if channel not in self._found:
            self._found[channel] = queries.gateway_for(self._programme, channel)
        return self._found[channel]


def _new(drafts: Iterable[Draft]) -> list[Draft]:
    wanted = {draft.id: draft for draft in drafts}
    known = set(Message.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    return [draft for draft in wanted.values() if draft.id not in known]


def _message(draft: Draft, ways: _Ways, shared: dict[str, Any]) -> Message:
    gateway = ways.by(draft.channel)
    size = sms.size(draft.text) if draft.channel == Channel.SMS else None
    parts = size.parts if size else 1
    message = Message(
        id=draft.id,
        gateway=gateway,
        channel=draft.channel,
        address=draft.address,
        sender=_sender(draft, gateway),
        language=draft.language,
        subject=draft.subject,
        text=draft.text,
        calendar=draft.calendar if draft.channel == Channel.EMAIL else "",
        is_neutral=draft.is_neutral,
        recipient_id=draft.recipient_id,
        encoding=size.encoding if size else "",
        parts_count=parts,
        **shared,
    )
    message.cost = _cost(message, gateway)
    return message


def _cost(message: Message, gateway: Gateway | None) -> Decimal | None:
    """What its parts cost by the gateway; None where that isn't known. Mail is free, also by way of practice phones."""
    if gateway is None:
        return None
    prices = FREE if message.channel == Channel.EMAIL else gateway.prices
    region = message.programme.region if message.programme else "ZA"
    return prices.of(message.address, message.parts_count, region=region)


def _sender(draft: Draft, gateway: Gateway | None) -> str:
    if gateway is None:
        return draft.sender
    if draft.is_neutral:
        return gateway.neutral_sender or gateway.reply_to
    return draft.sender or gateway.default_sender


def _settle(messages: Sequence[Message], now: datetime) -> None:
    """Write the gate's verdicts into the messages."""
    verdicts = judge(messages, now=now)
    for message in messages:
        verdict = verdicts[message.pk]
        message.state, message.reason = verdict.state, verdict.reason or ""
        message.not_before = verdict.not_before
        if message.gateway is None and message.state == MessageState.WAITING:
            message.state, message.reason = MessageState.REFUSED, Reason.NO_GATEWAY
        if message.state != MessageState.WAITING:
            message.settled_at = now
