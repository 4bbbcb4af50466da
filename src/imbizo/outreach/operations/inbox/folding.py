"""When two people of the register become one: what each of them said to a partner stands in one conversation."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from imbizo.actors.models import Actor
from imbizo.actors.registry import Moved
from imbizo.messaging.models import Message
from imbizo.messaging.states import OPEN_STATES
from imbizo.outreach.models import Conversation, Entry
from imbizo.outreach.operations.inbox.held import told, write
from imbizo.outreach.states import ConversationState
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit
from imbizo.thread.operations.audit import plain

# What an undone merge takes back from the conversation that stays: the number that isn't theirs.
_TAKEN_BACK = ("asks_ring", "ring_number")
_LEFT_BEHIND = ("state", "is_unread", "is_protected", "asks_ring", "ring_number")


def fold(kept: Actor, gone: Actor, by: Membership) -> list[Moved]:
    """Bound to merging, in its transaction: returns what undoing the merge puts back.

    A partner that has a conversation with each of them keeps one, and the stricter mark holds, also when the merge
    is undone. What hasn't left yet stays meant for whom it was written to.
    """
    moved: list[Moved] = []
    theirs = {each.owner_id: each for each in Conversation.objects.select_for_update().filter(actor=kept)}
    for current in Conversation.objects.select_for_update().filter(actor=gone):
        if target := theirs.get(current.owner_id):
            moved += _join(current, target)
            audit("fold", [target], by=by, changes=told(target, {"conversation": [None, current.pk]}))
    written = Message.objects.filter(programme_id=gone.programme_id, recipient_id=gone.pk)
    return [*moved, *_move(written.exclude(state__in=OPEN_STATES), "recipient_id", gone.pk, kept.pk)]


def _join(current: Conversation, target: Conversation) -> list[Moved]:
    before = [_noted(target, _TAKEN_BACK), _noted(current, _LEFT_BEHIND)]
    rings = current.ring_number or (current.address if current.asks_ring else "")
    is_open = ConversationState.OPEN in {current.state, target.state}
    if current.is_protected and not target.is_protected:
        write(target, is_protected=True, protected_by=current.protected_by, protected_at=current.protected_at)
    write(
        target,
        last_at=max(current.last_at, target.last_at),
        is_unread=current.is_unread or target.is_unread,
        state=ConversationState.OPEN if is_open else ConversationState.CLOSED,
        asks_ring=current.asks_ring or target.asks_ring,
        ring_number=target.ring_number or ("" if target.asks_ring else rings),
    )
    moved = [
        *_move(Entry.objects.filter(conversation=current), "conversation_id", current.pk, target.pk),
        *_move(Message.objects.filter(source_id=current.pk), "source_id", current.pk, target.pk),
    ]
    write(
        current,
        state=ConversationState.CLOSED,
        is_unread=False,
        is_protected=False,
        asks_ring=False,
        ring_number="",
    )
    return [*before, *moved]


def _noted(conversation: Conversation, names: Iterable[str]) -> Moved:
    values = {name: plain(getattr(conversation, name)) for name in names}
    return ["outreach.Conversation", str(conversation.pk), values]


def _move(rows: Any, name: str, source: UUID, to: UUID) -> list[Moved]:
    pks = list(rows.values_list("pk", flat=True))
    rows.update(**{name: to})
    return [[rows.model._meta.label, str(pk), {name: str(source)}] for pk in pks]
