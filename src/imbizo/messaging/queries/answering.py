"""Named reads for what comes in: what it answers, and whose messages it speaks of."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F, Q, QuerySet

from imbizo.messaging.models import Gateway, Inbound, Message, SendingRules
from imbizo.messaging.queries.gateways import programmes_of
from imbizo.messaging.states import InboundState, MessageState, Purpose
from imbizo.programmes.models import Programme

MOST_TRIES = 5
# What reached a person, or may have: a report of failure can be wrong, and an answer overtakes our own record.
_LEFT = Q(
    state__in=(
        MessageState.SUBMITTING,
        MessageState.SENT,
        MessageState.DELIVERED,
        MessageState.UNCERTAIN,
    )
) | Q(state=MessageState.FAILED, sent_at__isnull=False)
# Nobody answers these.
_UNASKED = (Purpose.SECURITY, Purpose.CONFIRMATION)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody who writes was last sent, if anything, and their programme's words for STOP, START, HELP.

    `is_sure` where the answer itself named the message, as mail does.
    """

    message_id: UUID | None
    programme_id: UUID | None
    words: Mapping[str, Collection[str]] = field(default_factory=dict)
    is_sure: bool = False


def asked_last(gateway: Gateway, channel: str, address: str) -> Asked | None:
    """What the address was last sent from where this gateway's answers come in."""
    rows = _sent(gateway, channel, address).exclude(purpose__in=_UNASKED)
    return _asked(rows.order_by(F("sent_at").desc(nulls_first=True), "-id"))


def asked_by(gateway: Gateway, channel: str, message_id: UUID) -> Asked | None:
    """The same where the answer names the message."""
    return _asked(_of_line(gateway, channel).filter(pk=message_id), is_sure=True)


def asked_nothing(gateway: Gateway) -> Asked:
    """For an address that was never written to: it speaks to the programme that set the gateway up."""
    if gateway.programme_id is None:
        return Asked(None, None)
    rules = SendingRules.objects.filter(programme_id=gateway.programme_id)
    return Asked(None, gateway.programme_id, rules.values_list("words", flat=True).first() or {})


def programmes_that_wrote(gateway: Gateway, channel: str, address: str) -> list[Programme]:
    """Those that used the gateway for the address; where none did, all that may."""
    ids = set(_sent(gateway, channel, address).values_list("programme_id", flat=True)) - {None}
    if not ids:
        return list(programmes_of(gateway))
    return list(Programme.objects.filter(pk__in=ids).order_by("created_at"))


def unrouted() -> QuerySet[Inbound]:
    """What wasn't handed on yet and is worth another try, in order of arrival."""
    return Inbound.objects.filter(state=InboundState.NEW, tries__lt=MOST_TRIES).order_by("id")


def untried() -> QuerySet[Inbound]:
    """What nobody has tried to hand on yet, in order of arrival."""
    return Inbound.objects.filter(state=InboundState.NEW, tries=0).order_by("id")


def _sent(gateway: Gateway, channel: str, address: str) -> QuerySet[Message]:
    return _of_line(gateway, channel).filter(_LEFT, address=address)


def _of_line(gateway: Gateway, channel: str) -> QuerySet[Message]:
    """Messages by the gateway, or by another one whose answers come to the same number or mailbox."""
    by: Q = Q(gateway_id=gateway.pk)
    if gateway.reply_to:
        by = Q(gateway_id__in=Gateway.objects.filter(reply_to=gateway.reply_to).values("pk"))
    return Message.objects.filter(by, channel=channel)


def _asked(rows: QuerySet[Message], *, is_sure: bool = False) -> Asked | None:
    found = rows.values_list("pk", "programme_id", "programme__sending_rules__words").first()
    return Asked(found[0], found[1], found[2] or {}, is_sure) if found else None
