"""Paragraphs and runs written straight into XML: python-docx takes a hundred times as long for a long strategy."""

import bisect
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from lxml import etree

from imbizo.base.documents import look
from imbizo.base.documents.word_review import names
from imbizo.base.documents.word_review.ooxml import R, element, say, w, within, written
from imbizo.calc.diff import ChangeKind, Piece
from imbizo.calc.richtext import (
    PLAIN,
    Block,
    Citation,
    Inline,
    Kind,
    Look,
    Mark,
    Run,
    SectionReference,
    Shape,
)

if TYPE_CHECKING:
    from docx.opc.part import Part

SUBHEADING = "Subheading"
CODE = "Code"
# The names of styles are those that Word shows; their identifiers are without spaces.
_STYLES = {
    Kind.PARAGRAPH: "",
    Kind.HEADING: SUBHEADING,
    Kind.QUOTE: "Quote",
    Kind.BULLET: "ListBullet",
    Kind.NUMBERED: "ListNumber",
    Kind.CODE: CODE,
}
_MARKS = ((Mark.BOLD, "b"), (Mark.ITALIC, "i"), (Mark.STRUCK, "strike"))
_INDENT = 360  # twentieths of a point for each level of a quotation
_TRACKS = {ChangeKind.INSERTED: "ins", ChangeKind.DELETED: "del"}


class Pin(NamedTuple):
    """An element that belongs at an offset between the characters of a block."""

    offset: int
    element: etree._Element


class Track(NamedTuple):
    """Whose tracked changes these are, and when they were made."""

    author: str
    at: datetime


@dataclass(slots=True)
class Pen:
    """Writes paragraphs at the end of a body.

    `links` gives the relationship of an address; `labels` the words of atoms; `track` is needed for changes only.
    """

    body: etree._Element
    links: "Links"
    labels: Mapping[UUID, str]
    track: Track | None = None
    _last: int = field(default=0, init=False)

    def number(self) -> str:
        """A number that no bookmark or change in this document has yet."""
        self._last += 1
        return str(self._last)

    def heading(self, style: str, text: str, bookmark: str) -> etree._Element:
        """A heading that bears a name to be known by."""
        paragraph = self.paragraph(style)
        self.write(paragraph, [Run(text)])
        self.bookmark(paragraph, bookmark)
        return paragraph

    def bookmark(self, paragraph: etree._Element, name: str) -> None:
        """Name all of a paragraph."""
        number = self.number()
        properties = paragraph.find(w("pPr"))
        place = 0 if properties is None else 1
        paragraph.insert(place, element("bookmarkStart", id=number, name=name))
        within(paragraph, "bookmarkEnd", id=number)

    def block(self, block: Block, numbering: int | None, pins: Sequence[Pin] = ()) -> None:
        """A block without changes. `pins` are in the order of their offsets."""
        paragraph = self.shaped(block.shape, numbering)
        self.write(paragraph, block.content, pins)

    def shaped(
        self,
        shape: Shape,
        numbering: int | None,
        *,
        end: ChangeKind = ChangeKind.SAME,
        was: Shape | None = None,
    ) -> etree._Element:
        """An empty paragraph of that shape, which was another; `numbering` is that of a list."""
        paragraph = self.paragraph(_style(shape), end=end)
        if numbering is not None:
            _insert(paragraph, _numbered(numbering, min(shape.level, 9) - 1))
        elif shape.kind is Kind.QUOTE and shape.level > 1:
            _insert(paragraph, element("ind", left=str(_INDENT * shape.level)))
        if was is not None:
            _properties(paragraph).append(change := self.change("pPrChange"))
            within(within(change, "pPr"), "pStyle", val=_style(was) or "Normal")
        return paragraph

    def paragraph(self, style: str, *, end: ChangeKind = ChangeKind.SAME) -> etree._Element:
        """An empty paragraph; `end` is what became of its end."""
        paragraph = within(self.body, "p")
        if style:
            within(_properties(paragraph), "pStyle", val=style)
        if end in _TRACKS:
            within(_properties(paragraph), "rPr").append(self.change(_TRACKS[end]))
        return paragraph

    def change(self, name: str) -> etree._Element:
        """A change by this pen's author: ins, del, or one of the changes of looks."""
        if self.track is None:
            raise ValueError("Changes need somebody who made them.")
        signed = {"id": self.number(), "author": self.track.author, "date": written(self.track.at)}
        return element(name, **signed)

    def write(self, paragraph: etree._Element, content: Sequence[Inline], pins: Sequence[Pin] = ()) -> None:
        """Runs and links, cut where a pin falls into them."""
        offset, waiting = 0, list(reversed(pins))
        for inline in cut(content, {pin.offset for pin in pins}):
            while waiting and waiting[-1].offset <= offset:
                paragraph.append(waiting.pop().element)
            paragraph.append(self._inline(inline))
            offset += _length(inline)
        paragraph.extend(pin.element for pin in reversed(waiting))

    def write_changes(self, paragraph: etree._Element, pieces: Iterable[Piece]) -> None:
        """Runs and links of both versions, as tracked changes."""
        for piece in pieces:
            if piece.kind is ChangeKind.REFORMATTED:
                paragraph.extend(self._looked(inline, was) for inline, was in looks(piece))
            elif piece.kind is ChangeKind.SAME:
                paragraph.extend(self._inline(inline) for inline in piece.content)
            else:
                paragraph.extend(self._changed(inline, piece.kind) for inline in piece.content)

    def _changed(self, inline: Inline, kind: ChangeKind) -> etree._Element:
        inside = self._inline(inline, "delText" if kind is ChangeKind.DELETED else "t")
        change = self.change(_TRACKS[kind])
        if inside.tag == w("r"):
            change.append(inside)
            return change
        # A link may not stand inside a change: the change stands inside the link.
        change.extend(list(inside))
        inside.append(change)
        return inside

    def _looked(self, inline: Inline, was: Look) -> etree._Element:
        """Words, with the marks that they had before."""
        inside = self._inline(inline)
        for run in [inside] if inside.tag == w("r") else inside.findall(w("r")):
            properties = run.find(w("rPr"))
            if properties is None:
                run.insert(0, properties := element("rPr"))
            properties.append(change := self.change("rPrChange"))
            _mark(within(change, "rPr"), was.marks)
        return inside

    def _inline(self, inline: Inline, words: str = "t") -> etree._Element:
        """A run, or a link around one."""
        if not isinstance(inline, Run):
            link = element("hyperlink", anchor=_anchor(inline), history="1")
            link.append(_run(self.labels.get(inline.id, "?"), frozenset(), words))
            return link
        run = _run(inline.text, inline.look.marks, words)
        if not inline.look.href:
            return run
        _colour(run)
        link = etree.Element(w("hyperlink"), {f"{{{R}}}id": self.links.relationship(inline.look.href)})
        link.append(run)
        return link


