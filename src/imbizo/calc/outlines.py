"""The order and the numbers of a document's sections, worked out from what stands below what.

A section has an identity; its number (1, 1.1, 1.1.1) follows from its place in the tree and from nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Leaf(Generic[Key]):
    """A section: what it is, what it stands below (None at the top), and its place among its neighbours."""

    id: Key
    parent: Key | None
    position: int


@dataclass(frozen=True, slots=True)
class Numbered(Generic[Key]):
    """A section in the order of reading, with its number ("2.1") and depth (from 1)."""

    id: Key
    number: str
    depth: int


def numbered(leaves: Iterable[Leaf[Key]]) -> tuple[Numbered[Key], ...]:
    """All sections in the order of reading; of equal positions the first given comes first.

    One whose parent isn't among them, or which stands in a ring, stands at the top: nothing is lost from view.
    """
    rows = list(leaves)
    below = _below(rows)
    order = list(_walk(below, None, "", 1))
    seen = {each.id for each in order}
    lost = [Leaf(row.id, None, row.position) for row in rows if row.id not in seen]
    count = len(below[None])
    return (*order, *(Numbered(row.id, str(count + at), 1) for at, row in enumerate(lost, start=1)))


def within(leaves: Iterable[Leaf[Key]], root: Key) -> frozenset[Key]:
    """The section and all that stands below it."""
    below = _below(list(leaves))
    found, open_ = {root}, [root]
    while open_:
        inner = [leaf.id for leaf in below[open_.pop()] if leaf.id not in found]
        found.update(inner)
        open_ += inner
    return frozenset(found)


def chased(start: Key, into: Mapping[Key, Key]) -> Key:
    """Where a section went that was joined into another, which may have been joined into a third; itself if not."""
    seen = {start}
    while start in into and into[start] not in seen:
        start = into[start]
        seen.add(start)
    return start


def _below(rows: Sequence[Leaf[Key]]) -> dict[Key | None, list[Leaf[Key]]]:
    known = {row.id for row in rows}
    below: dict[Key | None, list[Leaf[Key]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.position):
        below[row.parent if row.parent in known else None].append(row)
    return below


def _walk(
    below: Mapping[Key | None, list[Leaf[Key]]], parent: Key | None, number: str, depth: int
) -> Iterator[Numbered[Key]]:
    for at, leaf in enumerate(below[parent], start=1):
        here = f"{number}{at}"
        yield Numbered(leaf.id, here, depth)
        yield from _walk(below, leaf.id, f"{here}.", depth + 1)
