"""Who is what in which organisation, from when to when."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from imbizo.actors.errors import BadDates, BadEntry, NotYours, TooLate
from imbizo.actors.models import Actor, Affiliation
from imbizo.actors.operations.actors import NOT_YOURS
from imbizo.actors.operations.once import insert, made_before
from imbizo.actors.rules import may_edit, may_edit_affiliation
from imbizo.base.models import new_id
from imbizo.programmes.models import Membership
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations import audit, differences, rewrite


@transaction.atomic
def add_affiliation(
    *, person: Actor, organisation: Actor, by: Membership, id: UUID | None = None, **fields: Any
) -> Affiliation:
    """Say that the person is in the organisation. `fields`: position, is_office, starts_on, ends_on.

    Affiliations may overlap. Raises NotYours, BadDates, BadEntry, Conflict.
    """
    if person.programme_id != organisation.programme_id or not may_edit_affiliation(person, organisation, by):
        raise NotYours(NOT_YOURS)
    content = {"person_id": person.pk, "organisation_id": organisation.pk, **fields}
    if (before := made_before(Affiliation, id, content)) is not None:
        return before
    affiliation = Affiliation(id=id or new_id(), programme_id=by.programme_id, **content)
    _check(affiliation)
    affiliation, is_new = insert(affiliation, content)
    if is_new:
        audit("create", [affiliation], by=by, changes=differences({}, fields))
    return affiliation


@transaction.atomic
def change_affiliation(
    *, affiliation: Affiliation, changes: Mapping[str, Any], by: Membership
) -> Affiliation:
    """Write these fields. Raises NotYours, BadDates, BadEntry."""
    held = Affiliation.objects.select_for_update(of=("self",)).select_related("person", "organisation")
    current = held.get(pk=affiliation.pk)
    if not may_edit_affiliation(current.person, current.organisation, by):
        raise NotYours(NOT_YOURS)
    return rewrite(current, changes, by=by, settle=_check)


@transaction.atomic
def end_offices(*, organisation: Actor, on: date, by: Membership) -> list[AuditEntry]:
    """End every office of the organisation that the member sees, on that day, in one act.

    Offices that begin later or have ended before stay. The entries returned are what `reopen_offices` undoes.
    Raises NotYours.
    """
    if not may_edit(organisation, by):
        raise NotYours(NOT_YOURS)
    offices = list(offices_on(organisation, on, by).select_for_update(of=("self",)))
    changes = [{"ends_on": [office.ends_on, on]} for office in offices]
    Affiliation.objects.filter(pk__in=[office.pk for office in offices]).update(ends_on=on)
    return audit("end_office", offices, by=by, changes=changes)


@transaction.atomic
def reopen_offices(*, organisation: Actor, entries: Sequence[AuditEntry], by: Membership) -> int:
    """Undo `end_offices`: each office ends again when it did before. Raises NotYours, TooLate."""
    if not may_edit(organisation, by):
        raise NotYours(NOT_YOURS)
    ends = {entry.subject_id: entry.changes["ends_on"] for entry in entries if entry.verb == "end_office"}
    found = Affiliation.objects.select_for_update().filter(pk__in=ends, organisation=organisation)
    offices = [office for office in found if str(office.ends_on) == ends[office.pk][1]]
    if not offices:
        raise TooLate(_("These offices were changed in the meantime; nothing was undone."))
    for office in offices:
        office.ends_on = date.fromisoformat(ends[office.pk][0]) if ends[office.pk][0] else None
    Affiliation.objects.bulk_update(offices, ["ends_on"], batch_size=500)
    audit("reopen_office", offices, by=by, changes=[{"ends_on": ends[office.pk][::-1]} for office in offices])
    return len(offices)


def offices_on(organisation: Actor, day: date, by: Membership) -> QuerySet[Affiliation]:
    """The offices of an organisation that hold on that day, of people whom the member sees."""
    return Affiliation.objects.filter(
        Q(starts_on=None) | Q(starts_on__lte=day),
        Q(ends_on=None) | Q(ends_on__gt=day),
        organisation=organisation,
        is_office=True,
        person__in=Actor.objects.visible_to(by),
    )


def _check(affiliation: Affiliation) -> None:
    if affiliation.person_id == affiliation.organisation_id:
        raise BadEntry(_("Choose two different records."), field="organisation")
    if affiliation.starts_on and affiliation.ends_on and affiliation.ends_on < affiliation.starts_on:
        raise BadDates(_("The end comes before the beginning. Mend one of the two days."), field="ends_on")
    if len(affiliation.position) > 200:
        raise BadEntry(_("Write the position in at most 200 letters."), field="position")
