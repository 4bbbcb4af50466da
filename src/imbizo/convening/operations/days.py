"""Days that a programme plans around: added by hand, or read from a calendar file."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import CalendarDay, Helper
from imbizo.convening.rules.planning import may_plan
from imbizo.places.models import Place
from imbizo.programmes.models import Membership, OfProgramme
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations import audit, rewrite
from imbizo.thread.operations.audit import plain

_NOT_YOURS = _("Only those who plan gatherings in this programme can change this.")
_REMOVABLE: dict[str, type[OfProgramme]] = {
    "convening.calendar_day": CalendarDay,
    "convening.helper": Helper,
}


@dataclass(frozen=True)
class ReadDay:
    """A day or days as read from a calendar file; `uid` is the file's own name for it."""

    uid: str
    name: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Taken:
    """What became of the days of a file."""

    added: int
    changed: int
    same: int


@transaction.atomic
def add_day(*, by: Membership, id: UUID | None = None, **fields: Any) -> CalendarDay:
    """Add a day or days to plan around: kind, name, first, last, place. Raises NotAllowed, BadAnswer, Conflict."""
    _must_plan(by)
    content = {"programme_id": by.programme_id, **fields}
    if (before := made_before(CalendarDay, id, content)) is not None:
        return before
    made = CalendarDay(id=id or new_id(), **content)
    _check(made)
    made, is_new = insert(made, content)
    if is_new:
        audit("create", [made], by=by, changes={"name": [None, made.name]})
    return made


@transaction.atomic
def change_day(*, day: CalendarDay, changes: Mapping[str, Any], by: Membership) -> CalendarDay:
    """Write these fields of a day. Raises NotAllowed, BadAnswer."""
    _must_plan(by, day)
    current: CalendarDay = CalendarDay.objects.select_for_update().get(pk=day.pk)
    return rewrite(current, changes, by=by, settle=_check)


@transaction.atomic
def remove(*, record: CalendarDay | Helper, by: Membership) -> AuditEntry:
    """Take away a day, or somebody who works at a gathering. The entry is what `put_back` undoes. Raises NotAllowed."""
    _must_plan(by, record)
    if isinstance(record, Helper) and not may_plan(by, record.gathering):
        raise NotAllowed(_NOT_YOURS)
    content = {field.attname: plain(getattr(record, field.attname)) for field in record._meta.concrete_fields}
    changes = {name: [value, None] for name, value in content.items()}
    # Before the audit entry: its hooks read the record afresh, and have to see that it is gone.
    type(record)._base_manager.filter(pk=record.pk).delete()
    return audit("remove", [record], by=by, changes=changes)[0]


@transaction.atomic
def put_back(*, entry: AuditEntry, by: Membership) -> CalendarDay | Helper:
    """Undo a removal, with the same id. Raises NotAllowed, NotNow (it is back already)."""
    model = _REMOVABLE.get(entry.subject_kind)
    if entry.verb != "remove" or model is None or entry.programme_id != by.programme_id:
        raise NotAllowed(_NOT_YOURS)
    _must_plan(by)
    if model._base_manager.filter(pk=entry.subject_id).exists():
        raise NotNow(_("This is back already."))
    back = cast(
        CalendarDay | Helper, _rebuilt(model, {name: pair[0] for name, pair in entry.changes.items()})
    )
    if isinstance(back, Helper) and not may_plan(by, back.gathering):
        raise NotAllowed(_NOT_YOURS)
    back.save(force_insert=True)
    audit("put_back", [back], by=by)
    return back


@transaction.atomic
def take_days(*, days: Sequence[ReadDay], kind: str, place: Place | None, by: Membership) -> Taken:
    """Take the days of a calendar file: new ones are added, known ones follow the file, nothing is made twice.

    A day that the file names once and that stood here once has moved where its date differs. Raises NotAllowed.
    """
    _must_plan(by)
    known = known_days(by, days)
    added, changed = [], 0
    for read, there in match(days, known):
        fields = {"name": read.name, "first": read.first, "last": read.last}
        if there is None:
            more = {"kind": kind, "place": place, "uid": read.uid, **fields}
            added.append(CalendarDay(id=new_id(), programme_id=by.programme_id, **more))
        else:
            before = there.updated_at
            changed += rewrite(there, fields, by=by, settle=_check).updated_at != before
    CalendarDay.objects.bulk_create(added)
    audit("create", added, by=by, changes=[{"name": [None, each.name]} for each in added])
    return Taken(len(added), changed, len(days) - len(added) - changed)


def known_days(member: Membership, days: Sequence[ReadDay]) -> list[CalendarDay]:
    """The days of the programme that were read from such a file before."""
    uids = {read.uid for read in days}
    return list(CalendarDay.objects.filter(programme_id=member.programme_id, uid__in=uids))


def match(days: Sequence[ReadDay], known: Sequence[CalendarDay]) -> list[tuple[ReadDay, CalendarDay | None]]:
    """Each day of the file with the day here that it is, if any."""
    there = {(each.uid, each.first): each for each in known}
    here, given = Counter(each.uid for each in known), Counter(read.uid for read in days)
    moved = {each.uid: each for each in known if here[each.uid] == given[each.uid] == 1}
    return [(read, there.get((read.uid, read.first)) or moved.get(read.uid)) for read in days]


def _check(day: CalendarDay) -> None:
    day.name = " ".join(day.name.split())[:160]
    if not day.name:
        raise BadAnswer(_("Say what is on that day."), field="name")
    if day.last < day.first:
        raise BadAnswer(_("The last day comes before the first. Mend one of the two."), field="last")


def _must_plan(by: Membership, record: OfProgramme | None = None) -> None:
    if not may_plan(by) or (record is not None and record.programme_id != by.programme_id):
        raise NotAllowed(_NOT_YOURS)


def _rebuilt(model: type[models.Model], content: Mapping[str, Any]) -> Any:
    """The record from what the audit entry kept of it as JSON."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in content.items() if name in fields})
