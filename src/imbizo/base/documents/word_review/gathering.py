"""The paragraphs of a Word file with everything in them: words and whose they are, atoms, comments, notes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from imbizo.base.documents.word_review import names
from imbizo.base.documents.word_review.items import (
    SAME,
    CommentEnd,
    CommentStart,
    Fate,
    Hand,
    Item,
    NoteMark,
    Paragraph,
    Words,
)
from imbizo.base.documents.word_review.leftout import LeftOut, Thing
from imbizo.base.documents.word_review.ooxml import R, children, local, made_at, switched_on, w
from imbizo.base.documents.word_review.package import Relationship
from imbizo.base.documents.word_review.stylesheet import Role, Stylesheet
from imbizo.calc.diff import ChangeKind
from imbizo.calc.richtext import Atom, Citation, Look, Mark, Run, SectionReference, safe_href

CELLS = " | "
_CHANGES = {
    "ins": ChangeKind.INSERTED,
    "moveTo": ChangeKind.INSERTED,
    "del": ChangeKind.DELETED,
    "moveFrom": ChangeKind.DELETED,
}
# Elements that only wrap others.
_WRAPPERS = {"sdt", "sdtContent", "smartTag", "customXml", "dir", "bdo", "body"}
_LEFT_OUT = {
    "drawing": Thing.PICTURE,
    "AlternateContent": Thing.PICTURE,
    "pict": Thing.PICTURE,
    "object": Thing.OBJECT,
    "oMath": Thing.FORMULA,
    "oMathPara": Thing.FORMULA,
    "sym": Thing.SYMBOL,
    "altChunk": Thing.OBJECT,
}
_CHARACTERS = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "\u2011"}
_WORDS = {"t", "delText"}
_LINK = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)")?.*?(?:\\l\s+"([^"]*)")?\s*', re.DOTALL)
_MARKS = (("b", Mark.BOLD), ("i", Mark.ITALIC), ("strike", Mark.STRUCK), ("dstrike", Mark.STRUCK))


@dataclass(slots=True)
class _Field:
    """A field or link that is open: its words show after its code; an atom takes the place of its words."""

    code: str = ""
    shows: bool = False
    href: str = ""
    atom: Atom | None = None
    is_written: bool = False


class Notes(NamedTuple):
    """The texts of footnotes and of endnotes, by their identifiers."""

    footnotes: Mapping[str, str]
    endnotes: Mapping[str, str]


@dataclass(slots=True)
class Gatherer:
    """Goes through a document from top to bottom and keeps its paragraphs."""

    stylesheet: Stylesheet
    links: Mapping[str, Relationship]
    notes: Notes
    left_out: LeftOut
    paragraphs: list[Paragraph] = field(default_factory=list)
    _fields: list[_Field] = field(default_factory=list)
    # What stands between paragraphs belongs to the next.
    _waiting: list[etree._Element] = field(default_factory=list)

    def gather(self, node: etree._Element, fate: Fate = SAME) -> None:
        """Everything below a body or a cell."""
        for name, child in children(node):
            if name == "p":
                self.paragraphs.append(self._paragraph(child, fate))
            elif name == "tbl":
                self._table(child)
            elif name in _WRAPPERS:
                self.gather(child, fate)
            elif name in _CHANGES:
                self.gather(child, _fate(name, child, fate))
            else:
                self._between(name, child)

    def _between(self, name: str, node: etree._Element) -> None:
        """What stands between paragraphs."""
        if name == "commentRangeEnd" and self.paragraphs:
            self._marks(name, node, self.paragraphs[-1])
        elif name in {"bookmarkStart", "commentRangeStart"}:
            self._waiting.append(node)
        elif name in _LEFT_OUT:
            self.left_out.add(_drawn(name, node))

    def _paragraph(self, node: etree._Element, fate: Fate) -> Paragraph:
        properties = node.find(w("pPr"))
        paragraph = Paragraph(self.stylesheet.role(properties), end=_end(properties, fate))
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            self._marks(local(each), each, paragraph)
        self._inside(node, paragraph, fate)
        return paragraph

    def _inside(self, node: etree._Element, paragraph: Paragraph, fate: Fate) -> None:
        """Everything in a paragraph, or in what wraps a part of it."""
        for name, child in children(node):
            if name == "r":
                self._run(child, paragraph, fate)
            elif name in _CHANGES:
                self._inside(child, paragraph, _fate(name, child, fate))
            elif name in _WRAPPERS:
                self._inside(child, paragraph, fate)
            elif name in {"hyperlink", "fldSimple"}:
                self._fields.append(self._link(name, child))
                self._inside(child, paragraph, fate)
                self._fields.pop()
            elif name in _LEFT_OUT:
                self.left_out.add(_drawn(name, child))
            else:
                self._marks(name, child, paragraph)

    def _marks(self, name: str, node: etree._Element, paragraph: Paragraph) -> None:
        """What stands between words and isn't any."""
        if name == "bookmarkStart":
            bookmark = node.get(w("name"), "")
            section = names.section(bookmark)
            paragraph.sections += [section] if section else []
            paragraph.begins_sources |= bookmark == names.SOURCES
        elif name == "commentRangeStart":
            paragraph.items.append(CommentStart(node.get(w("id"), "")))
        elif name == "commentRangeEnd":
            paragraph.items.append(CommentEnd(node.get(w("id"), "")))

    def _link(self, name: str, node: etree._Element) -> _Field:
        """A link element, or a field in one element, as a field whose words show."""
        if name == "fldSimple":
            return _shown(_Field(node.get(w("instr"), "")))
        relationship = self.links.get(node.get(f"{{{R}}}id", ""))
        href = relationship.target if relationship and relationship.external else ""
        return _Field(shows=True, href=safe_href(href) or "", atom=_atom(node.get(w("anchor"), "")))

    def _run(self, node: etree._Element, paragraph: Paragraph, fate: Fate) -> None:
        properties = node.find(w("rPr"))
        if switched_on(properties, "vanish"):
            self.left_out.add(Thing.HIDDEN)
            return
        marks = frozenset(mark for name, mark in _MARKS if self.stylesheet.is_set(properties, name))
        for name, child in children(node):
            if name in _WORDS:
                self._say(child.text or "", marks, paragraph, fate)
            elif name in _CHARACTERS or (name == "br" and child.get(w("type")) is None):
                self._say(_CHARACTERS.get(name, "\n"), marks, paragraph, fate)
            else:
                self._in_run(name, child, paragraph)

    def _in_run(self, name: str, node: etree._Element, paragraph: Paragraph) -> None:
        """What stands in a run and isn't words."""
        if name == "fldChar":
            self._field(node.get(w("fldCharType"), ""))
        elif name in {"instrText", "delInstrText"} and self._fields:
            self._fields[-1].code += node.text or ""
        elif name in {"footnoteReference", "endnoteReference"}:
            texts = self.notes.footnotes if name == "footnoteReference" else self.notes.endnotes
            paragraph.items.append(NoteMark(texts.get(node.get(w("id"), ""), "")))
        elif name == "commentReference":
            # A comment on a point has no range; one with a range is known already.
            paragraph.items.append(CommentEnd(node.get(w("id"), "")))
        elif name in _LEFT_OUT:
            self.left_out.add(_drawn(name, node))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1] = _shown(self._fields[-1])
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _say(self, text: str, marks: frozenset[Mark], paragraph: Paragraph, fate: Fate) -> None:
        """Words as they show, or the atom in whose place they stand."""
        if fate.kind is None:
            self.left_out.add(Thing.TAKEN_BACK)
        elif all(each.shows for each in self._fields):
            atoms = [each for each in self._fields if each.atom]
            if atoms and not (atoms[-1].is_written and fate.kind is ChangeKind.INSERTED):
                _write_atom(atoms[-1], paragraph, fate)
                return
            href = next((each.href for each in reversed(self._fields) if each.href), "")
            paragraph.items.append(Words(Run(text, Look(marks, href)), fate))

    def _table(self, table: etree._Element) -> None:
        """Each row as a paragraph."""
        for row in table.iter(w("tr")):
            if next(row.iterancestors(w("tbl"))) is table:
                self.paragraphs.append(self._row(row))

    def _row(self, row: etree._Element) -> Paragraph:
        fate = _end(row.find(w("trPr")), SAME, inside="")
        paragraph = Paragraph(Role(), end=fate, is_row=True)
        for number, cell in enumerate(row.iter(w("tc"))):
            if next(cell.iterancestors(w("tr"))) is not row:
                continue
            items = self._cell(cell, fate)
            paragraph.items += [Words(Run(CELLS), fate), *items] if number else items
        blank = all(words.text in (CELLS, " ") for words in paragraph.words)
        return Paragraph(Role(), end=fate, is_row=True) if blank else paragraph

    def _cell(self, cell: etree._Element, fate: Fate) -> list[Item]:
        """All that a cell holds, in one line."""
        inside = Gatherer(self.stylesheet, self.links, self.notes, self.left_out)
        inside.gather(cell, fate)
        items: list[Item] = []
        for paragraph in inside.paragraphs:
            if items and paragraph.words:
                items.append(Words(Run(" "), fate))
            items += paragraph.items
        return items