class Links:
    """The relationships of a part to addresses elsewhere, one for each address."""

    def __init__(self, part: "Part") -> None:
        self._part = part
        self._known: dict[str, str] = {}

    def relationship(self, address: str) -> str:
        """The identifier under which a link finds the address."""
        from docx.opc.constants import RELATIONSHIP_TYPE

        if address not in self._known:
            kind = RELATIONSHIP_TYPE.HYPERLINK
            self._known[address] = self._part.relate_to(address, kind, is_external=True)
        return self._known[address]


def heading_style(level: int) -> str:
    """The style of a section's heading; the title of the document has the first."""
    return f"Heading{min(max(level, 1), 8) + 1}"


def _style(shape: Shape) -> str:
    """The identifier of the style; a list's depth is that of its numbering."""
    style = _STYLES[shape.kind]
    return f"{style}{shape.level}" if shape.kind is Kind.HEADING else style


def _properties(paragraph: etree._Element) -> etree._Element:
    found = paragraph.find(w("pPr"))
    return within(paragraph, "pPr") if found is None else found


def without_number(heading: etree._Element) -> None:
    """Take a heading out of the numbering of its style."""
    _insert(heading, _numbered(0, 0))


def _numbered(numbering: int, level: int) -> etree._Element:
    made = element("numPr")
    within(made, "ilvl", val=str(level))
    within(made, "numId", val=str(numbering))
    return made


def _insert(paragraph: etree._Element, added: etree._Element) -> None:
    """Add a property where the schema wants it: after the style, before what became of the paragraph's end."""
    properties = _properties(paragraph)
    end = properties.find(w("rPr"))
    properties.insert(len(properties) if end is None else properties.index(end), added)


def _run(text: str, marks: frozenset[Mark], words: str) -> etree._Element:
    run = element("r")
    if marks:
        _mark(within(run, "rPr"), marks)
    say(run, text, words)
    return run


def _colour(run: etree._Element) -> None:
    """Show that a run is a link."""
    properties = run.find(w("rPr"))
    if properties is None:
        run.insert(0, properties := element("rPr"))
    within(properties, "color", val=look.ACT.removeprefix("#"))
    within(properties, "u", val="single")


def _mark(properties: etree._Element, marks: frozenset[Mark]) -> None:
    for mark, name in _MARKS:
        if mark in marks:
            within(properties, name)


def _anchor(atom: Citation | SectionReference) -> str:
    return names.of_citation(atom.id) if isinstance(atom, Citation) else names.of_section(atom.id)


def looks(piece: Piece) -> Iterator[tuple[Inline, Look]]:
    """The newer words of a reformatted piece, each stretch with the look that it had before."""
    new = list(cut(piece.content, _edges(piece.before)))
    old = cut(piece.before, _edges(piece.content))
    for inline, was in zip(new, old, strict=True):
        yield inline, was.look if isinstance(was, Run) else PLAIN


def cut(content: Iterable[Inline], offsets: Collection[int]) -> Iterator[Inline]:
    """The content with its runs cut at the offsets that fall into them."""
    cuts = sorted(offsets)
    start = 0
    for inline in content:
        end = start + _length(inline)
        if isinstance(inline, Run):
            edges = [start, *cuts[bisect.bisect_right(cuts, start) : bisect.bisect_left(cuts, end)], end]
            for left, right in itertools.pairwise(edges):
                yield Run(inline.text[left - start : right - start], inline.look)
        else:
            yield inline
        start = end


def _edges(content: Iterable[Inline]) -> set[int]:
    """Where each inline ends."""
    return set(itertools.accumulate(_length(inline) for inline in content))


def _length(inline: Inline) -> int:
    """In code points of plain text, where an atom is one."""
    return len(inline.text) if isinstance(inline, Run) else 1
