"""Rows from the bytes of a delimited text file, whatever program wrote it.

Encodings: UTF-8 (with or without a byte-order mark), UTF-16 (with a mark, or told by its NULs), else
Windows-1252.
Delimiters: semicolon (Afrikaans and European Excel), comma, tab, vertical bar. Quoting as in RFC 4180.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from imbizo.calc.errors import BinaryTableError, EmptyTableError, TooManyCellsError

DELIMITERS = (";", ",", "\t", "|")
MAX_ROWS = 200_000
MAX_COLUMNS = 500
_SNIFFED_ROWS = 60
_FIELD_LIMIT = 1_000_000
# How other kinds of file begin: zip (also .xlsx), old Excel, PDF, gzip, PNG, JPEG, RTF.
_FOREIGN = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def rows(data: bytes, *, max_rows: int = MAX_ROWS, max_columns: int = MAX_COLUMNS) -> list[list[str]]:
    """The cells of a delimited file, row by row, empty rows included so that row numbers stay the file's own.

    Raises BinaryTableError, EmptyTableError or TooManyCellsError; a file is read whole or refused.
    """
    text = decode(data)
    if not text.strip():
        raise EmptyTableError
    return list(_limited(_reader(text, sniff(text)), max_rows, max_columns))


def decode(data: bytes) -> str:
    """The text of a file. Raises BinaryTableError where NULs or a known signature say that it's no text."""
    if data.startswith(_FOREIGN):
        raise BinaryTableError
    text = _decoded(data)
    if "\x00" in text:
        raise BinaryTableError
    return text


def _decoded(data: bytes) -> str:
    for encoding in _candidates(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    # Windows-1252 leaves five bytes undefined; a stray one shouldn't cost the file.
    return data.decode("cp1252", errors="replace")


def _candidates(data: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return (encoding,)
    head = data[:400]
    if head.count(0) > len(head) // 4:
        # Without a mark, the NULs of Latin text in UTF-16 show which byte comes first.
        return ("utf-16-le",) if head[1::2].count(0) > head[0::2].count(0) else ("utf-16-be",)
    return ("utf-8",)


def sniff(text: str) -> str:
    """The delimiter that cuts the first rows most evenly; a comma where none cuts at all.

    An explicit Excel line `sep=;` wins.
    """
    if (told := _told(text)) is not None:
        return told
    scores = {delimiter: _evenness(text, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 0 else ","


def _told(text: str) -> str | None:
    first = text.split("\n", 1)[0].strip().lower()
    return first[4] if len(first) == 5 and first.startswith("sep=") else None


def _evenness(text: str, delimiter: str) -> float:
    """Rows of the commonest width above one, weighted by how wide; commas inside sentences cut unevenly."""
    widths = Counter[int]()
    for number, row in enumerate(_reader(text, delimiter)):
        if number >= _SNIFFED_ROWS:
            break
        if any(cell.strip() for cell in row):
            widths[len(row)] += 1
    usual = max((width for width in widths if width > 1), key=lambda width: (widths[width], width), default=0)
    return widths[usual] / widths.total() * (1 + usual / 10) if usual else 0.0


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    """Rows of a lenient reader: csv's own errors are for a field past the limit,
    which is cut by lines instead.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    body = text.split("\n", 1)[1] if _told(text) and "\n" in text else text
    try:
        yield from csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise BinaryTableError from error


def _limited(reader: Iterator[list[str]], max_rows: int, max_columns: int) -> Iterator[list[str]]:
    for number, row in enumerate(reader, start=1):
        if number > max_rows:
            raise TooManyCellsError("rows", max_rows)
        if len(row) > max_columns:
            raise TooManyCellsError("columns", max_columns)
        yield row
