"""Does the thread agree with the records? Read by the command `check_thread`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from imbizo.thread import registry
from imbizo.thread.models import Link
from imbizo.thread.registry import ForeignPair, RecordKind


@dataclass(frozen=True)
class Fault:
    """A kind of disagreement, how often it occurs, and one example's id."""

    what: str
    count: int
    example: Any


def faults() -> Iterator[Fault]:
    """Foreign keys without their link, and links whose end is gone or was never of a registered kind."""
    for pair in registry.all_pairs():
        name = f"{pair.model._meta.label}.{pair.field} without its link"
        yield from _fault(name, without_link(pair))
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


def _dangling(kind: RecordKind, end: str) -> QuerySet[Link]:
    there = kind.model._default_manager.filter(pk=OuterRef(f"{end}_id"))
    return Link.objects.filter(**{f"{end}_kind": kind.kind}).exclude(Exists(there))


def _fault(what: str, rows: QuerySet[Any]) -> Iterator[Fault]:
    if example := rows.order_by().values_list("pk", flat=True).first():
        yield Fault(what, rows.count(), example)