def _shown(field_: _Field) -> _Field:
    """The field after its code: where its link leads, if it's one."""
    found = _LINK.fullmatch(field_.code)
    if found is None:
        return _Field(field_.code, shows=not field_.code.strip().startswith("TOC"))
    atom = None if found[1] else _atom(found[2] or "")
    return _Field(field_.code, shows=True, href=safe_href(found[1] or "") or "", atom=atom)


def _atom(anchor: str) -> Atom | None:
    """The citation or section that a link inside the document leads to."""
    citation, section = names.citation(anchor), names.section(anchor)
    if citation:
        return Citation(citation)
    return SectionReference(section) if section else None


def _write_atom(link: _Field, paragraph: Paragraph, fate: Fate) -> None:
    if link.atom and not link.is_written:
        link.is_written = True
        paragraph.items.append(Words(link.atom, fate))


def _fate(name: str, node: etree._Element, outer: Fate) -> Fate:
    """The fate of what a change wraps; what one inserted and another deleted stands in neither version."""
    kind: ChangeKind | None = _CHANGES[name]
    if outer.kind not in (ChangeKind.SAME, kind):
        kind = None
    return Fate(kind, Hand(node.get(w("author"), ""), made_at(node)))


def _end(properties: etree._Element | None, outer: Fate, inside: str = "rPr") -> Fate:
    """The fate of the end of a paragraph or row."""
    marks = properties.find(w(inside)) if properties is not None and inside else properties
    for name, child in children(marks) if marks is not None else ():
        if name in _CHANGES:
            return _fate(name, child, SAME)
    return outer


def _drawn(name: str, node: etree._Element) -> Thing:
    """What a drawing is: a text box has words in it."""
    if next(node.iter(w("txbxContent")), None) is not None:
        return Thing.TEXT_BOX
    return _LEFT_OUT[name]
