"""What kind of paragraph a style and a numbering make: a title, a heading, a list item, a quotation."""

import re
from dataclasses import dataclass, field

from lxml import etree

from imbizo.base.documents.word_review.ooxml import switched_on, value, w
from imbizo.base.documents.word_review.package import Package
from imbizo.base.documents.word_review.paragraphs import CODE, SUBHEADING
from imbizo.calc.richtext import PARAGRAPH, Kind, Shape

# Word keeps the names of its own styles in English, whatever language it speaks; LibreOffice has names of its own.
_HEADING = re.compile(r"heading (\d)")
_SUBHEADING = re.compile(rf"{SUBHEADING.lower()} (\d)")
_CONTENTS = re.compile(r"toc( \d| heading)|contents( \d| heading)")
_QUOTES = {"quote", "intense quote", "block text", "quotations"}
_CODES = {CODE.lower(), "html preformatted", "preformatted text", "macro text", "macro"}
_LIST_BY_NAME = re.compile(r"list (bullet|number)(?: (\d))?")
_BULLETS = {"bullet", "none"}
_DEEPEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Role:
    """What a paragraph is: a heading (level 0 is none), the document's title, a line of contents, or a shape."""

    heading: int = 0
    is_title: bool = False
    is_contents: bool = False
    shape: Shape = PARAGRAPH


@dataclass(slots=True)
class Stylesheet:
    """The styles and numberings of a document; either part may be missing."""

    styles: dict[str, etree._Element] = field(default_factory=dict)
    numberings: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package) -> "Stylesheet":
        styles = package.related("styles")
        numbering = package.related("numbering")
        return cls(
            {}
            if styles is None
            else {style.get(w("styleId"), ""): style for style in styles.iterfind(w("style"))},
            {} if numbering is None else _numberings(numbering),
        )

    def role(self, properties: etree._Element | None) -> Role:
        """What the paragraph with these properties is."""
        chain = self._chain(value(properties, "pStyle"))
        names = [(value(style, "name") or "").lower() for style in chain]
        name = names[0] if names else ""
        if name == "title":
            return Role(is_title=True)
        if _CONTENTS.fullmatch(name):
            return Role(is_contents=True)
        if found := _SUBHEADING.fullmatch(name):
            return Role(shape=Shape(Kind.HEADING, int(found[1])))
        if level := _heading_level(properties, chain, names):
            return Role(heading=level)
        return Role(shape=self._shape(properties, chain, name))

    def is_set(self, properties: etree._Element | None, name: str) -> bool:
        """Whether a run is bold (name "b"), italic ("i") or struck, by itself or by the style of its characters."""
        if properties is None:
            return False
        if properties.find(w(name)) is not None:
            return switched_on(properties, name)
        chain = self._chain(value(properties, "rStyle"))
        return any(switched_on(style.find(w("rPr")), name) for style in chain)

    def _shape(self, properties: etree._Element | None, chain: list[etree._Element], name: str) -> Shape:
        if name in _CODES:
            return Shape(Kind.CODE)
        if name in _QUOTES:
            return Shape(Kind.QUOTE, 1)
        return self._list_item(properties, chain) or _listed_by_name(name) or PARAGRAPH

    def _list_item(self, properties: etree._Element | None, chain: list[etree._Element]) -> Shape | None:
        """The kind and depth that the numbering gives; numbering 0 is none."""
        every = [properties, *(style.find(w("pPr")) for style in chain)]
        numbered = [each.find(w("numPr")) for each in every if each is not None]
        for found in (each for each in numbered if each is not None):
            number = value(found, "numId")
            if number is None:
                continue
            level = value(found, "ilvl") or "0"
            formats = self.numberings.get(number)
            if number == "0" or formats is None:
                return None
            kind = Kind.BULLET if formats.get(level, "decimal") in _BULLETS else Kind.NUMBERED
            return Shape(kind, _digit(level) + 1)
        return None

    def _chain(self, identifier: str | None) -> list[etree._Element]:
        """A style and those that it's based on."""
        chain: list[etree._Element] = []
        while identifier in self.styles and len(chain) < _DEEPEST_CHAIN:
            chain.append(self.styles[identifier])
            identifier = value(chain[-1], "basedOn")
        return chain


def _heading_level(properties: etree._Element | None, chain: list[etree._Element], names: list[str]) -> int:
    """By the name of the style or of one that it's based on, else by the level in the outline; 0 for none."""
    for name in names:
        if found := _HEADING.fullmatch(name):
            return int(found[1])
    for each in (properties, *(style.find(w("pPr")) for style in chain)):
        outline = value(each, "outlineLvl")
        if outline is not None:
            return _digit(outline) + 1 if _digit(outline) < 9 else 0
    return 0


def _listed_by_name(name: str) -> Shape | None:
    found = _LIST_BY_NAME.fullmatch(name)
    if found is None:
        return None
    return Shape(Kind.BULLET if found[1] == "bullet" else Kind.NUMBERED, int(found[2] or 1))


def _numberings(root: etree._Element) -> dict[str, dict[str, str]]:
    """By the number of a numbering and the number of a level, how that level counts ("decimal", "bullet")."""
    abstract = {each.get(w("abstractNumId")): _formats(each) for each in root.iterfind(w("abstractNum"))}
    return {
        each.get(w("numId"), ""): abstract.get(value(each, "abstractNumId"), {})
        for each in root.iterfind(w("num"))
    }


def _formats(abstract: etree._Element) -> dict[str, str]:
    return {
        level.get(w("ilvl"), ""): value(level, "numFmt") or "decimal" for level in abstract.iterfind(w("lvl"))
    }


def _digit(text: str) -> int:
    """A level from 0 to 9; what is none counts as 9."""
    return int(text) if text in set("0123456789") else 9
