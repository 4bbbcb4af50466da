"""Tracked changes as HTML: what was added in <ins>, what was taken out in <del>, what only looks otherwise in a <span>.

Safe by construction, as all of `calc.richtext` is. An end of a paragraph that came or went is drawn as a pilcrow, for
otherwise two paragraphs that were joined would look as they did.
"""

from collections.abc import Callable

from imbizo.calc.diff import ChangeKind, ComparedBlock, Comparison, Piece
from imbizo.calc.richtext import Atom, Block, Kind, atom_html, blocks_html, inline_html

_TAGS = {
    ChangeKind.INSERTED: ("<ins>", "</ins>"),
    ChangeKind.DELETED: ("<del>", "</del>"),
    ChangeKind.REFORMATTED: ('<span class="reformatted">', "</span>"),
    ChangeKind.SAME: ("", ""),
}


def tracked_html(
    comparison: Comparison,
    *,
    draw: Callable[[Atom], str] = atom_html,
    heading_from: int = 1,
    only_changed: bool = False,
) -> str:
    """The comparison for a page; with `only_changed`, only blocks in which something changed."""
    shown = [block for block in comparison.blocks if not (only_changed and block.is_same)]
    return blocks_html(
        ((Block((), block.shape), _inside(block, draw)) for block in shown), heading_from=heading_from
    )


def _inside(block: ComparedBlock, draw: Callable[[Atom], str]) -> str:
    inner = "".join(_piece(piece, block.shape.kind, draw) for piece in block.pieces)
    return inner + _end(block)


def _piece(piece: Piece, kind: Kind, draw: Callable[[Atom], str]) -> str:
    before, after = _TAGS[piece.kind]
    return f"{before}{inline_html(piece.content, kind, draw=draw)}{after}"


def _end(block: ComparedBlock) -> str:
    """A pilcrow where the end came or went but the words didn't."""
    is_whole = all(piece.kind is block.end for piece in block.pieces)
    if is_whole or block.end not in (ChangeKind.INSERTED, ChangeKind.DELETED):
        return ""
    before, after = _TAGS[block.end]
    return f"{before}¶{after}"
