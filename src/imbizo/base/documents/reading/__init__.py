"""Text taken from the files that people bring: PDF, Word, OpenDocument, web pages, plain text.

`read` gives the whole text at once; `pdf_pages` and `assembled` let a task take a PDF page by page, show how far it
is, and go on where it stopped. Offsets are Unicode code points, counted from 0.
"""

from collections.abc import Callable
from dataclasses import replace

from imbizo.base.documents.errors import EmptyFile, OversizedFile
from imbizo.base.documents.reading import archives, kinds, notes, opendocument, plain, webpage, word
from imbizo.base.documents.reading.kinds import Kind
from imbizo.base.documents.reading.limits import MAX_BYTES, MAX_LETTERS, too_many_bytes, too_many_letters
from imbizo.base.documents.reading.pages import assembled
from imbizo.base.documents.reading.pdf import pdf_pages
from imbizo.base.documents.reading.shapes import Page, ReadText
from imbizo.calc.languageguess import guess

__all__ = ["Kind", "Page", "ReadText", "assembled", "pdf_pages", "read"]

Progress = Callable[[int, int], None]

_READERS: dict[Kind, Callable[[bytes], ReadText]] = {
    Kind.WORD: word.read,
    Kind.OPEN_DOCUMENT: opendocument.read,
    Kind.WEB_PAGE: webpage.read,
    Kind.PLAIN: plain.read,
}


def read(content: bytes, filename: str, *, progress: Progress | None = None) -> ReadText:
    """The text of a file, whatever its name claims it to be.

    `progress` is told (pages done, pages in all) while a PDF is read. A scanned PDF isn't an error: its text is empty
    and a note says so. Raises a NotRead.
    """
    refuse_by_size(content)
    kind = kinds.sniff(content, filename)
    if kind is Kind.PDF:
        return assembled(_watched(content, progress))
    if kind in {Kind.WORD, Kind.OPEN_DOCUMENT}:
        archives.look_through(content)
    text = _READERS[kind](content)
    if len(text.text) > MAX_LETTERS:
        raise OversizedFile(too_many_letters())
    return replace(
        text,
        language=text.language or guess(text.text),
        notes=text.notes if text.text else (*text.notes, notes.no_words()),
    )


def refuse_by_size(content: bytes) -> None:
    """Raises EmptyFile or OversizedFile before anything opens the file."""
    if not content.strip(b"\x00 \t\r\n"):
        raise EmptyFile
    if len(content) > MAX_BYTES:
        raise OversizedFile(too_many_bytes())


def _watched(content: bytes, progress: Progress | None) -> list[Page]:
    pages = []
    for page in pdf_pages(content):
        pages.append(page)
        if progress is not None:
            progress(page.number, page.total)
    return pages
