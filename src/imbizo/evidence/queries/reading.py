"""A source's text as it is read: a few leaves at a time, with its excerpts and what was looked for marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.utils.functional import cached_property

from imbizo.evidence.models import Source
from imbizo.evidence.rules.pages import leaf_at, leaves
from imbizo.evidence.rules.texts import Stretch, lines_of, mark_of
from imbizo.evidence.rules.words import asked_words, occurrences, places_of

ABREAST = 10
MOST_FOUND = 500
LISTED = 30


@dataclass(frozen=True)
class Mark:
    """Words that are marked: an excerpt's (`excerpt` is its id), or those that were looked for."""

    start: int
    end: int
    excerpt: UUID | None = None


@dataclass(frozen=True)
class Piece:
    """A stretch of a line under the same marks."""

    text: str
    excerpt: UUID | None
    is_found: bool


@dataclass(frozen=True)
class Line:
    """A line and where it begins, in code points of the text."""

    start: int
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Leaf:
    """A page, or a part of a text without pages."""

    number: int
    lines: Sequence[Line]
    is_asked: bool


@dataclass(frozen=True)
class Found:
    """A place at which the words that were looked for stand, and the leaf it is on."""

    start: int
    leaf: int


class Reading:
    """A source's text, opened at a leaf (`page`, from 1), or at a place (`at`, in code points)."""

    def __init__(self, source: Source, *, page: int = 1, at: int | None = None, find: str = "") -> None:
        self.source, self.find = source, find.strip()[:200]
        self.has_pages = len(source.pages) > 1
        self.asked = leaf_at(self._stretches, at) if at is not None else page
        self.asked = min(max(self.asked, 1), len(self._stretches))
        self.first = (self.asked - 1) // ABREAST * ABREAST + 1

    @cached_property
    def _stretches(self) -> list[Stretch]:
        return leaves(self.source.text, self.source.pages)

    @property
    def total(self) -> int:
        return len(self._stretches)

    @property
    def last(self) -> int:
        return min(self.first + ABREAST - 1, self.total)

    @property
    def before(self) -> int:
        """The leaf with which the screen before this begins; 0 for none."""
        return max(self.first - ABREAST, 0)

    @property
    def after(self) -> int:
        """The leaf with which the next screen begins; 0 for none."""
        return self.last + 1 if self.last < self.total else 0

    @property
    def mark(self) -> str:
        return mark_of(self.source.text)

    def stretch(self, number: int) -> Stretch | None:
        """The place of a leaf; None where there is none of that number."""
        return self._stretches[number - 1] if 1 <= number <= self.total else None

    @cached_property
    def found(self) -> list[Found]:
        """Where the words that are looked for stand together, at most MOST_FOUND."""
        spans = occurrences(self.source.text, self.find, most=MOST_FOUND)
        return [Found(start, leaf_at(self._stretches, start)) for start, _end in spans]

    @cached_property
    def found_by_leaf(self) -> list[tuple[int, int, int]]:
        """For each leaf with finds: its number, how many, and where the first stands."""
        by_leaf: dict[int, list[int]] = {}
        for each in self.found:
            by_leaf.setdefault(each.leaf, []).append(each.start)
        return [(leaf, len(starts), starts[0]) for leaf, starts in by_leaf.items()]

    @property
    def listed(self) -> list[tuple[int, int, int]]:
        """The first LISTED of them."""
        return self.found_by_leaf[:LISTED]

    @property
    def more_leaves(self) -> int:
        """How many leaves with finds come after those."""
        return max(len(self.found_by_leaf) - LISTED, 0)

    @cached_property
    def leaves(self) -> list[Leaf]:
        """The leaves of this screen."""
        marks = self._marks(self._stretches[self.first - 1].start, self._stretches[self.last - 1].end)
        return [
            Leaf(number, self._lines(self._stretches[number - 1], marks), number == self.asked)
            for number in range(self.first, self.last + 1)
        ]

    def _marks(self, start: int, end: int) -> list[Mark]:
        rows = self.source.excerpts.filter(is_orphaned=False, start__lt=end, end__gt=start)
        found = rows.values_list("start", "end", "pk")
        kept = [Mark(first, last, pk) for first, last, pk in found if first is not None and last is not None]
        return kept + [
            Mark(start + first, start + last) for first, last in self._hits(self.source.text[start:end])
        ]

    def _hits(self, text: str) -> list[tuple[int, int]]:
        """The words looked for as they stand together; where they nowhere do, each by itself."""
        if not self.find:
            return []
        if self.found:
            return occurrences(text, self.find, most=MOST_FOUND)
        return places_of(text, asked_words(self.find), most=MOST_FOUND)

    def _lines(self, leaf: Stretch, marks: Sequence[Mark]) -> list[Line]:
        near = [each for each in marks if each.start < leaf.end and each.end > leaf.start]
        return [
            Line(line.start, _pieces(self.source.text, line, near))
            for line in lines_of(self.source.text, leaf)
        ]


def _pieces(text: str, line: Stretch, marks: Sequence[Mark]) -> list[Piece]:
    here = [each for each in marks if each.start < line.end and each.end > line.start]
    edges = {edge for each in here for edge in (each.start, each.end) if line.start < edge < line.end}
    bounds = sorted({line.start, line.end, *edges})
    return [_piece(text, start, end, here) for start, end in pairwise(bounds)]


def _piece(text: str, start: int, end: int, marks: Sequence[Mark]) -> Piece:
    on = [each for each in marks if each.start <= start and each.end >= end]
    excerpt = next((each.excerpt for each in on if each.excerpt), None)
    # What HTML can't hold would be left out by the browser, and shift all that follows.
    return Piece(text[start:end].replace("\0", "\ufffd"), excerpt, any(each.excerpt is None for each in on))
