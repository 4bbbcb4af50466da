"""Taking away what hangs on an actor (a number, a note, an affiliation), and putting it back.

The row goes, so that no list or count has to know of it; the audit entry keeps all of it, so that it can return.
"""

from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.errors import NotYours, TooLate
from imbizo.actors.models import ActorName, Affiliation, ContactPoint, Note
from imbizo.actors.operations.actors import NOT_YOURS
from imbizo.actors.rules import may_edit, may_edit_affiliation
from imbizo.programmes.models import Membership, OfProgramme, Partner, Shared
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations import audit
from imbizo.thread.operations.audit import plain
from imbizo.thread.registry import get

Part = TypeVar("Part", bound=OfProgramme)
REMOVABLE = ("actors.contact", "actors.note", "actors.name", "actors.affiliation")


@transaction.atomic
def remove(*, record: OfProgramme, by: Membership) -> AuditEntry:
    """Take the record away. The entry returned is what `put_back` undoes. Raises NotYours."""
    _must_be_theirs(record, by)
    content = {name: [value, None] for name, value in _content(record).items()}
    # Before the audit entry: search reads the record afresh, and has to see that it is gone.
    type(record)._base_manager.filter(pk=record.pk).delete()
    return audit("remove", [record], by=by, changes=content)[0]


@transaction.atomic
def put_back(*, entry: AuditEntry, by: Membership) -> OfProgramme:
    """Undo a removal by the same partner, with the same id. Raises TooLate, NotYours."""
    if entry.verb != "remove" or entry.subject_kind not in REMOVABLE or entry.partner_id != by.partner_id:
        raise NotYours(NOT_YOURS)
    model = get(entry.subject_kind).model
    if model._base_manager.filter(pk=entry.subject_id).exists():
        raise TooLate(_("This was put back already."))
    record: OfProgramme
    record, named = _rebuilt(model, {name: pair[0] for name, pair in entry.changes.items()})
    _must_be_theirs(record, by)
    record.save(force_insert=True)
    if isinstance(record, Shared):
        record.shared_with.set(Partner.objects.filter(pk__in=named))
    audit("put_back", [record], by=by)
    return record


def _content(record: OfProgramme) -> dict[str, Any]:
    fields = {field.attname: plain(getattr(record, field.attname)) for field in record._meta.concrete_fields}
    named = (
        [str(pk) for pk in record.shared_with.values_list("pk", flat=True)]
        if isinstance(record, Shared)
        else []
    )
    return fields | {"shared_with": named}


def _rebuilt(model: type[models.Model], content: dict[str, Any]) -> tuple[Any, list[UUID]]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    values = {name: fields[name].to_python(value) for name, value in content.items() if name in fields}
    return model(**values), [UUID(pk) for pk in content.get("shared_with", [])]


def _must_be_theirs(record: OfProgramme, by: Membership) -> None:
    if record.programme_id != by.programme_id or not _is_theirs(record, by):
        raise NotYours(NOT_YOURS)


def _is_theirs(record: OfProgramme, by: Membership) -> bool:
    if isinstance(record, Affiliation):
        return may_edit_affiliation(record.person, record.organisation, by)
    if isinstance(record, ActorName):
        return may_edit(record.actor, by)
    return isinstance(record, ContactPoint | Note) and may_edit(record, by)
