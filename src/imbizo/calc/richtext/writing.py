"""From a rich text to HTML: the canonical form that is kept, and the form in which Trix takes it.

Both are safe by construction: a handful of tags, everything else escaped. Reading either back gives the same text.
"""

import bisect
import html
import itertools
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from imbizo.calc.richtext.model import (
    LISTS,
    Atom,
    Block,
    Citation,
    Inline,
    Kind,
    Look,
    Mark,
    RichText,
    Run,
)
from imbizo.calc.richtext.parsing import CITATION_TYPE, SECTION_TYPE

_TAGS = {Mark.BOLD: "strong", Mark.ITALIC: "em", Mark.STRUCK: "del"}
_LIST_TAGS = {Kind.BULLET: "ul", Kind.NUMBERED: "ol"}
_DEEPEST_HEADING_TAG = 6
_TRIX_TAGS = (
    ("<blockquote><p>", "<blockquote>"),
    ("</p></blockquote>", "</blockquote>"),
    ("<p>", "<div>"),
    ("</p>", "</div>"),
)

DrawAtom = Callable[[Atom], str]
"""Gives the HTML of an atom, already escaped."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A span of the plain text (code points, end exclusive) to be drawn in a <mark> that bears its name."""

    start: int
    end: int
    name: str


def atom_html(atom: Atom) -> str:
    """How an atom is kept: its identity alone, for its words change with what it points at."""
    name = "citation" if isinstance(atom, Citation) else "section"
    return f'<span data-{name}="{atom.id}"></span>'


def to_html(
    text: RichText,
    *,
    draw: DrawAtom = atom_html,
    heading_from: int = 1,
    highlights: Sequence[Highlight] = (),
) -> str:
    """The canonical HTML. For a page, `draw` gives atoms their words and `heading_from` the level of its first heading.

    Highlights may overlap and cross blocks; a stretch under several bears all their names in `data-spans`.
    """
    shown = _highlighted(text, highlights, draw) if highlights else _inlines(text, draw)
    return "".join(_blocks(zip(text.blocks, shown, strict=True), heading_from))


def inline_html(content: Iterable[Inline], kind: Kind, *, draw: DrawAtom = atom_html) -> str:
    """The HTML of what stands in a block of that kind, without the block's own tags."""
    return "".join(_inline(each, draw, kind) for each in content)


def blocks_html(drawn: Iterable[tuple[Block, str]], *, heading_from: int = 1) -> str:
    """The HTML of blocks whose insides are drawn already, as with tracked changes; a block's own content isn't read."""
    return "".join(_blocks(drawn, heading_from))


def to_trix_html(text: RichText, *, label: Callable[[Atom], str] = lambda atom: "") -> str:
    """The HTML that Trix would have written: neighbouring paragraphs are one <div> with an empty line between.

    `label` gives the words that the editor shows for an atom, as plain text.
    """

    def attachment(atom: Atom) -> str:
        return _attachment(atom, label(atom))

    shown = zip(text.blocks, _inlines(text, attachment), strict=True)
    groups = itertools.groupby(shown, key=lambda pair: pair[0].shape)
    written = "".join(_blocks(_trix_groups(groups), 1))
    # All but our own tags is escaped, so that nothing else can be met. Trix has no paragraphs, nor any in quotations.
    for ours, theirs in _TRIX_TAGS:
        written = written.replace(ours, theirs)
    return written


def _trix_groups(groups: Iterable[tuple[object, Iterator[tuple[Block, str]]]]) -> Iterator[tuple[Block, str]]:
    """Paragraphs, and quotations of one depth, drawn as one block each."""
    for _shape, group in groups:
        pairs = list(group)
        block = pairs[0][0]
        if block.kind in (Kind.PARAGRAPH, Kind.QUOTE):
            yield block, "<br><br>".join(inner for _block, inner in pairs)
        else:
            yield from pairs


def _attachment(atom: Atom, label: str) -> str:
    kind = CITATION_TYPE if isinstance(atom, Citation) else SECTION_TYPE
    values = {"contentType": kind, "content": f"<span>{html.escape(label)}</span>", "id": str(atom.id)}
    return f'<figure data-trix-attachment="{html.escape(json.dumps(values))}"></figure>'


def _inlines(text: RichText, draw: DrawAtom) -> list[str]:
    return ["".join(_inline(each, draw, block.kind) for each in block.content) for block in text.blocks]


