"""How an actor can be reached: adding, changing, and telling when two people use one number."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from imbizo.actors.errors import BadAddress, BadEntry, NotYours
from imbizo.actors.models import Actor, ContactPoint
from imbizo.actors.operations.actors import NOT_YOURS
from imbizo.actors.operations.once import insert, made_before
from imbizo.actors.rules import may_edit, read_address
from imbizo.actors.states import ContactState
from imbizo.base.models import new_id
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission, Sharing
from imbizo.thread.operations import audit, differences

_READ_ANEW = frozenset({"channel", "raw"})


@transaction.atomic
def add_contact(
    *,
    actor: Actor,
    channel: str,
    raw: str,
    by: Membership,
    sharing: str | None = None,
    id: UUID | None = None,
    **fields: Any,
) -> ContactPoint:
    """Add a number or an address to an actor that the member sees; it belongs to the member's partner.

    A private person's stays with that partner, an official's or an organisation's is shared with all, unless
    `sharing` says otherwise. `fields`: through, is_shared, is_unsafe, safe_when, is_preferred.
    Raises BadAddress, NotYours, Conflict. Effects in order: the contact point, one preferred per actor and partner,
    the flag that others use the number too, the audit entry.
    """
    _must_be_addable(actor, by)
    reach = read_address(channel=channel, raw=raw, region=by.programme.region)
    content = {"actor_id": actor.pk, "owner_id": by.partner_id, "raw": raw.strip(), "channel": reach.channel}
    if (before := made_before(ContactPoint, id, content)) is not None:
        return before
    contact = ContactPoint(
        id=id or new_id(),
        programme_id=by.programme_id,
        sharing=sharing or _default_sharing(actor),
        **content,
        **fields,
    )
    _take(contact, reach)
    _check(contact)
    contact, is_new = insert(contact, content)
    if is_new:
        _settle(contact, by)
        audit("create", [contact], by=by, changes={"channel": [None, contact.channel]})
    return contact


@transaction.atomic
def change_contact(*, contact: ContactPoint, changes: Mapping[str, Any], by: Membership) -> ContactPoint:
    """Write these fields; a number written anew is read anew. Raises NotYours, BadAddress."""
    current: ContactPoint = ContactPoint.objects.select_for_update().get(pk=contact.pk)
    if not may_edit(current, by):
        raise NotYours(NOT_YOURS)
    before = {name: getattr(current, name) for name in (*changes, "address", "state")}
    for name, value in changes.items():
        setattr(current, name, value)
    if _READ_ANEW & changes.keys():
        _take(current, read_address(channel=current.channel, raw=current.raw, region=by.programme.region))
        current.state = changes.get("state", current.state)
    _check(current)
    if changed := differences(before, {name: getattr(current, name) for name in before}):
        current.save()
        _settle(current, by)
        audit("change", [current], by=by, changes=changed)
    return current


@transaction.atomic
def doubt(*, contact: ContactPoint, reason: str, by: Membership) -> ContactPoint:
    """Note that a number may not be theirs (somebody else answered). Whoever sees it may, for it harms nobody.

    `reason` is a key of `rules.reach`. Raises NotYours where the member doesn't see the number.
    """
    if not by.may(Permission.CONTACTS_VIEW):
        raise NotYours(NOT_YOURS)
    current: ContactPoint | None = ContactPoint.objects.visible_to(by).filter(pk=contact.pk).first()
    if current is None:
        raise NotYours(NOT_YOURS)
    before = {"state": current.state, "reason": current.reason}
    current.state, current.reason = ContactState.DOUBTFUL, reason
    current.save(update_fields=["state", "reason", "updated_at"])
    if changed := differences(before, {"state": current.state, "reason": current.reason}):
        audit("change", [current], by=by, changes=changed)
    return current


def _must_be_addable(actor: Actor, by: Membership) -> None:
    may = by.may(Permission.ACTORS_EDIT) and by.may(Permission.CONTACTS_VIEW)
    if not may or not Actor.objects.visible_to(by).filter(pk=actor.pk).exists():
        raise NotYours(NOT_YOURS)


def _default_sharing(actor: Actor) -> Sharing:
    return actor.default_sharing if actor.sharing == Sharing.ALL else Sharing.ITSELF


def _take(contact: ContactPoint, reach: Any) -> None:
    contact.channel, contact.address, contact.number_kind = reach.channel, reach.address, reach.number_kind
    contact.state, contact.reason = reach.state, reach.reason
    contact.raw = contact.raw.strip()


def _check(contact: ContactPoint) -> None:
    if len(contact.raw) > 300:
        raise BadAddress(_("This is too long: write at most 300 letters."), field="raw")
    if contact.through_id == contact.actor_id:
        raise BadEntry(_("Choose somebody else: one can't be reached through oneself."), field="through")
    if contact.is_unsafe and not contact.safe_when.strip():
        raise BadEntry(_("Say when and how it is safe, so that nobody is put in danger."), field="safe_when")
    same = ContactPoint.objects.filter(
        actor_id=contact.actor_id, owner_id=contact.owner_id, channel=contact.channel, address=contact.address
    )
    if contact.address and same.exclude(pk=contact.pk).exists():
        raise BadAddress(_("You have this one here already."), field="raw")


def _settle(contact: ContactPoint, by: Membership) -> None:
    """One preferred contact point per actor and partner; and the flag on a number that two people use."""
    if contact.is_preferred:
        beside = ContactPoint.objects.filter(actor_id=contact.actor_id, owner_id=contact.owner_id)
        beside.exclude(pk=contact.pk).filter(is_preferred=True).update(is_preferred=False)
    if contact.address:
        _flag_shared(contact, by)


def _flag_shared(contact: ContactPoint, by: Membership) -> None:
    """Flag both sides, each only where its owner may know of the other: a flag must not betray a private number."""
    others = ContactPoint.objects.visible_to(by).filter(
        address=contact.address, actor__in=Actor.objects.visible_to(by)
    )
    others = others.exclude(actor_id=contact.actor_id)
    if not others.exists():
        return
    ContactPoint.objects.filter(pk=contact.pk).update(is_shared=True)
    contact.is_shared = True
    is_open = contact.sharing == Sharing.ALL and contact.actor.sharing == Sharing.ALL
    told = others if is_open else others.filter(Q(owner_id=contact.owner_id))
    ContactPoint.objects.filter(pk__in=list(told.values_list("pk", flat=True))).update(is_shared=True)
