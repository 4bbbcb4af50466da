"""Lists of actors: fixed ones hold members, smart ones hold a filter and fill themselves."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.errors import BadEntry, NotYours, TooLate
from imbizo.actors.models import Actor, ActorList, ListMember
from imbizo.actors.operations.once import insert, made_before
from imbizo.actors.rules import may_edit
from imbizo.base.models import new_id
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission, Sharing
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations import audit, rewrite

NOT_YOURS = _("This list belongs to another partner. Make one of your own.")
FILLS_ITSELF = _("This list fills itself by its filter. Change the filter, or make a fixed list.")


@transaction.atomic
def create_list(
    *,
    name: str,
    by: Membership,
    description: str = "",
    conditions: Mapping[str, Any] | None = None,
    sharing: str = Sharing.ITSELF,
    id: UUID | None = None,
) -> ActorList:
    """Make a list: a smart one where conditions are given, else a fixed one. Raises BadEntry, NotYours, Conflict."""
    if not by.may(Permission.ACTORS_EDIT):
        raise NotYours(NOT_YOURS)
    content = {"owner_id": by.partner_id, "name": _name(name), "description": description.strip()[:300]}
    content |= {"is_smart": conditions is not None, "conditions": dict(conditions or {})}
    if (before := made_before(ActorList, id, content)) is not None:
        return before
    if conditions is not None:
        _check(conditions, by)
    made = ActorList(id=id or new_id(), programme_id=by.programme_id, sharing=sharing, **content)
    made, is_new = insert(made, content)
    if is_new:
        audit("create", [made], by=by, changes={"name": [None, made.name]})
    return made


@transaction.atomic
def change_list(*, actor_list: ActorList, changes: Mapping[str, Any], by: Membership) -> ActorList:
    """Write its name, what it is for, or its conditions. Raises NotYours, BadEntry."""
    current = _owned(actor_list, by)

    def settle(changed: ActorList) -> None:
        changed.name = _name(changed.name)
        if changed.is_smart:
            _check(changed.conditions, by)

    return rewrite(current, changes, by=by, settle=settle)


@transaction.atomic
def add_members(*, actor_list: ActorList, actors: Sequence[Actor], by: Membership) -> AuditEntry | None:
    """Put actors on a fixed list; those on it stay. The entry (None where nothing changed) is what `undo` takes."""
    current = _fixed(actor_list, by)
    on_it = set(current.entries.filter(actor__in=actors).values_list("actor_id", flat=True))
    new = [actor for actor in actors if actor.pk not in on_it and actor.programme_id == current.programme_id]
    _put(current, [actor.pk for actor in new])
    return _note(current, "list_add", [actor.pk for actor in new], by)


@transaction.atomic
def remove_members(*, actor_list: ActorList, actors: Sequence[Actor], by: Membership) -> AuditEntry | None:
    """Take actors off a fixed list. The entry (None where nothing changed) is what `undo` takes."""
    current = _fixed(actor_list, by)
    entries = current.entries.filter(actor__in=actors)
    ids = list(entries.values_list("actor_id", flat=True))
    entries.delete()
    return _note(current, "list_remove", ids, by)


@transaction.atomic
def undo_members(*, actor_list: ActorList, entry: AuditEntry, by: Membership) -> AuditEntry:
    """Undo one putting on or taking off. Raises NotYours, TooLate."""
    current = _fixed(actor_list, by)
    if entry.subject_id != current.pk or entry.verb not in {"list_add", "list_remove"}:
        raise TooLate(_("There is nothing to undo."))
    ids = [UUID(pk) for pk in entry.changes["members"][1]]
    if entry.verb == "list_add":
        current.entries.filter(actor_id__in=ids).delete()
    else:
        there = current.entries.filter(actor_id__in=ids).values_list("actor_id", flat=True)
        _put(current, [pk for pk in ids if pk not in set(there)])
    verb = "list_remove" if entry.verb == "list_add" else "list_add"
    return audit(verb, [current], by=by, changes={"members": [None, ids]})[0]


def _put(current: ActorList, ids: Sequence[UUID]) -> None:
    rows = [ListMember(programme_id=current.programme_id, list=current, actor_id=pk) for pk in ids]
    ListMember.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)


def _note(current: ActorList, verb: str, ids: Sequence[UUID], by: Membership) -> AuditEntry | None:
    return audit(verb, [current], by=by, changes={"members": [None, list(ids)]})[0] if ids else None


def _owned(actor_list: ActorList, by: Membership) -> ActorList:
    current: ActorList = ActorList.objects.select_for_update().get(pk=actor_list.pk)
    if current.programme_id != by.programme_id or not may_edit(current, by):
        raise NotYours(NOT_YOURS)
    return current


def _fixed(actor_list: ActorList, by: Membership) -> ActorList:
    current = _owned(actor_list, by)
    if current.is_smart:
        raise BadEntry(FILLS_ITSELF)
    return current


def _name(name: str) -> str:
    written = " ".join(name.split())
    if not written:
        raise BadEntry(_("Give the list a name."), field="name")
    if len(written) > 120:
        raise BadEntry(_("Write a name of at most 120 letters."), field="name")
    return written


def _check(conditions: Mapping[str, Any], by: Membership) -> None:
    if not conditions:
        raise BadEntry(_("Choose at least one filter first: a list of everybody is the register itself."))
    wanted = conditions.get("list", [])
    named = ActorList.objects.filter(pk__in=wanted if isinstance(wanted, list) else [wanted])
    if any(each.is_smart for each in named.filter(programme_id=by.programme_id)):
        raise BadEntry(
            _("A list that fills itself can't stand on another one that does. Take that filter away.")
        )
