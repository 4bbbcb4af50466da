"""Word files (.docx): paragraphs, tables row by row, foot- and endnotes.

ECMA-376, part 1: 17.3 paragraphs and runs, 17.4 tables, 17.11 notes, 17.13.5 tracked changes. Words that a tracked
change deletes stand in `delText` and are left out; inserted ones are taken.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from imbizo.base.documents.errors import BrokenFile
from imbizo.base.documents.reading import archives
from imbizo.base.documents.reading.shapes import ReadText
from imbizo.base.documents.text import plain

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
# The same drawing again, for programs that don't know its newer form (part 3, 10.1).
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
_CELL_DIVIDER = " | "


def read(content: bytes) -> ReadText:
    """The document's text, a blank line between paragraphs. Raises BrokenFile, OversizedFile."""
    body = archives.part(content, "word/document.xml")
    if body is None:
        raise BrokenFile
    blocks = list(_blocks(body))
    for name in _NOTES:
        blocks += _blocks(archives.part(content, name) or b"")
    return ReadText("\n\n".join(map(plain, blocks)), title=_title(content))


def _title(content: bytes) -> str:
    from lxml import etree

    core = archives.part(content, "docProps/core.xml")
    for element in _elements(core or b"", _TITLE):
        return " ".join(plain("".join(etree.ElementTextIterator(element))).split())
    return ""


def _blocks(part: bytes) -> Iterator[str]:
    """Paragraphs, and tables with a block for each row. A cell's paragraphs come one below the other."""
    cell: list[str] = []
    row: list[str] = []
    for element in _elements(part, f"{_W}p", f"{_W}tc", f"{_W}tr"):
        if element.tag == f"{_W}tr":
            yield from filter(str.strip, [_CELL_DIVIDER.join(row)])
            row.clear()
        elif element.tag == f"{_W}tc":
            row.append("\n".join(cell))
            cell.clear()
        elif text := _paragraph(element):
            if _within(element, f"{_W}tc"):
                cell.append(text)
            else:
                yield text
        element.clear()


def _elements(part: bytes, *tags: str) -> Iterator["_Element"]:
    """The elements as each is closed. Nothing outside the part is fetched and no entity of its own is resolved."""
    from lxml import etree

    if not part:
        return
    try:
        for _event, element in etree.iterparse(
            BytesIO(part),
            tag=tags,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
        ):
            yield element
    except etree.XMLSyntaxError as error:
        raise BrokenFile from error


def _paragraph(paragraph: "_Element") -> str:
    if _within(paragraph, _FALLBACK):
        return ""
    return "".join(map(_run, paragraph.iter(f"{_W}t", *_SIGNS))).strip()


def _run(element: "_Element") -> str:
    return _SIGNS.get(str(element.tag), element.text or "")


def _within(element: "_Element", tag: str) -> bool:
    return any(True for _ancestor in element.iterancestors(tag))
