"""Does the thread agree with the records, and what stands on it without an origin? Read by `check_thread`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from imbizo.thread import registry
from imbizo.thread.models import Link
from imbizo.thread.registry import ForeignPair, JoiningRow, RecordKind


@dataclass(frozen=True)
class Fault:
    """A kind of disagreement, how often it occurs, and one example's id."""

    what: str
    count: int
    example: Any


def faults() -> Iterator[Fault]:
    """Keys and joining rows without their link, and links whose end is gone or was never of a registered kind."""
    for pair in registry.all_pairs():
        name = f"{pair.model._meta.label}.{pair.field} without its link"
        yield from _fault(name, without_link(pair))
    for row in registry.all_rows():
        name = f"{row.model._meta.label}.{row.source.removesuffix('_id')} without its link"
        yield from _fault(name, rows_without_link(row))
    for kind in registry.all_kinds():
        for end in ("record", "source"):
            yield from _fault(f"links whose {end} ({kind.kind}) is gone", _dangling(kind, end))
    known = [kind.kind for kind in registry.all_kinds()]
    for end in ("record", "source"):
        strange = Link.objects.exclude(**{f"{end}_kind__in": known})
        yield from _fault(f"links whose {end} is of no registered kind", strange)


def without_link(pair: ForeignPair) -> QuerySet[Any]:
    """The rows that have the foreign key and not the link that says the same."""
    ends = ("record_id", "source_id") if pair.holder == "record" else ("source_id", "record_id")
    links = Link.objects.filter(
        **{ends[0]: OuterRef("pk"), ends[1]: OuterRef(f"{pair.field}_id")}, relation=pair.relation
    )
    return pair.model._default_manager.filter(**{f"{pair.field}__isnull": False}).exclude(Exists(links))


def rows_without_link(row: JoiningRow) -> QuerySet[Any]:
    """The rows that join two records that no link joins."""
    links = Link.objects.filter(
        record_id=OuterRef(row.record), source_id=OuterRef(row.source), relation=row.relation
    )
    rows = row.rows(row.model._default_manager.filter(**{f"{row.record}__isnull": False}))
    return rows.filter(**{f"{row.source}__isnull": False}).exclude(Exists(links))


def orphans() -> Iterator[Fault]:
    """Records that should come from something and come from nothing: themes nobody stands behind, clauses out of
    nowhere. No fault of the data; somebody has work to do.
    """
    for told in registry.tellings():
        kind = registry.find(told.kind)
        if kind is not None and told.must_rest:
            linked = Link.objects.filter(record_id=OuterRef("pk"))
            rows = told.resting(kind.model._default_manager.all()).exclude(Exists(linked))
            yield from _fault(kind.kind, rows)


def _dangling(kind: RecordKind, end: str) -> QuerySet[Link]:
    there = kind.model._default_manager.filter(pk=OuterRef(f"{end}_id"))
    return Link.objects.filter(**{f"{end}_kind": kind.kind}).exclude(Exists(there))


def _fault(what: str, rows: QuerySet[Any]) -> Iterator[Fault]:
    if example := rows.order_by().values_list("pk", flat=True).first():
        yield Fault(what, rows.count(), example)
