"""Rich text as the data of a Typst template: blocks of runs, each with how it looks and what became of it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from imbizo.calc.diff import ChangeKind, ComparedBlock, Comparison
from imbizo.calc.richtext import Atom, Inline, Mark, RichText, Run, Shape

Label = Callable[[Atom], str]
_FATES = {ChangeKind.INSERTED: "in", ChangeKind.DELETED: "out", ChangeKind.REFORMATTED: "look"}


def blocks(text: RichText, label: Label) -> list[dict[str, Any]]:
    """The blocks of a text."""
    return [_block(block.shape, (_run(each, label, "") for each in block.content)) for block in text.blocks]


def tracked(comparison: Comparison, label: Label) -> list[dict[str, Any]]:
    """The blocks of a comparison, each run with its fate: "in", "out", "look", or nothing."""
    return [_block(block.shape, _pieces(block, label)) for block in comparison.blocks]


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
