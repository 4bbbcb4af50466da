"""Named reads for what comes in: what it answers, and whose messages it speaks of."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from imbizo.messaging.models import Gateway, Inbound, Message, SendingRules
from imbizo.messaging.queries.gateways import programmes_of
from imbizo.messaging.states import InboundState, MessageState, Purpose
from imbizo.programmes.models import Programme

MOST_TRIES = 5
# What reached a person, or may have: an answer can overtake our own record.
_LEFT = (MessageState.SUBMITTING, MessageState.SENT, MessageState.DELIVERED, MessageState.UNCERTAIN)
# A report of failure can be wrong, where the message was handed over at all.
_MAY_HAVE_LEFT = Q(state__in=_LEFT) | Q(state=MessageState.FAILED, sent_at__isnull=False)
# Nobody answers these.
_UNASKED = (Purpose.SECURITY, Purpose.CONFIRMATION)
# Asked for every single message that comes in, and for Django harder to write than for the database to answer: ten
# times faster by hand. Both databases read it alike.
_LAST = """
SELECT m.id, m.programme_id, r.words
FROM messaging_message m LEFT JOIN messaging_sendingrules r ON r.programme_id = m.programme_id
WHERE m.address = %s AND m.channel = %s
  AND (m.gateway_id = %s
    OR m.gateway_id IN (SELECT g.id FROM messaging_gateway g WHERE g.reply_to = %s AND g.reply_to <> ''))
  AND (m.state IN (%s, %s, %s, %s) OR (m.state = %s AND m.sent_at IS NOT NULL))
  AND m.purpose NOT IN (%s, %s)
ORDER BY m.sent_at DESC NULLS FIRST, m.id DESC LIMIT 1
"""
_OLDER = "SELECT 1 FROM messaging_inbound WHERE state = %s AND tries = 0 AND id < %s LIMIT 1"


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
    words = [str(word) for word in (*_LEFT, MessageState.FAILED, *_UNASKED)]
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [address, str(channel), _prepared(gateway.pk), gateway.reply_to, *words])
        found = cursor.fetchone()
    if found is None:
        return None
    message_id, programme_id, extra = found
    return Asked(_uuid(message_id), _uuid(programme_id) if programme_id else None, _loaded(extra))


def asked_by(gateway: Gateway, channel: str, message_id: UUID) -> Asked | None:
    """The same where the answer names the message."""
    rows = _of_line(gateway, channel).filter(pk=message_id)
    found = rows.values_list("programme_id", "programme__sending_rules__words").first()
    return Asked(message_id, found[0], found[1] or {}, is_sure=True) if found else None


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


def confirmed_lately(channel: str, address: str) -> int:
    """How often a STOP or START of the address was confirmed within the last hour, by whatever gateway."""
    since = timezone.now() - timedelta(hours=1)
    rows = Message.objects.filter(address=address, channel=channel, purpose=Purpose.CONFIRMATION)
    return rows.filter(created_at__gt=since).count()


def unrouted() -> QuerySet[Inbound]:
    """What wasn't handed on yet and is worth another try, in order of arrival."""
    return Inbound.objects.filter(state=InboundState.NEW, tries__lt=MOST_TRIES).order_by("id")


def is_older_untried(pk: UUID) -> bool:
    """Whether something that came in before this one still waits for the first try to hand it on."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDER, [str(InboundState.NEW), _prepared(pk)])
        return cursor.fetchone() is not None


def untried() -> QuerySet[Inbound]:
    """What nobody has tried to hand on yet, in order of arrival."""
    return Inbound.objects.filter(state=InboundState.NEW, tries=0).order_by("id")


def _sent(gateway: Gateway, channel: str, address: str) -> QuerySet[Message]:
    return _of_line(gateway, channel).filter(_MAY_HAVE_LEFT, address=address)


def _of_line(gateway: Gateway, channel: str) -> QuerySet[Message]:
    """Messages by the gateway, or by another one whose answers come to the same number or mailbox."""
    by: Q = Q(gateway_id=gateway.pk)
    if gateway.reply_to:
        by = Q(gateway_id__in=Gateway.objects.filter(reply_to=gateway.reply_to).values("pk"))
    return Message.objects.filter(by, channel=channel)


def _prepared(pk: UUID) -> UUID | str:
    """A key as the database's driver takes it."""
    return pk if connection.features.has_native_uuid_field else pk.hex


def _uuid(key: UUID | str) -> UUID:
    return key if isinstance(key, UUID) else UUID(key)


def _loaded(words: str | None) -> Mapping[str, Collection[str]]:
    return json.loads(words) if words else {}
