"""OpenDocument texts (.odt): headings, paragraphs and tables (OpenDocument 1.3, part 3, chapters 5, 6 and 9)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from imbizo.base.documents.errors import BrokenFile, UnknownKind
from imbizo.base.documents.reading import archives
from imbizo.base.documents.reading.shapes import ReadText
from imbizo.base.documents.text import plain

if TYPE_CHECKING:
    from lxml.etree import _Element

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_SIGNS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_UNSEEN = (f"{_TEXT}tracked-changes", f"{_OFFICE}annotation")
_MOST_SPACES = 1_000


def read(content: bytes) -> ReadText:
    """The document's text. Raises BrokenFile, OversizedFile, and UnknownKind for sheets and slides."""
    body = _root(archives.part(content, "content.xml")).find(f".//{_OFFICE}text")
    if body is None:
        raise UnknownKind(_not_a_text())
    for unseen in list(body.iter(*_UNSEEN)):
        _drop(unseen)
    blocks = ("".join(_pieces(paragraph)).strip() for paragraph in body.iter(*_PARAGRAPHS))
    return ReadText("\n\n".join(plain(block) for block in blocks if block), title=_title(content))


def _title(content: bytes) -> str:
    meta = archives.part(content, "meta.xml")
    return "" if meta is None else " ".join(plain(_root(meta).findtext(f".//{_TITLE}") or "").split())


def _root(part: bytes | None) -> "_Element":
    """The tree of a part. Nothing outside it is fetched and no entity of its own is resolved."""
    from lxml import etree

    try:
        return etree.fromstring(
            part or b"", etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        )
    except etree.XMLSyntaxError as error:
        raise BrokenFile from error


def _drop(element: "_Element") -> None:
    """Take an element out and leave the words behind it."""
    tail, parent, before = element.tail or "", element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    parent.remove(element)


def _pieces(element: "_Element") -> Iterator[str]:
    """Words, tabs and runs of spaces, which a single element may stand for."""
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * _count(child.get(f"{_TEXT}c", "1"))
        elif child.tag not in _PARAGRAPHS:
            yield _SIGNS.get(str(child.tag), "")
            yield from _pieces(child)
        yield child.tail or ""


def _count(number: str) -> int:
    return min(int(number), _MOST_SPACES) if number.isdecimal() else 1


def _not_a_text() -> str:
    return _("This OpenDocument file is a sheet or slides, not a text. Save it as PDF, and bring that.")
