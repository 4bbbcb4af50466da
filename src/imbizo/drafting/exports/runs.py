"""Rich text as the data of a Typst template: blocks of runs, each with how it looks and what became of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from imbizo.calc.diff import ChangeKind, ComparedBlock, Comparison
from imbizo.calc.richtext import Atom, Inline, Kind, Mark, RichText, Run, Shape

Label = Callable[[Atom], str]
_FATES = {ChangeKind.INSERTED: "in", ChangeKind.DELETED: "out", ChangeKind.REFORMATTED: "look"}


def blocks(text: RichText, label: Label) -> list[dict[str, Any]]:
    """The blocks of a text."""
    shapes = _stepped([block.shape for block in text.blocks])
    return [
        _block(shape, (_run(each, label, "") for each in block.content))
        for shape, block in zip(shapes, text.blocks, strict=True)
    ]


def tracked(comparison: Comparison, label: Label) -> list[dict[str, Any]]:
    """The blocks of a comparison, each run with its fate: "in", "out", "look", or nothing."""
    shapes = _stepped([block.shape for block in comparison.blocks])
    pairs = zip(shapes, comparison.blocks, strict=True)
    return [_block(shape, _pieces(block, label)) for shape, block in pairs]


def _stepped(shapes: Sequence[Shape]) -> list[Shape]:
    """The shapes with headings that begin at level 1 and go down one level at a time: PDF/UA refuses a leap."""
    outermost = min((shape.level for shape in shapes if shape.kind is Kind.HEADING), default=1)
    stepped, last = [], 0
    for shape in shapes:
        is_heading = shape.kind is Kind.HEADING
        last = min(shape.level - outermost, last) + 1 if is_heading else last
        stepped.append(Shape(Kind.HEADING, last) if is_heading else shape)
    return stepped


def _pieces(block: ComparedBlock, label: Label) -> Iterator[list[str]]:
    for piece in block.pieces:
        yield from (_run(each, label, _FATES.get(piece.kind, "")) for each in piece.content)
    is_whole = all(piece.kind is block.end for piece in block.pieces)
    if not is_whole and block.end in (ChangeKind.INSERTED, ChangeKind.DELETED):
        yield ["¶", "", _FATES[block.end]]


def _block(shape: Shape, runs: Iterable[list[str]]) -> dict[str, Any]:
    return {"kind": shape.kind.value, "level": shape.level, "runs": list(runs)}


def _run(each: Inline, label: Label, fate: str) -> list[str]:
    """Words, the first letters of their marks, their fate: short, for there are tens of thousands of them."""
    if not isinstance(each, Run):
        return [label(each), "c", fate]
    return [each.text, "".join(mark.value[0] for mark in Mark if mark in each.look.marks), fate]
