"""The thread as a picture: beads in layers from what was said to what was done, on a thin line that joins them.

It runs downwards, a record to a line, so that it's read on a phone as it is on a wall: beads at the left, words beside
them. Of each kind a few are shown and the others folded into one bead. All lengths are pixels.
"""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.thread import registry
from imbizo.thread.models import Link
from imbizo.thread.queries.telling import Story
from imbizo.thread.queries.walk import Strand
from imbizo.thread.registry import RecordKind

SHOWN: Final = 4
"""Beads of a kind; with more than one beyond these, the others are one bead."""
_LINE, _HEAD, _GAP = 44, 26, 12
_LEFT, _STEP, _WORDS = 10, 19, 104
_WIDE: Final = 32  # characters in a line of words
WIDTH: Final = 336


@dataclass(frozen=True, slots=True)
class Mark:
    """A bead with its words in one or two lines. `x` and `y` are its middle."""

    x: int
    y: int
    lines: tuple[tuple[int, str], ...]
    title: str
    url: str = ""
    is_here: bool = False
    is_restricted: bool = False
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """A kind of record, with its beads below its name at `y`."""

    name: str
    y: int
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole picture: layers from above to below, and the paths of the lines between beads."""

    height: int
    layers: Sequence[Layer]
    lines: Sequence[str]
    count: int
    width: int = WIDTH
    words_at: int = _WORDS

    @property
    def described(self) -> str:
        """The picture in words, for who doesn't see it."""
        kinds = ", ".join(layer.name for layer in self.layers)
        words = ngettext(
            "%(count)s record in layers, from what came first to what came last: %(kinds)s.",
            "%(count)s records in layers, from what came first to what came last: %(kinds)s.",
            self.count,
        )
        return words % {"count": self.count, "kinds": kinds}


@dataclass(frozen=True, slots=True)
class _Node:
    """One bead to be: a record, or the rest of its kind (`more`)."""

    kind: RecordKind
    id: UUID
    record: Any | None
    order: float
    more: int = 0
    is_here: bool = False


def picture(record: Any, told: Story) -> Picture | None:
    """The thread of a record, drawn; None where nothing is tied to it. One query beside the story's."""
    if told.is_alone:
        return None
    nodes = _nodes(record, told)
    layers = _layers(nodes)
    kept = [_folded(layer) for layer in layers]
    stands = _stands(layers, kept)
    drawn, height = _drawn(kept)
    places = {node.id: mark for pair in zip(kept, drawn, strict=True) for node, mark in _pairs(*pair)}
    known = {pk: places[at] for pk, at in stands.items()}
    return Picture(
        height,
        drawn,
        list(_lines(registry.programme_id(record), known)),
        sum(node.more or 1 for node in nodes),
    )


def _nodes(record: Any, told: Story) -> list[_Node]:
    """All records of the thread, each once, with this one among them; of a whole its parts instead."""
    here = registry.kind_of(record)
    at = _stage(here, 0)
    found: dict[UUID, _Node] = {}
    for start in told.parts or [record]:
        kind = registry.kind_of(start)
        found[start.pk] = _Node(kind, start.pk, start, _stage(kind, at), is_here=start is record)
    for strands, sign in ((told.before.strands, -1), (told.after.strands, 1)):
        for strand in strands:
            key = _rest_of(strand) if strand.more else strand.id
            order = _stage(strand.kind, at + sign * strand.depth / 10)
            found.setdefault(key, _Node(strand.kind, key, strand.record, order, strand.more))
    return list(found.values())


def _rest_of(strand: Strand) -> UUID:
    """An id for those that a walk only counted: the last one's, turned round."""
    return UUID(int=strand.id.int ^ strand.via.int)


def _stage(kind: RecordKind, otherwise: float) -> float:
    told = registry.telling(kind.kind)
    return float(told.stage) if told is not None else otherwise


