"""Numbers that Word counts itself: one list of many levels for headings, one for numbered items, one for bullets."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from lxml import etree

from imbizo.base.documents.word_review.ooxml import element, w, within

if TYPE_CHECKING:
    from docx.document import Document

LEVELS = 9
HEADINGS = 8
_INDENT = 360  # twentieths of a point for each level
_COUNTS = ("decimal", "lowerLetter", "lowerRoman")
_BULLETS = ("•", "–", "▪")


class Numbering:
    """The numberings of a document. What its headings count is bound to their styles, so new headings count too."""

    def __init__(self, document: "Document") -> None:
        self._root = document.part.numbering_part.element
        self._items = self._abstract(_item)
        self.bullets = self._numbering(self._abstract(_bullet))
        headings = self._numbering(self._abstract(_heading))
        for level in range(HEADINGS):
            _bind(document.styles[f"Heading {level + 2}"].element, headings, level)

    def new_list(self) -> int:
        """A numbering of items that begins at 1, whatever lists stand before it."""
        return self._numbering(self._items, restarts=LEVELS)

    def _abstract(self, level: Callable[[int], etree._Element]) -> int:
        """A list of nine levels; all of these stand before the first numbering."""
        identifier = 1 + _highest(self._root, "abstractNum", "abstractNumId")
        abstract = element("abstractNum", abstractNumId=str(identifier))
        within(abstract, "multiLevelType", val="multilevel")
        abstract.extend(level(number) for number in range(LEVELS))
        first = self._root.find(w("num"))
        self._root.insert(len(self._root) if first is None else self._root.index(first), abstract)
        return identifier

    def _numbering(self, abstract: int, *, restarts: int = 0) -> int:
        identifier = 1 + _highest(self._root, "num", "numId")
        numbering = within(self._root, "num", numId=str(identifier))
        within(numbering, "abstractNumId", val=str(abstract))
        for level in range(restarts):
            within(within(numbering, "lvlOverride", ilvl=str(level)), "startOverride", val="1")
        return identifier


def _highest(root: etree._Element, name: str, attribute: str) -> int:
    return max((int(found.get(w(attribute), "0")) for found in root.iterfind(w(name))), default=0)


def _level(number: int, kind: str, text: str) -> etree._Element:
    made = element("lvl", ilvl=str(number))
    within(made, "start", val="1")
    within(made, "numFmt", val=kind)
    within(made, "lvlText", val=text)
    within(made, "lvlJc", val="left")
    return made


def _item(number: int) -> etree._Element:
    made = _level(number, _COUNTS[number % len(_COUNTS)], f"%{number + 1}.")
    within(within(made, "pPr"), "ind", left=str(_INDENT * (number + 1)), hanging=str(_INDENT))
    return made


def _bullet(number: int) -> etree._Element:
    made = _level(number, "bullet", _BULLETS[number % len(_BULLETS)])
    within(within(made, "pPr"), "ind", left=str(_INDENT * (number + 1)), hanging=str(_INDENT))
    return made


def _heading(number: int) -> etree._Element:
    """The first level of sections is the second of headings: the title of the document has the first."""
    made = _level(number, "decimal", ".".join(f"%{level}" for level in range(1, number + 2)))
    if number < HEADINGS:
        made.insert(2, element("pStyle", val=f"Heading{number + 2}"))
    made.insert(len(made) - 2, element("suff", val="space"))
    return made


def _bind(style: etree._Element, numbering: int, level: int) -> None:
    """Give a style the numbering; the schema fixes where: after what keeps paragraphs together, before spacing."""
    properties = style.find(w("pPr"))
    if properties is None:
        properties = within(style, "pPr")
    numbered = element("numPr")
    if level:
        within(numbered, "ilvl", val=str(level))
    within(numbered, "numId", val=str(numbering))
    before = {w(name) for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl")}
    place = sum(1 for child in properties if child.tag in before)
    properties.insert(place, numbered)
