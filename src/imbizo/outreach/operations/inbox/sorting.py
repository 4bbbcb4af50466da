"""Keeping the inbox in order: who answers, what is done, what answers which campaign."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.outreach.errors import CantAnswer
from imbizo.outreach.models import Campaign, Conversation, Entry, Recipient
from imbizo.outreach.operations.inbox.answered import mark_answered
from imbizo.outreach.operations.inbox.held import held, told, write
from imbizo.outreach.rules.handling import may_read
from imbizo.outreach.states import ConversationState
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

_CANT_READ = _("This member can't read the conversation. Choose somebody else.")
_OTHERS = _("That campaign belongs to another organisation.")


@transaction.atomic
def assign(*, conversation: Conversation, to: Membership | None, by: Membership) -> Conversation:
    """Say who answers; None for nobody in particular. Raises CantAnswer where that member couldn't read it."""
    current = held(conversation, by)
    if to is not None and not may_read(current, to):
        raise CantAnswer(_CANT_READ)
    if changes := write(current, assignee=to):
        audit("assign", [current], by=by, changes=told(current, changes))
    return current


@transaction.atomic
def close(*, conversation: Conversation, by: Membership) -> Conversation:
    """Nothing is left to do. A new message opens it again."""
    current = held(conversation, by)
    if write(current, state=ConversationState.CLOSED, is_unread=False, asks_ring=False, ring_number=""):
        audit("close", [current], by=by)
    return current


@transaction.atomic
def reopen(*, conversation: Conversation, by: Membership) -> Conversation:
    """Something is left to do after all."""
    current = held(conversation, by)
    if write(current, state=ConversationState.OPEN):
        audit("reopen", [current], by=by)
    return current


@transaction.atomic
def rung(*, conversation: Conversation, by: Membership) -> Conversation:
    """They asked to be rung, and were."""
    current = held(conversation, by)
    if write(current, asks_ring=False, ring_number=""):
        audit("ring_back", [current], by=by)
    return current


@transaction.atomic
def file_answer(*, entry: Entry, campaign: Campaign | None, by: Membership) -> Entry:
    """Say which campaign an entry answers; None for none. Raises CantAnswer, NotAllowed.

    The campaign that it was taken for counts it as an answer no longer, unless the person gave it another.
    """
    current = held(entry.conversation, by)
    if campaign is not None and campaign.owner_id != current.owner_id:
        raise CantAnswer(_OTHERS)
    before, entry.campaign = entry.campaign, campaign
    entry.save(update_fields=["campaign", "updated_at"])
    if before is not None and before != campaign:
        unanswer(current, {before})
    answered = {campaign: {current.actor_id}} if campaign and current.actor_id else {}
    mark_answered([entry], answered, by)
    changes = {"campaign": [before, campaign]}
    audit("file", [current], by=by, changes=told(current, changes))
    return entry


def unanswer(conversation: Conversation, campaigns: set[Campaign]) -> None:
    """Take back that the person answered these campaigns, where nothing in the conversation does any more."""
    still = set(conversation.entries.filter(campaign__in=campaigns).values_list("campaign_id", flat=True))
    gone = [campaign.pk for campaign in campaigns if campaign.pk not in still]
    Recipient.objects.filter(campaign__in=gone, actor=conversation.actor).update(answered_at=None)
