"""The program that reads a PDF for `reading.pdf`: the file on standard input, lines of JSON on standard output.

The first line is {"pages", "title", "language"} or {"refused": "locked" | "broken" | "long", "pages"}; then one for
each page: {"lines": [[text, left, right, bottom, height, hyphen], ...], "picture", "broken"}.
Arguments: the first page, the most pages, seconds of the processor, bytes of memory. It is started by its path and
imports nothing of ours, so that it starts quickly and holds nothing worth stealing.
"""

import ctypes
import json
import sys
from contextlib import suppress
from typing import Any

# How pdfium marks a hyphen that the typesetter put at the end of a line, with the line end after it.
_HYPHEN = "\ufffe"
_LINE_END = "\r\n"
# A scanned page may carry a stamp or a page number as text.
_FEW_LETTERS = 40
_MOST_OF_PAGE = 0.5
_Row = tuple[str, float, float, float, float, bool]


def main() -> None:
    """Read the pages, as the arguments say."""
    first, most_pages, seconds, memory = map(int, sys.argv[1:])
    _limit(seconds, memory)
    import pypdfium2

    content = sys.stdin.buffer.read()
    try:
        document = pypdfium2.PdfDocument(content)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        _say(refused="locked" if locked else "broken", pages=0)
        return
    if not 0 < pages <= most_pages:
        _say(refused="long" if pages else "broken", pages=pages)
        return
    _say(pages=pages, title=document.get_metadata_value("Title"), language=_language(document))
    for index in range(first - 1, pages):
        _tell(document, index)


def _limit(seconds: int, memory: int) -> None:
    """Little time, little memory, no file written, no core left behind."""
    # Windows has no such limits; there the parent's clock is the only one.
    with suppress(ImportError):
        import resource

        for name, allowed in (
            ("RLIMIT_CPU", seconds),
            ("RLIMIT_AS", memory),
            ("RLIMIT_FSIZE", 0),
            ("RLIMIT_CORE", 0),
        ):
            # macOS refuses a limit on the address space.
            with suppress(ValueError, OSError, AttributeError):
                resource.setrlimit(getattr(resource, name), (allowed, allowed))


def _say(**answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _language(document: Any) -> str:
    """The language that the catalogue states (ISO 32000-1, 14.9.2), as in "en"."""
    from pypdfium2 import raw

    buffer = (ctypes.c_ushort * 32)()
    raw.FPDFCatalog_GetLanguage(document, buffer, ctypes.sizeof(buffer))
    stated = bytes(buffer).decode("utf-16-le", errors="ignore").partition("\0")[0]
    return stated.partition("-")[0].lower() if stated[:2].isascii() and stated[:2].isalpha() else ""


def _tell(document: Any, index: int) -> None:
    """One page; one that is broken costs only itself."""
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        _say(lines=[], picture=False, broken=True)
        return
    words = page.get_textpage()
    rows = _rows(words)
    picture = sum(len(row[0]) for row in rows) < _FEW_LETTERS and _is_picture(page)
    words.close()
    _say(lines=rows, picture=picture, broken=False)
    page.close()


def _rows(words: Any) -> list[_Row]:
    """The lines of the page in the order in which pdfium reads them."""
    text = words.get_text_range()
    rows = []
    start = 0
    for line in text.replace(_HYPHEN, _HYPHEN + _LINE_END).split(_LINE_END):
        cut = line.endswith(_HYPHEN)
        length = len(line.encode("utf-16-le", "surrogatepass")) // 2
        if line.strip(_HYPHEN).strip():
            rows.append((line.strip(_HYPHEN).strip(), *_place(words, start, line), cut))
        # pdfium counts in UTF-16; its mark for a hyphen stands for the line end too.
        start += length if cut else length + len(_LINE_END)
    return rows


def _place(words: Any, start: int, line: str) -> tuple[float, float, float, float]:
    """Left, right, bottom and height of a line that begins at unit `start` of the page's text."""
    first = _box(words, start + len(line) - len(line.lstrip()))
    last = _box(words, start + len(line.rstrip().rstrip(_HYPHEN)) - 1)
    left, bottom, _right, top = first
    return left, last[2], bottom, top - bottom


def _box(words: Any, unit: int) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of a character; signs that pdfium puts in have no box of their own."""
    import pypdfium2

    index = pypdfium2.raw.FPDFText_GetCharIndexFromTextIndex(words, unit)
    try:
        left, bottom, right, top = words.get_charbox(max(index, 0), loose=True)
    except pypdfium2.PdfiumError:
        return 0.0, 0.0, 0.0, 0.0
    return round(left, 1), round(bottom, 1), round(right, 1), round(top, 1)


def _is_picture(page: Any) -> bool:
    """Whether pictures cover most of the page, in one piece or in strips."""
    from pypdfium2 import raw

    area = page.get_width() * page.get_height()
    covered = 0.0
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return bool(covered > _MOST_OF_PAGE * area)


if __name__ == "__main__":
    main()
