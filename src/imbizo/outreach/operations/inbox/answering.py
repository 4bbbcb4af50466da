"""Answering a person who wrote, and noting what was said where no gateway hears it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import Conflict
from imbizo.base.models import new_id
from imbizo.messaging.models import Message
from imbizo.messaging.operations import Draft, queue
from imbizo.messaging.states import Channel, MessageState, Purpose, Reason
from imbizo.outreach.errors import CantAnswer
from imbizo.outreach.models import Campaign, Conversation, Entry
from imbizo.outreach.operations.inbox.answered import mark_answered
from imbizo.outreach.operations.inbox.held import held, write
from imbizo.outreach.states import EntryKind
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

LONGEST = 2_000
_EMPTY = _("Write something first.")
_LONG = _("This is too long to send: write at most 2,000 letters.")
_TWICE = _("This was sent before, with another text. Load the page again.")
_REFUSALS = {
    Reason.SUPPRESSED: _(
        "They sent STOP. Nothing can be written to them until they send START; you can ring."
    ),
    Reason.UNSAFE: _(
        "Others may read what comes to this number, so no answer can be sent. Ring, when it is safe."
    ),
    Reason.NO_GATEWAY: _(
        "There is no gateway for this channel. Ring instead, or ask the coordinator to set one up."
    ),
    Reason.GONE: _("This person is no longer in the register. Match the conversation to somebody first."),
}


@transaction.atomic
def answer(*, conversation: Conversation, text: str, by: Membership, id: UUID | None = None) -> Message:
    """Write to the person by the channel that they used last. The same `id` with the same text is sent once.

    Raises CantAnswer with a sentence where the gate refuses, NotAllowed, Conflict. Effects in order: the message in
    the outbox, the conversation is read and its row of automatic answers ended, the audit entry.
    """
    current = held(conversation, by)
    draft = _draft(current, _checked(text), id or new_id())
    message = _queued(current, draft)
    if message is None:
        return _sent_before(current, draft)
    if message.state != MessageState.WAITING:
        reason = Reason(message.reason)
        raise CantAnswer(_REFUSALS.get(reason) or str(reason.label).capitalize() + ".")
    write(current, is_unread=False, automatic_count=0, last_at=timezone.now())
    audit("answer", [current], by=by)
    return message


def _checked(text: str) -> str:
    written = text.replace("\0", "").strip()
    if not written:
        raise CantAnswer(_EMPTY)
    if len(written) > LONGEST:
        raise CantAnswer(_LONG)
    return written


def _draft(conversation: Conversation, text: str, id: UUID) -> Draft:
    subject = _last_subject(conversation) if conversation.channel == Channel.EMAIL else ""
    return Draft(
        id=id,
        channel=Channel(conversation.channel),
        address=conversation.address,
        text=text,
        subject=subject,
        language=conversation.language,
        recipient_id=conversation.actor_id,
    )


def _last_subject(conversation: Conversation) -> str:
    last = conversation.entries.exclude(inbound=None).select_related("inbound").order_by("-at").first()
    subject = last.inbound.subject if last and last.inbound else ""
    return subject if subject.lower().startswith("re:") else f"Re: {subject}".strip()


def _queued(conversation: Conversation, draft: Draft) -> Message | None:
    """The message that is new in the outbox; None where its id is known."""
    queued = queue(
        programme=conversation.programme,
        drafts=[draft],
        purpose=Purpose.ANSWER,
        source=conversation,
        owner=conversation.owner,
    )
    return queued[0] if queued else None


def _sent_before(conversation: Conversation, draft: Draft) -> Message:
    first = Message.objects.filter(pk=draft.id, source_id=conversation.pk, text=draft.text).first()
    if first is None:
        raise Conflict(_TWICE)
    return first


@transaction.atomic
def note_answer(
    *,
    conversation: Conversation,
    kind: str,
    text: str,
    by: Membership,
    campaign: Campaign | None = None,
    at: datetime | None = None,
    id: UUID | None = None,
) -> Entry:
    """Note what was said on the telephone, on WhatsApp or in person, or a note for colleagues.

    What answers a `campaign` counts as the person's answer to it. Raises CantAnswer, NotAllowed, Conflict.
    """
    current = held(conversation, by)
    entry, is_new = Entry.objects.get_or_create(
        pk=id or new_id(),
        defaults={
            "programme": current.programme,
            "conversation": current,
            "kind": EntryKind(kind),
            "text": _noted(text),
            "campaign": campaign,
            "by": by,
            "at": at or timezone.now(),
        },
    )
    if not is_new and (entry.conversation_id != current.pk or entry.text != _noted(text)):
        raise Conflict(_TWICE)
    if is_new:
        write(current, last_at=max(current.last_at, entry.at), is_unread=False)
        mark_answered([entry], _answered(current, campaign), by)
        audit("note", [current], by=by)
    return entry


def _noted(text: str) -> str:
    written = text.replace("\0", "").strip()
    if not written:
        raise CantAnswer(_EMPTY)
    return written[:10_000]


def _answered(conversation: Conversation, campaign: Campaign | None) -> dict[Campaign, set[UUID]]:
    return {campaign: {conversation.actor_id}} if campaign and conversation.actor_id else {}


def seen(*, conversation: Conversation) -> None:
    """A member of its owner has opened it: a mark of the reader's own, kept in no trail."""
    if conversation.is_unread:
        Conversation.objects.filter(pk=conversation.pk).update(is_unread=False)
