"""Two versions of a document compared section by section, each by its identity, and within a section word by word.

A section that stands elsewhere in the order is told as moved: as few as can be, so that moving one chapter to the front
isn't told as moving all others back. One that only has another number, because of what others did, is renumbered.
"""

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from imbizo.calc.diff import Comparison, compare
from imbizo.calc.richtext import RichText

Key = TypeVar("Key")


class Fate(StrEnum):
    """What became of a section."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    TAKEN_OUT = "taken_out"


@dataclass(frozen=True, slots=True)
class VersionPart(Generic[Key]):
    """A section in a version: identity, number, depth (from 1), what it stands below, heading and words."""

    id: Key
    number: str
    depth: int
    title: str
    text: RichText
    parent: Key | None = None


@dataclass(frozen=True, slots=True)
class PartChange(Generic[Key]):
    """A section of either version, and what changed. `old` or `new` is None where that version lacks it."""

    old: VersionPart[Key] | None
    new: VersionPart[Key] | None
    words: Comparison
    is_moved: bool = False

    @property
    def newest(self) -> VersionPart[Key]:
        """The section as the newest of the two versions has it that do."""
        found = self.new or self.old
        assert found is not None, "a change is of one version's section at least"
        return found

    @property
    def fate(self) -> Fate:
        """What became of its words and heading."""
        if self.old is None:
            return Fate.ADDED
        if self.new is None:
            return Fate.TAKEN_OUT
        is_same = self.words.is_same and self.old.title == self.new.title
        return Fate.SAME if is_same else Fate.CHANGED

    @property
    def is_renumbered(self) -> bool:
        return self.old is not None and self.new is not None and self.old.number != self.new.number

    @property
    def is_touched(self) -> bool:
        """Whether it's shown among the changes alone; another number by itself is none."""
        return self.fate is not Fate.SAME or self.is_moved


@dataclass(frozen=True, slots=True)
class VersionComparison(Generic[Key]):
    """All sections of both versions in the order of the new one; what was taken out stands where it stood."""

    parts: tuple[PartChange[Key], ...]

    @property
    def words_inserted(self) -> int:
        return sum(part.words.words_inserted for part in self.parts)

    @property
    def words_deleted(self) -> int:
        return sum(part.words.words_deleted for part in self.parts)

    @property
    def touched(self) -> tuple[PartChange[Key], ...]:
        return tuple(part for part in self.parts if part.is_touched)


_EMPTY = RichText()


def compare_versions(
    old: Sequence[VersionPart[Key]], new: Sequence[VersionPart[Key]]
) -> VersionComparison[Key]:
    """What changed from one version to the other."""
    before, after = {part.id: part for part in old}, {part.id: part for part in new}
    moved = _moved(old, new)
    changes = (_change(before.get(key), after.get(key), is_moved=key in moved) for key in _order(old, new))
    return VersionComparison(tuple(changes))


def _change(old: VersionPart[Key] | None, new: VersionPart[Key] | None, *, is_moved: bool) -> PartChange[Key]:
    words = compare(old.text if old else _EMPTY, new.text if new else _EMPTY)
    return PartChange(old, new, words, is_moved)


def _order(old: Sequence[VersionPart[Key]], new: Sequence[VersionPart[Key]]) -> Iterator[Key]:
    """The new order, each section that was taken out behind the one that it followed."""
    there = {part.id for part in new}
    behind: dict[Key | None, list[Key]] = {}
    last: Key | None = None
    for part in old:
        if part.id in there:
            last = part.id
        else:
            behind.setdefault(last, []).append(part.id)
    yield from behind.get(None, ())
    for part in new:
        yield part.id
        yield from behind.get(part.id, ())


def _moved(old: Sequence[VersionPart[Key]], new: Sequence[VersionPart[Key]]) -> frozenset[Key]:
    """The sections that stand below another now, or behind neighbours before which they stood.

    What went along with the section above it hasn't moved; nor has what was put below a section that is new.
    """
    before = {part.id: (at, part.parent) for at, part in enumerate(old)}
    both = [part for part in new if part.id in before]
    known = {part.id for part in both}
    moved = {
        part.id for part in both if before[part.id][1] != part.parent and (part.parent or part.id) in known
    }
    rows: dict[Key | None, list[VersionPart[Key]]] = {}
    for part in both:
        rows.setdefault(part.parent, []).append(part)
    for row in rows.values():
        stayed = [part for part in row if part.id not in moved]
        kept = _longest_rising([before[part.id][0] for part in stayed])
        moved.update(part.id for at, part in enumerate(stayed) if at not in kept)
    return frozenset(moved)


def _longest_rising(places: Sequence[int]) -> frozenset[int]:
    """The indices of a longest rising run among the places (M. L. Fredman, Discrete Mathematics 11, 1975)."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for at, place in enumerate(places):
        rank = bisect.bisect_left(tails, place)
        before.append(tail_at[rank - 1] if rank else -1)
        tails[rank : rank + 1], tail_at[rank : rank + 1] = [place], [at]
    kept, at = set(), tail_at[-1] if tail_at else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return frozenset(kept)
