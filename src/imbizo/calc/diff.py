"""Two versions of a rich text compared as tracked changes, ready to be drawn on a page, in Word or in PDF.

The result is as Word has it: blocks of pieces, each piece the same, inserted, deleted or reformatted, and for each
block what became of its end, for a paragraph is split by inserting an end and joined by deleting one.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter, eq
from typing import NamedTuple

from imbizo.calc.alignment import Match
from imbizo.calc.pairing import common
from imbizo.calc.richtext import PARAGRAPH, Block, Inline, RichText, Run, Shape
from imbizo.calc.tokens import BREAK, Row, content, tokens


class ChangeKind(StrEnum):
    """What became of a piece."""

    SAME = "same"
    INSERTED = "inserted"
    DELETED = "deleted"
    REFORMATTED = "reformatted"


@dataclass(frozen=True, slots=True)
class Piece:
    """Runs and atoms with one fate. `before` is how they looked where they were reformatted, empty otherwise."""

    kind: ChangeKind
    content: tuple[Inline, ...]
    before: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparedBlock:
    """A block with its pieces, and the fate of its end.

    `shape` is the block's newest; `before` is what it was where its end was reformatted, the same otherwise.
    """

    pieces: tuple[Piece, ...]
    shape: Shape
    end: ChangeKind
    before: Shape

    @property
    def is_same(self) -> bool:
        """Whether nothing in the block changed."""
        return self.end is ChangeKind.SAME and all(piece.kind is ChangeKind.SAME for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All blocks of both versions in the order in which they're drawn: what was deleted before what came for it."""

    blocks: tuple[ComparedBlock, ...]

    @property
    def is_same(self) -> bool:
        return all(block.is_same for block in self.blocks)

    @property
    def words_inserted(self) -> int:
        return self._words(ChangeKind.INSERTED)

    @property
    def words_deleted(self) -> int:
        return self._words(ChangeKind.DELETED)

    def _words(self, kind: ChangeKind) -> int:
        """The words in pieces of a kind, as white space parts them."""
        pieces = itertools.chain.from_iterable(block.pieces for block in self.blocks)
        texts = (
            each.text
            for piece in pieces
            if piece.kind is kind
            for each in piece.content
            if isinstance(each, Run)
        )
        return sum(len(text.split()) for text in texts)


_NOTHING = Row([], [])


class Change(NamedTuple):
    """A stretch of tokens with one fate; where it's the same or reformatted, both versions of it."""

    kind: ChangeKind
    old: Row
    new: Row


def compare(old: RichText, new: RichText) -> Comparison:
    """What changed from one version to the other."""
    blocks: list[ComparedBlock] = []
    pieces: list[Piece] = []
    for change in changes(tokens(old), tokens(new)):
        for inside, end in _by_block(change):
            pieces += [_piece(inside)] if inside.old or inside.new else []
            if end:
                blocks.append(_block(pieces, end))
                pieces = []
    return Comparison(tuple(blocks))


def changes(old: Row, new: Row) -> Iterator[Change]:
    """The rows as stretches of one fate, in order; before an insertion comes the deletion that it replaces."""
    old_at = new_at = 0
    for match in [*common(old.keys, new.keys), Match(len(old), len(new), 0)]:
        yield from _replaced(old.cut(old_at, match.old), new.cut(new_at, match.new))
        old_at, new_at = match.old + match.length, match.new + match.length
        yield from _matched(old.cut(match.old, old_at), new.cut(match.new, new_at))


def old_version(comparison: Comparison) -> RichText:
    """The version from which the comparison started: all insertions refused."""
    return _version(
        comparison,
        ChangeKind.INSERTED,
        lambda piece: piece.before or piece.content,
        lambda block: block.before,
    )


def new_version(comparison: Comparison) -> RichText:
    """The version to which the comparison leads: all changes accepted."""
    return _version(comparison, ChangeKind.DELETED, attrgetter("content"), attrgetter("shape"))


def _replaced(old: Row, new: Row) -> Iterator[Change]:
    if old:
        yield Change(ChangeKind.DELETED, old, _NOTHING)
    if new:
        yield Change(ChangeKind.INSERTED, _NOTHING, new)


def _matched(old: Row, new: Row) -> Iterator[Change]:
    """Stretches of the same words, parted where their look changed."""
    if old.looks == new.looks:
        yield Change(ChangeKind.SAME, old, new)
        return
    start = 0
    for is_same, group in itertools.groupby(map(eq, old.looks, new.looks)):
        end = start + len(list(group))
        kind = ChangeKind.SAME if is_same else ChangeKind.REFORMATTED
        yield Change(kind, old.cut(start, end), new.cut(start, end))
        start = end


def _by_block(change: Change) -> Iterator[tuple[Change, Change | None]]:
    """The part of a change in each block, with the change of the block's end if it reaches so far."""
    start = 0
    row = change.old or change.new
    for at in [at for at, key in enumerate(row.keys) if key == BREAK]:
        yield _part(change, start, at), _part(change, at, at + 1)
        start = at + 1
    yield _part(change, start, len(row)), None


def _part(change: Change, start: int, end: int) -> Change:
    return Change(change.kind, change.old.cut(start, end), change.new.cut(start, end))


def _piece(change: Change) -> Piece:
    before = content(change.old) if change.kind is ChangeKind.REFORMATTED else ()
    return Piece(change.kind, content(change.new or change.old), before)


def _block(pieces: Iterable[Piece], end: Change) -> ComparedBlock:
    shapes = [look for look in (end.old + end.new).looks if isinstance(look, Shape)]
    return ComparedBlock(tuple(pieces), shapes[-1], end.kind, shapes[0])


def _version(
    comparison: Comparison,
    other: ChangeKind,
    inside: Callable[[Piece], tuple[Inline, ...]],
    shape: Callable[[ComparedBlock], Shape],
) -> RichText:
    """The version that lacks what is of the `other` one only."""
    blocks: list[Block] = []
    pieces: list[Inline] = []
    for compared in comparison.blocks:
        for piece in compared.pieces:
            pieces += inside(piece) if piece.kind is not other else ()
        if compared.end is not other:
            blocks.append(Block(tuple(pieces), shape(compared)))
            pieces = []
    return RichText.of([*blocks, Block(tuple(pieces), PARAGRAPH)])
