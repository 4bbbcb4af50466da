"""What somebody said on the telephone: beside their messages, in the same conversation.

Whoever rings for a list that another partner shares notes it in that partner's conversation, which they can't open:
so this isn't `inbox.note_answer`, which is for the members of the conversation's owner.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from imbizo.actors.models import ContactPoint
from imbizo.messaging.states import Channel
from imbizo.outreach.models import Call, Conversation, Entry
from imbizo.outreach.operations.inbox.answered import mark_answered
from imbizo.outreach.states import ConversationState, EntryKind
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit


@transaction.atomic
def hear(*, call: Call, said: str, contact: ContactPoint | None, by: Membership) -> Entry:
    """Put their words into the conversation of the list's owner with them; a campaign learns that they answered."""
    call_list = call.call_list
    conversation = _conversation(call, contact)
    entry = Entry.objects.create(
        programme_id=call.programme_id,
        conversation=conversation,
        kind=EntryKind.CALL,
        text=said.strip()[:10_000],
        campaign=call_list.campaign,
        by=by,
    )
    audit("note", [conversation], by=by)
    if call_list.campaign is not None:
        mark_answered([entry], {call_list.campaign: [call.actor_id]}, by)
    return entry


def _conversation(call: Call, contact: ContactPoint | None) -> Conversation:
    """The owner's conversation with the person. Nothing is left to do in a new one: whoever rang has heard it."""
    owner, actor, now = call.call_list.owner, call.actor, timezone.now()
    rows = Conversation.objects.filter(owner=owner, actor=actor)
    # Who asked a protection officer to ring is still waiting for the officer, who must hear of it.
    kept = rows.filter(is_protected=True).update(last_at=now, is_unread=True, state=ConversationState.OPEN)
    if kept or rows.update(last_at=now, asks_ring=False, ring_number=""):
        found: Conversation = rows.get()
        return found
    new = Conversation(
        programme_id=call.programme_id,
        owner=owner,
        actor=actor,
        channel=_channel(contact),
        address=contact.address if contact else "",
        language=actor.language,
        state=ConversationState.CLOSED,
        asked=call.call_list.campaign,
        is_unread=False,
        last_at=now,
    )
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:  # They wrote in the same moment.
        new = rows.get()
    return new


def _channel(contact: ContactPoint | None) -> str:
    return contact.channel if contact else Channel.PHONE
