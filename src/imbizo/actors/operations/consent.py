"""On what basis people are in the register and written to; objection; opting out and starting again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import imbizo.messaging.operations as messaging
from imbizo.actors.errors import NeedsConsent
from imbizo.actors.models import Actor, Consent, ContactPoint, ImportBatch, Objection
from imbizo.actors.states import Basis, Purpose
from imbizo.base.errors import NotAllowed
from imbizo.messaging.states import SuppressionReason
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

CHUNK = 1_000


@dataclass(frozen=True)
class Recorded:
    """What recording a basis for many did: the new rows, and for how many it stood or was objected to."""

    new: Sequence[Consent]
    stood: int
    objecting: int


@transaction.atomic
def record_basis(
    *,
    actors: Iterable[Actor],
    purpose: str,
    basis: str,
    by: Membership | None,
    how: str = "",
    given_on: date | None = None,
    batch: ImportBatch | None = None,
) -> Recorded:
    """Record for each actor on what basis they are written to for the purpose. Saying it twice is harmless.

    Those who object to the purpose are left out, until they take it back. Raises NeedsConsent.
    """
    if purpose == Purpose.DIRECT_MARKETING and basis != Basis.CONSENT:
        raise NeedsConsent(_("Direct marketing needs the person's consent: no other basis allows it."))
    new: list[Consent] = []
    stood = objecting = 0
    for chunk in _chunks(actors):
        standing, objectors = _standing(chunk, purpose, basis), _objectors(chunk, purpose)
        stood += len(standing)
        objecting += len(objectors - standing)
        new += [
            Consent(
                programme_id=actor.programme_id,
                actor=actor,
                purpose=purpose,
                basis=basis,
                how=how,
                given_on=given_on or timezone.localdate(),
                batch=batch,
            )
            for actor in chunk
            if actor.pk not in standing | objectors
        ]
    Consent.objects.bulk_create(new, batch_size=CHUNK)
    audit("record_basis", new, by=by, changes={"purpose": [None, purpose], "basis": [None, basis]})
    return Recorded(new, stood, objecting)


@transaction.atomic
def withdraw_basis(*, consent: Consent, how: str, by: Membership | None) -> Consent:
    """End a basis: consent was withdrawn, a contract is over. Ending it twice is harmless."""
    _end([consent] if consent.stands else [], how, by)
    return consent


@transaction.atomic
def object_to(*, actor: Actor, purpose: str, how: str, by: Membership | None) -> Objection:
    """Note that the person objects: to one purpose, or with an empty purpose to any use of their data.

    Effects in order: the objection; every basis of that purpose ends; an objection to all stops every address of
    theirs. Objecting twice is harmless (POPIA s. 11(3)).
    """
    objection, is_new = Objection.objects.get_or_create(
        actor=actor,
        purpose=purpose,
        lifted_on=None,
        defaults={"programme_id": actor.programme_id, "how": how},
    )
    if is_new:
        audit("object", [objection], by=by, changes={"purpose": [None, purpose or "all"]})
    _end(_bases(actor, purpose), how or str(_("objection")), by)
    if not purpose:
        stop_addresses(actor=actor, reason=SuppressionReason.OBJECTION, source=how, by=by)
    return objection


@transaction.atomic
def take_back_objection(*, objection: Objection, by: Membership | None) -> Objection:
    """The person takes the objection back. Addresses stay stopped until they say for each that it may start again."""
    if objection.lifted_on is None:
        objection.lifted_on = timezone.localdate()
        objection.save(update_fields=["lifted_on", "updated_at"])
        audit("take_back", [objection], by=by, changes={"lifted_on": [None, objection.lifted_on]})
    return objection


@transaction.atomic
def opt_out(*, contact: ContactPoint, how: str, by: Membership | None) -> None:
    """Nothing is sent to this address any more. Raises NotAllowed where there is no address."""
    _must_have_address(contact)
    messaging.suppress(
        programme=contact.programme,
        addresses=[(contact.channel, contact.address)],
        reason=SuppressionReason.ASKED,
        by=by,
        source=how,
    )
    audit("opt_out", [contact], by=by, changes={"channel": [contact.channel, None]})


@transaction.atomic
def start_again(*, contact: ContactPoint, how: str, by: Membership | None) -> None:
    """The person wants to hear from us at this address again. Raises NotAllowed where there is no address."""
    _must_have_address(contact)
    messaging.lift(programme=contact.programme, address=(contact.channel, contact.address), by=by)
    audit("start_again", [contact], by=by, changes={"channel": [None, contact.channel], "how": [None, how]})


@transaction.atomic
def stop_addresses(*, actor: Actor, reason: SuppressionReason, source: str, by: Membership | None) -> int:
    """Send nothing more to any address of the actor, whichever partner holds it; returns how many were stopped."""
    addresses = ContactPoint.objects.filter(actor=actor).exclude(address="").values_list("channel", "address")
    stopped = messaging.suppress(
        programme=actor.programme, addresses=list(addresses), reason=reason, by=by, source=source
    )
    audit("opt_out", [actor], by=by, changes={"addresses": [None, len(stopped)]})
    return len(stopped)


@transaction.atomic
def handle_in_person(*, actor: Actor, reason: str, by: Membership) -> Actor:
    """Keep the actor out of every bulk send; the reason is shown."""
    return _in_person(actor, is_so=True, reason=reason, by=by)


@transaction.atomic
def handle_as_others(*, actor: Actor, by: Membership) -> Actor:
    """Let bulk sends reach the actor again."""
    return _in_person(actor, is_so=False, reason="", by=by)


def _in_person(actor: Actor, *, is_so: bool, reason: str, by: Membership) -> Actor:
    changes: dict[str, list[Any]] = {
        "handle_in_person": [actor.handle_in_person, is_so],
        "in_person_reason": [actor.in_person_reason, reason],
    }
    actor.handle_in_person, actor.in_person_reason = is_so, reason
    actor.save(update_fields=["handle_in_person", "in_person_reason", "updated_at"])
    audit("handle_in_person" if is_so else "handle_as_others", [actor], by=by, changes=changes)
    return actor


def _end(bases: Sequence[Consent], how: str, by: Membership | None) -> None:
    for consent in bases:
        consent.withdrawn_on, consent.withdrawn_how = timezone.localdate(), how[:300]
    Consent.objects.bulk_update(bases, ["withdrawn_on", "withdrawn_how"], batch_size=CHUNK)
    audit("withdraw_basis", bases, by=by, changes={"withdrawn_on": [None, timezone.localdate()]})


def _bases(actor: Actor, purpose: str) -> list[Consent]:
    rows = Consent.objects.filter(actor=actor, withdrawn_on=None)
    return list(rows.filter(purpose=purpose) if purpose else rows)


def _standing(actors: Sequence[Actor], purpose: str, basis: str) -> set[UUID]:
    rows = Consent.objects.filter(actor__in=actors, purpose=purpose, basis=basis, withdrawn_on=None)
    return set(rows.values_list("actor_id", flat=True))


def _objectors(actors: Sequence[Actor], purpose: str) -> set[UUID]:
    rows = Objection.objects.filter(Q(purpose=purpose) | Q(purpose=""), actor__in=actors, lifted_on=None)
    return set(rows.values_list("actor_id", flat=True))


def _chunks(actors: Iterable[Actor]) -> Iterator[list[Actor]]:
    whole = list({actor.pk: actor for actor in actors}.values())
    for start in range(0, len(whole), CHUNK):
        yield whole[start : start + CHUNK]


def _must_have_address(contact: ContactPoint) -> None:
    if not contact.address:
        raise NotAllowed(_("There is no number or address here that a message could go to."))
