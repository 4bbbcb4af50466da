"""What reaching people keeps of an erased person: the counts. Texts, numbers and notes go."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from imbizo.actors.queries import traces
from imbizo.actors.registry import Forgotten
from imbizo.messaging.models import Inbound, InboundPart, Message
from imbizo.messaging.states import MessageState, Reason
from imbizo.outreach.models import Call, CallTry, Conversation, Entry
from imbizo.outreach.states import ConversationState
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations import audit

CHUNK = 500  # ids or addresses in one statement

_UNSENT = (MessageState.WAITING, MessageState.PAUSED)
_EMPTY_TEXT = {"text": "", "calendar": "", "subject": "", "address": ""}


def forget(forgotten: Forgotten) -> None:
    """Bound to erasing, in its transaction: empty what was written to and by these people, and never send the rest.

    At an address that somebody else has too, only what was meant for the erased goes.
    """
    ids = [actor.pk for actor in forgotten.actors]
    own = forgotten.addresses - traces.addresses_of_others(forgotten.actors, forgotten.addresses)
    addresses = sorted({address for _channel, address in own})
    for some in _chunks(ids):
        _forget_messages(Q(recipient_id__in=some), forgotten)
        _forget_talk(Conversation.objects.filter(actor_id__in=some))
        _forget_calls(some)
    for some in _chunks(addresses):
        _forget_messages(Q(address__in=some, recipient_id=None), forgotten)
        _forget_talk(Conversation.objects.filter(actor=None, address__in=some, programme=forgotten.programme))
        Inbound.objects.filter(programme=forgotten.programme, address__in=some).update(**_EMPTY_TEXT)
        InboundPart.objects.filter(gateway__programme=forgotten.programme, address__in=some).delete()


def _forget_messages(whose: Q, forgotten: Forgotten) -> None:
    rows = Message.objects.filter(whose, programme=forgotten.programme)
    _empty_trail(rows.values_list("pk", flat=True))
    now = timezone.now()
    rows.filter(state__in=_UNSENT).update(state=MessageState.REFUSED, reason=Reason.GONE, settled_at=now)
    rows.update(detail="", **_EMPTY_TEXT)


def _forget_talk(conversations: Iterable[Conversation]) -> None:
    """What they said, by whatever channel, and what was noted about it."""
    held = list(conversations)
    entries = list(Entry.objects.filter(conversation__in=held))
    Inbound.objects.filter(entry__in=entries).update(**_EMPTY_TEXT)
    Entry.objects.filter(conversation__in=held).update(text="")
    for each in held:
        _close(each)
    _empty_trail([record.pk for record in (*held, *entries)])
    audit("erase", held, by=None)
    audit("erase", entries, by=None)


def _close(conversation: Conversation) -> None:
    # Of those without a person an owner has one for each address, and what is left here needs one.
    conversation.address = "" if conversation.actor_id else conversation.pk.hex
    conversation.language = conversation.ring_number = conversation.asking = ""
    conversation.options, conversation.asks_ring, conversation.is_unread = [], False, False
    conversation.state = ConversationState.CLOSED
    conversation.save()


def _forget_calls(ids: Sequence[UUID]) -> None:
    tries = CallTry.objects.filter(call__actor_id__in=ids)
    tries.update(note="")
    calls = Call.objects.filter(actor_id__in=ids).values_list("pk", flat=True)
    _empty_trail([*tries.values_list("pk", flat=True), *calls])


def _empty_trail(ids: Iterable[UUID]) -> None:
    for some in _chunks(list(ids)):
        AuditEntry.objects.filter(subject_id__in=some).update(changes={})


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
