"""Saying who should be in the register, and asking members to find who is missing."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from imbizo.actors.errors import SearchClosed
from imbizo.actors.models import Actor, Assignment, Expectation
from imbizo.actors.operations.once import insert, made_before
from imbizo.actors.states import AssignmentState
from imbizo.base.errors import NotAllowed
from imbizo.places.models import Place
from imbizo.programmes.models import Membership, Programme
from imbizo.programmes.rules import ProcessTemplate
from imbizo.thread.operations import audit, differences


def expect(programme: Programme, template: ProcessTemplate) -> None:
    """Expect whom the process needs. The entry of the new programme in the audit trail stands for these rows."""
    Expectation.objects.bulk_create(
        Expectation(
            programme=programme,
            sphere=line.sphere,
            kind=line.kind,
            who=gettext(line.who),
            why=gettext(line.why),
            per_municipality=line.per_municipality,
            position=position,
        )
        for position, line in enumerate(template.coverage)
    )


@transaction.atomic
def add_expectation(
    *,
    programme: Programme,
    sphere: str,
    kind: str,
    who: str,
    by: Membership,
    why: str = "",
    per_municipality: bool = True,
    id: UUID,
) -> Expectation:
    """Expect somebody else too. Sent twice it is one; raises Conflict where the id belongs to another."""
    content = {"programme": programme, "sphere": sphere, "kind": kind, "who": who, "why": why}
    content |= {"per_municipality": per_municipality}
    if found := made_before(Expectation, id, content):
        return found
    position = Expectation.objects.filter(programme=programme).count()
    line, is_new = insert(Expectation(id=id, position=position, **content), content)
    if is_new:
        audit("create", [line], by=by, changes={"who": [None, who]})
    return line


@transaction.atomic
def change_expectation(*, expectation: Expectation, by: Membership, **fields: Any) -> Expectation:
    """Change who is expected, where and why."""
    before = {name: getattr(expectation, name) for name in fields}
    changes = differences(before, fields)
    if changes:
        for name, value in fields.items():
            setattr(expectation, name, value)
        expectation.save(update_fields=[*fields, "updated_at"])
        audit("change", [expectation], by=by, changes=changes)
    return expectation


@transaction.atomic
def remove_expectation(*, expectation: Expectation, by: Membership) -> None:
    """Expect them no longer, anywhere."""
    audit("remove", [expectation], by=by, changes={"who": [expectation.who, None]})
    expectation.delete()


@transaction.atomic
def assign(
    *,
    programme: Programme,
    sphere: str,
    kind: str,
    place: Place | None,
    assignee: Membership,
    by: Membership,
    who: str = "",
    due_on: date | None = None,
    note: str = "",
    id: UUID,
) -> Assignment:
    """Ask a member to find who is missing. Sent twice it is one search. Raises NotAllowed, Conflict."""
    if assignee.programme_id != programme.pk or assignee.left_on:
        raise NotAllowed(_("Choose a member of this programme."))
    content = {"programme": programme, "sphere": sphere, "kind": kind, "place": place, "who": who}
    content |= {"assignee": assignee, "due_on": due_on}
    if found := made_before(Assignment, id, content):
        return found
    search, is_new = insert(Assignment(id=id, note=note, **content), content)
    if is_new:
        audit("assign", [search], by=by, changes={"assignee": [None, assignee], "due_on": [None, due_on]})
    return search


@transaction.atomic
def mark_found(*, search: Assignment, actor: Actor, by: Membership) -> Assignment:
    """Say who was found. Raises SearchClosed; NotAllowed for an actor of another programme."""
    if actor.programme_id != search.programme_id:
        raise NotAllowed(_("Choose somebody of this programme's register."))
    search.found = actor
    return _end(search, AssignmentState.FOUND, by)


@transaction.atomic
def mark_not_there(*, search: Assignment, reason: str, by: Membership) -> Assignment:
    """Say that there is nobody to be found, and why. Raises SearchClosed."""
    search.note = reason
    return _end(search, AssignmentState.NOT_THERE, by)


@transaction.atomic
def not_expected_here(
    *,
    programme: Programme,
    sphere: str,
    kind: str,
    place: Place | None,
    who: str,
    reason: str,
    by: Membership,
) -> Assignment:
    """Say of one cell that this line is not to be looked for there, and why."""
    search, is_new = Assignment.objects.get_or_create(
        programme=programme,
        sphere=sphere,
        kind=kind,
        place=place,
        who=who,
        state=AssignmentState.NOT_THERE,
        defaults={"assignee": by, "note": reason},
    )
    if is_new:
        audit("not_there", [search], by=by, changes={"state": [None, AssignmentState.NOT_THERE]})
    return search


@transaction.atomic
def look_again(*, search: Assignment, by: Membership) -> Assignment:
    """Take back how a search ended: it is open again."""
    before = search.state
    if before != AssignmentState.OPEN:
        search.state, search.found = AssignmentState.OPEN, None
        search.save(update_fields=["state", "found", "updated_at"])
        audit("reopen", [search], by=by, changes={"state": [before, search.state]})
    return search


def _end(search: Assignment, state: AssignmentState, by: Membership) -> Assignment:
    held = Assignment.objects.select_for_update().get(pk=search.pk)
    if held.state != AssignmentState.OPEN:
        raise SearchClosed(_("Somebody has already said how this search ended."))
    search.state = state
    search.save(update_fields=["state", "found", "note", "updated_at"])
    audit(state.value, [search], by=by, changes={"state": [held.state, state], "found": [None, search.found]})
    return search
