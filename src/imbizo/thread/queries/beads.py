"""The strands of a walk as the beads that pages draw."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import ngettext

from imbizo.base.components import Bead
from imbizo.base.near import lend_near
from imbizo.thread import registry
from imbizo.thread.queries.walk import Strand
from imbizo.thread.states import Relation

LONGEST = 160


@dataclass(frozen=True)
class Knot:
    """A bead with what hangs on it, for the outline of a whole walk."""

    bead: Bead
    then: Sequence["Knot"]


def here_bead(record: Any) -> Bead:
    """The record whose page this is."""
    return Bead(str(record)[:LONGEST], str(registry.kind_of(record).noun), is_here=True)


def beads_of(strands: Sequence[Strand]) -> list[Bead]:
    """One bead for each strand, in the same order."""
    _lend_near(strands)
    return [_bead(strand) for strand in strands]


def outline(start: UUID, strands: Sequence[Strand]) -> list[Knot]:
    """The walk as a tree, each record under the one that first led to it; of a whole, what hangs on any part of it."""
    _lend_near(strands)
    under: dict[UUID, list[Strand]] = defaultdict(list)
    reached = {strand.id for strand in strands}
    for strand in strands:
        under[strand.via if strand.via in reached else start].append(strand)

    def knots(parent: UUID) -> list[Knot]:
        return [Knot(_bead(each), () if each.more else knots(each.id)) for each in under[parent]]

    return knots(start)


def _lend_near(strands: Sequence[Strand]) -> None:
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for strand in strands:
        if strand.record is not None and not strand.more:
            by_kind[strand.kind.kind].append(strand.record)
    for records in by_kind.values():
        lend_near(records)


def _bead(strand: Strand) -> Bead:
    if strand.more:
        more = ngettext("and %(count)s more", "and %(count)s more", strand.more)
        count = number_format(strand.more, force_grouping=True)
        return Bead(more % {"count": count}, strand.kind.many)
    if strand.record is None:
        return Bead("", str(strand.kind.noun), is_restricted=True)
    address = getattr(strand.record, "get_absolute_url", None)
    note = f"{strand.kind.noun} · {Relation(strand.relation).label}"
    return Bead(str(strand.record)[:LONGEST], note, str(address()) if address else "")
