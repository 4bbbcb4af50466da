"""The audit trail: one function, called by every writing operation, also in bulk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from imbizo.accounts.models import User
from imbizo.base import bulk
from imbizo.base.registry import Hooks
from imbizo.programmes.models import Membership
from imbizo.thread import registry as registered
from imbizo.thread.models import AuditEntry, ReadEntry

M = TypeVar("M", bound=Model)
Author = Membership | User | None
Changes = Mapping[str, Sequence[Any]]
BATCH = 1_000


@dataclass(frozen=True)
class Audited:
    """What the hooks learn: the records (all of one kind), who did what to them, and the entries written."""

    kind: str
    verb: str
    records: Sequence[Any]
    by: Author
    entries: Sequence[AuditEntry]


on_audit: Hooks[[Audited], None] = Hooks("audit")


def audit(
    verb: str, records: Sequence[Any], *, by: Author, changes: Changes | Sequence[Changes] | None = None
) -> list[AuditEntry]:
    """Write one entry for each record, then call the hooks (activity, notifications, search, counts).

    `records` share one registered kind and carry their programme. `changes` maps a field to [before, after], the
    same for all records or one mapping for each. Call it inside the operation's transaction.
    """
    if not records:
        return []
    kind = registered.kind_of(records[0]).kind
    each = _per_record(changes, len(records))
    user, partner_id = _author(by)
    entries = [
        AuditEntry(
            programme_id=registered.programme_id(record),
            verb=verb,
            subject_kind=kind,
            subject_id=record.pk,
            by=user,
            partner_id=partner_id,
            changes=change,
        )
        for record, change in zip(records, each, strict=True)
    ]
    bulk.insert(entries)
    for hook in on_audit:
        hook(Audited(kind=kind, verb=verb, records=records, by=by, entries=entries))
    return entries


def rewrite(
    record: M,
    changes: Mapping[str, Any],
    *,
    by: Author,
    verb: str = "change",
    settle: Callable[[M], object] | None = None,
) -> M:
    """Set fields of a row that is held, save it, and write the entry; nothing is written where nothing differs.

    `settle` is given the record with the fields set and not saved yet: it may tidy them, and raises where they can't
    stand.
    """
    before = {name: getattr(record, name) for name in changes}
    for name, value in changes.items():
        setattr(record, name, value)
    if settle is not None:
        settle(record)
    if changed := differences(before, {name: getattr(record, name) for name in changes}):
        record.save()
        audit(verb, [record], by=by, changes=changed)
    return record


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The fields whose values differ, as {field: [before, after]} in forms that JSON keeps."""
    return {
        name: [plain(before.get(name)), plain(after.get(name))]
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    }


def plain(value: Any) -> Any:
    """A value as JSON keeps it: dates in ISO form, records by their id, decimals as text."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def log_read(records: Sequence[Any], *, by: Membership, how: str) -> None:
    """Log that a member read these records, where their kind or they themselves are protected.

    `how`: page, list, export, search, api.
    """
    ReadEntry.objects.bulk_create(
        [
            ReadEntry(
                programme_id=record.programme_id,
                subject_kind=registered.kind_of(record).kind,
                subject_id=record.pk,
                by_id=by.user_id,
                how=how,
            )
            for record in records
            if registered.kind_of(record).is_protected or getattr(record, "is_protected", False)
        ],
        batch_size=BATCH,
    )


def _per_record(changes: Changes | Sequence[Changes] | None, count: int) -> Sequence[dict[str, Any]]:
    if isinstance(changes, Sequence):
        return [_plain_changes(change) for change in changes]
    shared = _plain_changes(changes or {})
    return [shared] * count


def _plain_changes(changes: Changes) -> dict[str, Any]:
    return {name: [plain(value) for value in pair] for name, pair in changes.items()}


def _author(by: Author) -> tuple[User | None, UUID | None]:
    if isinstance(by, Membership):
        return by.user, by.partner_id
    return by, None
