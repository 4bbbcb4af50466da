"""What the register says to the gate of messages: who may be written to, for this purpose, at this address."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from imbizo.actors.models import Actor, ContactPoint
from imbizo.actors.models.consent import Consent, Objection
from imbizo.actors.states import ActorState, Basis, Purpose
from imbizo.messaging.models import Message
from imbizo.messaging.states import Purpose as MessagePurpose
from imbizo.messaging.states import Reason

CHUNK = 500
MANY = 5_000  # addresses; for more of them it is quicker to go through all that are flagged
# Those who wrote to us asked to be answered, and nobody is left unwarned; safety is asked of these too.
_NEEDS_NO_BASIS = frozenset({MessagePurpose.ANSWER, MessagePurpose.ALERT})
_Refusals = dict[UUID, Reason]
Scope = Collection[UUID] | QuerySet[Any, Any]
"""Actors, by their ids or by a query for these."""


def may_send(messages: Sequence[Message]) -> Mapping[UUID, Reason]:
    """The messages of one programme that may not leave, and why. A fixed number of queries for every few hundred."""
    refused: _Refusals = {}
    for start in range(0, len(messages), CHUNK):
        left = messages[start : start + CHUNK]
        asks: tuple[Callable[[Sequence[Message]], _Refusals], ...] = (_gone, _unsafe, _without_basis)
        for ask in asks:
            refused |= ask([message for message in left if message.pk not in refused])
    return refused


def needs_neutral(point: ContactPoint) -> bool:
    """Whether others may read what comes to this contact point, so that no content goes there."""
    return bool(point.through_id or point.is_shared or point.is_unsafe)


def delicate(programme_id: UUID, addresses: Collection[str]) -> set[tuple[str, str]]:
    """Those of the addresses, as (channel, address), of which anybody in the programme said that others read them."""
    flagged = Q(is_unsafe=True) | Q(is_shared=True) | Q(through__isnull=False)
    rows = ContactPoint.objects.filter(flagged, programme_id=programme_id)
    if len(addresses) <= MANY:
        return set(rows.filter(address__in=addresses).values_list("channel", "address"))
    return {pair for pair in rows.values_list("channel", "address") if pair[1] in addresses}


def _gone(messages: Sequence[Message]) -> _Refusals:
    """Those to actors that aren't in the register any more, or are to be spoken to in person."""
    ids = {message.recipient_id for message in messages if message.recipient_id}
    fields = Actor.objects.filter(pk__in=ids).values_list("pk", "state", "handle_in_person")
    known = {pk: (state, in_person) for pk, state, in_person in fields}
    refused: _Refusals = {}
    for message in messages:
        if message.recipient_id is None:
            continue
        state, in_person = known.get(message.recipient_id, (ActorState.ERASED, False))
        if state != ActorState.ACTIVE:
            refused[message.pk] = Reason.GONE
        elif in_person and message.purpose not in _NEEDS_NO_BASIS:
            refused[message.pk] = Reason.IN_PERSON
    return refused


def _unsafe(messages: Sequence[Message]) -> _Refusals:
    """Those with content for numbers that others may read. Where one person said so it holds for the number."""
    asked = [message for message in messages if not message.is_neutral]
    programme_id = next((message.programme_id for message in asked), None)
    if programme_id is None:
        return {}
    found = delicate(programme_id, {message.address for message in asked})
    return {each.pk: Reason.UNSAFE for each in asked if (each.channel, each.address) in found}


def _without_basis(messages: Sequence[Message]) -> _Refusals:
    by_purpose: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        if message.purpose not in _NEEDS_NO_BASIS:
            by_purpose[message.purpose].append(message)
    refused: _Refusals = {}
    for purpose, batch in by_purpose.items():
        refused |= _of_purpose(purpose, batch)
    return refused


def _of_purpose(purpose: str, batch: Sequence[Message]) -> _Refusals:
    ids = {message.recipient_id for message in batch if message.recipient_id}
    objected = objecting(ids, purpose)
    based = with_basis(ids, purpose)
    refused: _Refusals = {}
    for message in batch:
        if message.recipient_id in objected:
            refused[message.pk] = Reason.OBJECTED
        elif message.recipient_id not in based:
            refused[message.pk] = Reason.NO_BASIS
    return refused


def objecting(ids: Scope, purpose: str) -> set[UUID]:
    """Those of the actors who object to the purpose, or to any use of their data."""
    rows = Objection.objects.filter(actor_id__in=ids, lifted_on=None, purpose__in=("", purpose))
    return set(rows.values_list("actor_id", flat=True))


def with_basis(ids: Scope, purpose: str) -> set[UUID]:
    """Those of the actors for whom a lawful basis for the purpose stands; for direct marketing only consent is one."""
    rows = Consent.objects.filter(actor_id__in=ids, purpose=purpose, withdrawn_on=None)
    if purpose == Purpose.DIRECT_MARKETING:
        rows = rows.filter(basis=Basis.CONSENT)
    return set(rows.values_list("actor_id", flat=True))