def _inline(each: Inline, draw: DrawAtom, kind: Kind) -> str:
    if not isinstance(each, Run):
        return draw(each)
    words = html.escape(each.text)
    return words if kind is Kind.CODE else _dressed(words.replace("\n", "<br>"), each.look)


def _dressed(words: str, look: Look) -> str:
    for mark in reversed(Mark):
        if mark in look.marks:
            words = f"<{_TAGS[mark]}>{words}</{_TAGS[mark]}>"
    return f'<a href="{html.escape(look.href)}">{words}</a>' if look.href else words


def _blocks(drawn: Iterable[tuple[Block, str]], heading_from: int) -> Iterator[str]:
    """The HTML of blocks whose insides are drawn."""
    for group, pairs in itertools.groupby(drawn, key=lambda pair: _grouped(pair[0])):
        if group is None:
            yield from _items(pairs)
        elif group:
            inner = "".join(f"<p>{inner}</p>" for _block, inner in pairs)
            yield "<blockquote>" * group + inner + "</blockquote>" * group
        else:
            yield from (_single(block, inner, heading_from) for block, inner in pairs)


def _grouped(block: Block) -> int | None:
    """Blocks that share a tag: list items (None), quotations of one depth; 0 for blocks that stand alone."""
    if block.kind in LISTS:
        return None
    return block.level if block.kind is Kind.QUOTE else 0


def _single(block: Block, inner: str, heading_from: int) -> str:
    tag = {Kind.CODE: "pre", Kind.PARAGRAPH: "p"}.get(block.kind)
    tag = tag or f"h{min(block.level + heading_from - 1, _DEEPEST_HEADING_TAG)}"
    return f"<{tag}>{inner}</{tag}>"


def _items(pairs: Iterable[tuple[Block, str]]) -> Iterator[str]:
    """Nested lists: an inner list stands in the item above it."""
    tags: list[str] = []
    for block, inner in pairs:
        tag = _LIST_TAGS[block.kind]
        while len(tags) > block.level or (len(tags) == block.level and tags[-1] != tag):
            yield f"</li></{tags.pop()}>"
        if len(tags) == block.level:
            yield "</li>"
        else:
            tags.append(tag)
            yield f"<{tag}>"
        yield f"<li>{inner}"
    while tags:
        yield f"</li></{tags.pop()}>"


def _highlighted(text: RichText, highlights: Sequence[Highlight], draw: DrawAtom) -> list[str]:
    """The insides of each block, cut where highlights begin and end."""
    names = _names(highlights)
    cuts = list(names)
    shown, start = [], 0
    for block in text.blocks:
        pieces = []
        for each in block.content:
            for piece, position in _cut(each, start, cuts):
                cut = bisect.bisect_right(cuts, position) - 1
                inner = _inline(piece, draw, block.kind)
                pieces.append(_in_mark(inner, names[cuts[cut]] if cut >= 0 else ""))
            start += len(each.text) if isinstance(each, Run) else 1
        shown.append("".join(pieces))
        start += 1
    return shown


def _names(highlights: Sequence[Highlight]) -> dict[int, str]:
    """The names of all highlights that hold from each cut to the next, by cut, ascending."""
    starting, ending = defaultdict(list), defaultdict(list)
    for number, each in enumerate(highlights):
        starting[each.start].append(number)
        ending[each.end].append(number)
    names: dict[int, str] = {}
    holding: dict[int, str] = {}
    for cut in sorted({*starting, *ending}):
        holding |= {number: highlights[number].name for number in starting[cut]}
        for number in ending[cut]:
            holding.pop(number, None)
        names[cut] = " ".join(holding.values())
    return names


def _cut(each: Inline, start: int, cuts: Sequence[int]) -> Iterator[tuple[Inline, int]]:
    """The pieces of a run between cuts, each with its offset in the plain text."""
    if not isinstance(each, Run):
        yield each, start
        return
    end = start + len(each.text)
    inside = cuts[bisect.bisect_right(cuts, start) : bisect.bisect_left(cuts, end)]
    for begin, stop in itertools.pairwise([start, *inside, end]):
        yield Run(each.text[begin - start : stop - start], each.look), begin


def _in_mark(inner: str, names: str) -> str:
    return f'<mark data-spans="{html.escape(names)}">{inner}</mark>' if names else inner
