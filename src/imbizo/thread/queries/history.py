"""Reading the audit trail: of one record, and of a programme."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from imbizo.programmes.models import Membership
from imbizo.thread import registry
from imbizo.thread.models import AuditEntry
from imbizo.thread.registry import RecordKind
from imbizo.thread.states import Hidden

# How many further entries are read to fill a page, when some of it isn't for this reader.
READ_AHEAD = 5


@dataclass(frozen=True)
class Happening:
    """An entry as this reader may see it: `record` is None where only the fact may be known."""

    entry: AuditEntry
    kind: RecordKind
    record: Any | None


@dataclass(frozen=True)
class Narrowed:
    """What the activity page is narrowed to; empty texts and None narrow nothing."""

    kind: str = ""
    verb: str = ""
    user: UUID | None = None


EVERYTHING = Narrowed()


def history(record: Any) -> QuerySet[AuditEntry]:
    """Every entry about one record, newest first. The caller has asked whether the record is visible."""
    return AuditEntry.objects.filter(subject_id=record.pk).select_related("by", "partner").order_by("-id")


def record_history(record: Any, *, before: UUID | None = None, limit: int = 20) -> list[Happening]:
    """The newest happenings of a record that the caller has found visible, before an entry's id if one is given."""
    kind = registry.kind_of(record)
    entries = history(record).filter(subject_kind=kind.kind)
    page = (entries.filter(id__lt=before) if before else entries)[:limit]
    return [Happening(entry=entry, kind=kind, record=record) for entry in page]


def find_record(member: Membership, kind: str, identifier: UUID) -> Any | None:
    """The record of that kind and id, where the member may see it."""
    return registry.visible(member, kind, [identifier]).get(identifier)


def activity(
    member: Membership, *, before: UUID | None = None, limit: int = 50, narrowed: Narrowed = EVERYTHING
) -> list[Happening]:
    """The newest happenings that the member may know of, before an entry's id where one is given.

    Reads at most READ_AHEAD pages of entries, with one query a page and a few a kind.
    """
    entries = _narrow(AuditEntry.objects.filter(programme_id=member.programme_id), narrowed)
    entries = entries.select_related("by", "partner").order_by("-id")
    found: list[Happening] = []
    for _page in range(READ_AHEAD):
        page = list((entries.filter(id__lt=before) if before else entries)[:limit])
        found += shown_to(member, page)
        if len(found) >= limit or len(page) < limit:
            break
        before = page[-1].pk
    return found[:limit]


def _narrow(entries: QuerySet[AuditEntry], narrowed: Narrowed) -> QuerySet[AuditEntry]:
    given = {"subject_kind": narrowed.kind, "verb": narrowed.verb, "by_id": narrowed.user}
    return entries.filter(**{name: value for name, value in given.items() if value})


def shown_to(member: Membership, entries: Sequence[AuditEntry]) -> Iterator[Happening]:
    """The entries that the member may know of, with their records: a few queries a kind."""
    ids: dict[str, set[UUID]] = defaultdict(set)
    for entry in entries:
        ids[entry.subject_kind].add(entry.subject_id)
    visible = {kind: registry.visible_by_name(member, kind, wanted) for kind, wanted in ids.items()}
    for entry in entries:
        kind = registry.find(entry.subject_kind)
        record = visible[entry.subject_kind].get(entry.subject_id)
        if kind and (record is not None or kind.hidden is Hidden.TITLE):
            yield Happening(entry=entry, kind=kind, record=record)
