"""EndNote's own exports: tagged lines (.enw, "%T Title") and XML. Entities of the XML aren't resolved."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from imbizo.calc.references import Reference, ReferenceType, doi_in, year_in
from imbizo.evidence.errors import Unreadable
from imbizo.evidence.imports import sentences
from imbizo.evidence.imports.taken import Collected, Taken

if TYPE_CHECKING:
    from lxml.etree import _Element

_LINE = re.compile(r"^%([0-9A-Z@!~&*?<>(+$#^=\[\]]) ?(.*)$")
_KINDS = (
    ("thesis", ReferenceType.THESIS), ("conference", ReferenceType.CONFERENCE), ("section", ReferenceType.CHAPTER),
    ("journal", ReferenceType.ARTICLE), ("electronic article", ReferenceType.ARTICLE), ("book", ReferenceType.BOOK),
    ("report", ReferenceType.REPORT), ("government", ReferenceType.REPORT), ("newspaper", ReferenceType.NEWS),
    ("magazine", ReferenceType.NEWS), ("web", ReferenceType.WEB_PAGE), ("blog", ReferenceType.WEB_PAGE),
    ("statute", ReferenceType.LAW), ("bill", ReferenceType.LAW), ("case", ReferenceType.LAW),
    ("dataset", ReferenceType.DATA),
)  # fmt: skip
# Where each part stands in the XML, below a record.
_PATHS = {
    "0": "ref-type/@name", "T": "titles/title", "A": "contributors/authors/author", "D": "dates/year",
    "J": "periodical/full-title", "B": "titles/secondary-title", "V": "volume", "N": "number", "P": "pages",
    "I": "publisher", "R": "electronic-resource-num", "U": "urls/related-urls/url", "X": "abstract", "G": "language",
    "K": "keywords/keyword",
}  # fmt: skip
_Fields = Mapping[str, Sequence[str]]


def read_tagged(text: str) -> Taken:
    """The references of an .enw file; a blank line or a new %0 begins the next."""
    collected = Collected()
    for place, lines in _blocks(text.splitlines()):
        _take(collected, _fields(lines), place, "\n".join(lines))
    return collected.taken()


def read_xml(text: str) -> Taken:
    """The references of EndNote's XML. Raises Unreadable where it is torn."""
    from lxml import etree

    try:
        root = etree.fromstring(
            text.encode(), etree.XMLParser(resolve_entities=False, no_network=True, encoding="utf-8")
        )
    except etree.XMLSyntaxError as error:
        raise Unreadable(sentences.broken_xml()) from error
    collected = Collected()
    for number, record in enumerate(root.iter("record"), start=1):
        fields = {tag: _texts(record, path) for tag, path in _PATHS.items()}
        _take(collected, fields, number, "")
    return collected.taken()


def _texts(record: "_Element", path: str) -> list[str]:
    """The words at a path; EndNote wraps each in styles."""
    way, at, attribute = path.partition("/@")
    found = record.findall(way)
    texts = [one.get(attribute, "") if at else "".join(map(str, one.itertext("*"))) for one in found]
    return [text.strip() for text in texts if text.strip()]


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    block: list[str] = []
    start = 1
    for place, line in enumerate([*lines, ""], start=1):
        if block and (not line.strip() or line.startswith("%0 ")):
            yield start, block
            block = []
        if line.strip():
            start = start if block else place
            block.append(line.lstrip("\ufeff"))


def _fields(lines: Sequence[str]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    values: list[str] = []
    for line in lines:
        if found := _LINE.match(line):
            values = fields.setdefault(found[1], [])
            values.append(found[2].strip())
        elif values:
            values.append(line.strip())
    return fields


def _take(collected: Collected, fields: _Fields, place: int, raw: str) -> None:
    reference = _reference(fields, raw)
    entry = raw or " ".join(fields.get("A", ()))
    collected.take(reference, place, entry=entry, year="".join(fields.get("D", ())[:1]))


def _reference(fields: _Fields, raw: str) -> Reference:
    def one(*tags: str) -> str:
        return next((fields[tag][0] for tag in tags if fields.get(tag)), "")

    return Reference(
        type=_kind(one("0")),
        title=one("T"),
        authors=tuple(author.rstrip(",") for author in fields.get("A", ())),
        year=year_in(one("D")),
        container=one("J", "B"),
        volume=one("V"),
        issue=one("N"),
        pages=one("P"),
        publisher=one("I"),
        doi=doi_in(one("R")) or doi_in(one("U")),
        url=one("U"),
        abstract=" ".join(fields.get("X", ())),
        language=one("G"),
        keywords=tuple(fields.get("K", ())),
        raw=raw,
    )


def _kind(written: str) -> ReferenceType:
    return next((kind for word, kind in _KINDS if word in written.lower()), ReferenceType.OTHER)
