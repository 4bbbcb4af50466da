"""Whose a conversation is, where the system couldn't know."""

from collections import defaultdict
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors import queries as register
from imbizo.actors.models import Actor, ContactPoint
from imbizo.actors.operations import add_actor, add_contact
from imbizo.actors.states import Form
from imbizo.messaging.operations.handing_on import hand_on
from imbizo.outreach.errors import CantAnswer
from imbizo.outreach.models import Campaign, Conversation, Entry
from imbizo.outreach.operations.inbox.answered import mark_answered
from imbizo.outreach.operations.inbox.held import held, told, write
from imbizo.outreach.operations.inbox.sorting import unanswer
from imbizo.outreach.states import ConversationState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit

_UNSEEN = _("This person isn't in the register any more. Search again.")
_MATCHED = _("This conversation belongs to a person already. Take it away from them first.")
_NOBODY = _("This conversation belongs to nobody yet.")


@transaction.atomic
def match(*, conversation: Conversation, actor: Actor, by: Membership) -> Conversation:
    """Say whose number it is, and return the person's conversation, into which what stood here has moved.

    Raises CantAnswer, NotAllowed. Effects in order: the number becomes one of the person's, where the member may add
    it; conversation, entries and messages; what the entries answer; the audit entry.
    """
    current = held(conversation, by)
    if current.actor_id:
        raise CantAnswer(_MATCHED)
    if not register.actors(by).filter(pk=actor.pk).exists():
        raise CantAnswer(_UNSEEN)
    _learn_number(current, actor, by)
    target = _given_to(current, actor)
    audit("match_person", [target], by=by, changes=told(target, {"actor": [None, actor.pk]}))
    return target


@transaction.atomic
def add_person(
    *, conversation: Conversation, given_name: str, surname: str, by: Membership, id: UUID | None = None
) -> Conversation:
    """Bring whoever wrote into the register under this name, with the number they wrote from, and match them."""
    made = add_actor(
        form=Form.PERSON,
        given_name=given_name,
        surname=surname,
        language=conversation.language,
        by=by,
        id=id,
    )
    return match(conversation=conversation, actor=made, by=by)


@transaction.atomic
def unmatch(*, conversation: Conversation, by: Membership) -> Conversation:
    """It wasn't them: what came from the number goes back to the number. Returns the number's conversation."""
    current = held(conversation, by)
    if current.actor_id is None:
        raise CantAnswer(_NOBODY)
    actor_id, target = current.actor_id, _of_address(current)
    entries = current.entries.filter(inbound__address=current.address)
    campaigns = {entry.campaign for entry in entries.select_related("campaign") if entry.campaign}
    entries.update(conversation=target)
    unanswer(current, campaigns)
    hand_on(source=current.pk, to=target.pk, recipient=None)
    write(target, last_at=max(target.last_at, current.last_at), state=ConversationState.OPEN)
    audit("unmatch_person", [target], by=by, changes=told(target, {"actor": [actor_id, None]}))
    return target


def _learn_number(conversation: Conversation, actor: Actor, by: Membership) -> None:
    """The next message from the number then finds them by itself.

    One from which they asked for protection stays out of the register, where colleagues would see it; what comes from
    there goes into the protected conversation all the same.
    """
    if conversation.is_protected:
        return
    known = ContactPoint.objects.filter(actor=actor, address=conversation.address).exists()
    if not known and by.may(Permission.ACTORS_EDIT) and by.may(Permission.CONTACTS_VIEW):
        add_contact(actor=actor, channel=conversation.channel, raw=conversation.address, by=by)


def _given_to(current: Conversation, actor: Actor) -> Conversation:
    """The conversation of the person: this one, or the one that they have with the same partner already."""
    theirs = Conversation.objects.filter(owner_id=current.owner_id, actor=actor).select_for_update().first()
    entries = list(current.entries.select_related("campaign"))
    target = _merged(current, theirs) if theirs else current
    write(target, actor=actor, asking="", options=[], language=target.language or actor.language)
    hand_on(source=current.pk, to=target.pk, recipient=actor.pk)
    answered: dict[Campaign, set[UUID]] = defaultdict(set)
    for entry in entries:
        if entry.campaign:
            answered[entry.campaign].add(actor.pk)
    mark_answered([], answered, None)
    return target


def _merged(current: Conversation, theirs: Conversation) -> Conversation:
    """Move what stands in `current` into theirs, and leave it behind, empty and closed. The stricter mark holds."""
    Entry.objects.filter(conversation=current).update(conversation=theirs)
    protected = next((each for each in (theirs, current) if each.is_protected), theirs)
    write(
        theirs,
        last_at=max(current.last_at, theirs.last_at),
        is_unread=current.is_unread or theirs.is_unread,
        is_protected=protected.is_protected,
        protected_by=protected.protected_by,
        protected_at=protected.protected_at,
        assignee=None if protected is current else theirs.assignee,
        state=current.state,
        asks_ring=current.asks_ring or theirs.asks_ring,
        ring_number=theirs.ring_number or current.ring_number,
        channel=current.channel,
        address=current.address,
    )
    write(
        current,
        state=ConversationState.CLOSED,
        is_unread=False,
        asks_ring=False,
        asking="",
    )
    if current.is_protected:
        # Its husk stays protected, and leaves the number to the conversation that it moved into.
        write(current, address=current.pk.hex)
    return theirs


def _of_address(current: Conversation) -> Conversation:
    target, _is_new = Conversation.objects.get_or_create(
        owner_id=current.owner_id,
        address=current.address,
        actor=None,
        defaults={
            "programme": current.programme,
            "channel": current.channel,
            "language": current.language,
            "last_at": current.last_at,
        },
    )
    if current.is_protected:
        write(
            target,
            is_protected=True,
            protected_by=current.protected_by,
            protected_at=current.protected_at,
        )
    return target