def _layers(nodes: Iterable[_Node]) -> list[list[_Node]]:
    """The records of each kind, kinds in the order of their stages; this one first in its own."""
    by_kind: dict[str, list[_Node]] = {}
    for node in nodes:
        by_kind.setdefault(node.kind.kind, []).append(node)
    layers = sorted(by_kind.values(), key=lambda layer: min(node.order for node in layer))
    return [sorted(layer, key=lambda node: (not node.is_here, node.more > 0)) for layer in layers]


def _folded(layer: list[_Node]) -> list[_Node]:
    """The first SHOWN, and one for the others."""
    rest = layer[SHOWN:]
    if sum(node.more or 1 for node in rest) < 2:
        return layer
    return [*layer[:SHOWN], _rest(rest)]


def _rest(nodes: Sequence[_Node]) -> _Node:
    first = nodes[0]
    return _Node(first.kind, first.id, None, first.order, sum(node.more or 1 for node in nodes))


def _stands(layers: Sequence[Sequence[_Node]], kept: Sequence[Sequence[_Node]]) -> dict[UUID, UUID]:
    """By record, the bead that it stands on: its own, or the one of the others of its kind."""
    found: dict[UUID, UUID] = {}
    for layer, shown in zip(layers, kept, strict=True):
        own = {node.id for node in shown}
        for node in layer:
            found[node.id] = node.id if node.id in own else shown[-1].id
    return found


def _pairs(nodes: Sequence[_Node], layer: Layer) -> Iterable[tuple[_Node, Mark]]:
    return zip(nodes, layer.marks, strict=True)


def _drawn(layers: Sequence[Sequence[_Node]]) -> tuple[list[Layer], int]:
    """The layers with their beads in place, and how high that is."""
    drawn: list[Layer] = []
    y = 0
    for nodes in layers:
        top = y + _HEAD
        marks = [_mark(node, place, top + place * _LINE) for place, node in enumerate(nodes)]
        drawn.append(Layer(nodes[0].kind.many, y + _HEAD - _GAP, marks))
        y = top + len(nodes) * _LINE + _GAP
    return drawn, y


def _mark(node: _Node, place: int, top: int) -> Mark:
    title = _title(node)
    y = top + _LINE // 2
    return Mark(
        x=_LEFT + (place % (SHOWN + 1)) * _STEP,
        y=y,
        lines=_in_lines(title, y),
        title=title,
        url=_address(node),
        is_here=node.is_here,
        is_restricted=node.record is None and not node.more,
        is_folded=bool(node.more),
    )


def _title(node: _Node) -> str:
    if node.more:
        return ngettext("and %(count)s more", "and %(count)s more", node.more) % {"count": node.more}
    return _("a restricted record") if node.record is None else " ".join(str(node.record).split())


def _in_lines(title: str, y: int) -> tuple[tuple[int, str], ...]:
    """The words in at most two lines, each with where it stands."""
    lines = textwrap.wrap(title, _WIDE, max_lines=2, placeholder=" …") or ["…"]
    first = y + 5 if len(lines) == 1 else y - 4
    return tuple((first + number * 18, line) for number, line in enumerate(lines))


def _address(node: _Node) -> str:
    address = getattr(node.record, "get_absolute_url", None)
    return str(address()) if address and not node.is_here else ""


def _lines(programme: UUID, at: Mapping[UUID, Mark]) -> Iterable[str]:
    """The lines between beads, each once: from the earlier to what came of it."""
    rows = Link.objects.filter(programme_id=programme, record_id__in=list(at), source_id__in=list(at))
    ends = {(at[source], at[record]): None for source, record in rows.values_list("source_id", "record_id")}
    return [_line(first, second) for first, second in sorted(ends, key=_by_height) if first is not second]


def _by_height(ends: tuple[Mark, Mark]) -> tuple[int, int]:
    return ends[0].y, ends[1].y


def _line(first: Mark, second: Mark) -> str:
    """A curve that leaves one bead downwards and comes to the other from above."""
    bend = (second.y - first.y) // 2
    return (
        f"M{first.x} {first.y}C{first.x} {first.y + bend} {second.x} {second.y - bend} {second.x} {second.y}"
    )
