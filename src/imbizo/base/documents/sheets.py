"""Reading the files that offices keep their tables in: Excel (.xlsx, .xlsm, .xls), OpenDocument, CSV.

A file is looked through before a library opens it: a zip is unpacked into nothing, block by block, so that a bomb, a
broken archive and a sheet with one cell in its farthest corner are refused with a sentence instead of filling memory.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from django.utils.translation import gettext as _

from imbizo.base.documents.errors import NotRead
from imbizo.calc import texttables
from imbizo.calc.errors import BinaryTableError, EmptyTableError, TableError, TooManyCellsError

Cell = str | int | float | None
Rows = list[list[Cell]]

MAX_ROWS = 200_000
MAX_COLUMNS = 500
MAX_UNPACKED = 700_000_000  # bytes; 200,000 rows of twenty full columns unpack to less
MAX_RATIO = 200  # sheets full of repetition pack to a fiftieth; bombs to a thousandth
MAX_CELLS = 20_000_000
_BLOCK = 1_000_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# A cell that holds something: <c ...> that isn't closed at once. A prefix before the name is legal.
_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
_REPEATED = re.compile(rb'<table:table-cell\b(?=[^>]*value-type)[^>]*repeated="(\d{4,})"')


def read_sheets(opened: IO[bytes]) -> dict[str, Rows]:
    """The cells of every sheet, by its name and in the file's order; row numbers stay the file's own.

    Numbers stay numbers, dates become ISO text; a formula is the value last saved with it, or empty. Raises NotRead.
    """
    head = opened.read(8)
    if head.startswith(_ZIP):
        return _spreadsheet(opened, _looked_through(opened))
    if head.startswith(_OLE):
        return _spreadsheet(_unlocked(opened), "xls")
    opened.seek(0)
    return {"": _text(opened.read())}


def _text(data: bytes) -> Rows:
    try:
        return [list(row) for row in texttables.rows(data, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS)]
    except EmptyTableError as error:
        raise NotRead(
            _("There is nothing in this file. Check that it is the right one, and saved.")
        ) from error
    except BinaryTableError as error:
        raise NotRead(_kinds_we_read()) from error
    except TooManyCellsError as error:
        raise NotRead(_too_long() if error.limit == "rows" else _too_wide()) from error
    except TableError as error:
        raise NotRead(_broken()) from error


def _spreadsheet(opened: IO[bytes], kind: str) -> dict[str, Rows]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    opened.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(opened)
        sheets = {name: _sheet(book.get_sheet_by_name(name)) for name in _visible(book)}
    except PasswordError as error:
        raise NotRead(_locked()) from error
    except CalamineError as error:
        raise NotRead(_broken()) from error
    if not any(sheets.values()):
        raise NotRead(_("There is nothing in this file. Check that it is the right one, and saved."))
    return sheets


def _visible(book: Any) -> Iterator[str]:
    """Sheets of cells; charts and macros have none. Hidden ones count: an office may hide what it is ashamed of."""
    from python_calamine import SheetTypeEnum

    return (sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet)


def _sheet(sheet: Any) -> Rows:
    if sheet.total_height > MAX_ROWS:
        raise NotRead(_too_long())
    if sheet.total_width > MAX_COLUMNS:
        raise NotRead(_too_wide())
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        _fill_down(rows, top, bottom, left)
    return rows


def _fill_down(rows: Rows, top: int, bottom: int, left: int) -> None:
    """A cell merged over several rows belongs to each of them; one merged over columns stays a title."""
    if top >= len(rows) or left >= len(rows[top]):
        return
    for row in rows[top + 1 : bottom + 1]:
        if left < len(row) and row[left] in ("", None):
            row[left] = rows[top][left]


def _cell(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta | bool):
        return str(value)
    return value  # type: ignore[no-any-return]  # text, int, float: calamine's own types end here


# Looking a zip through


def _looked_through(opened: IO[bytes]) -> str:
    """The kind of spreadsheet in a zip, after every entry was unpacked into nothing. Raises NotRead."""
    opened.seek(0)
    try:
        with zipfile.ZipFile(opened) as archive:
            entries = archive.infolist()
            kind = _kind({entry.filename for entry in entries})
            _refuse_locked(entries)
            _refuse_bomb(entries)
            _unpack(archive, entries, kind)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        zlib.error,
    ) as error:
        raise NotRead(_broken()) from error
    return kind


def _kind(names: set[str]) -> str:
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    raise NotRead(_kinds_we_read())


def _refuse_locked(entries: Sequence[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise NotRead(_locked())


def _refuse_bomb(entries: Sequence[zipfile.ZipInfo]) -> None:
    """By what the archive says of itself; `_unpack` then holds it to its word."""
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if unpacked > MAX_UNPACKED or (unpacked > 50 * _BLOCK and unpacked / packed > MAX_RATIO):
        raise NotRead(
            _(
                "This file would unpack to far more than a sheet holds, so it wasn't opened. Save it again as CSV."
            )
        )


def _unpack(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo], kind: str) -> None:
    """Read every entry to its end: sizes and checksums are verified, and the extent of each sheet is measured."""
    for entry in entries:
        extent = _Extent()
        with archive.open(entry) as unpacked:
            tail = b""
            while block := unpacked.read(_BLOCK):
                if kind == "ods" and entry.filename == "content.xml":
                    _refuse_repeated(tail + block)
                elif entry.filename.startswith("xl/worksheets/"):
                    extent.see(tail + block)
                tail = block[-300:]


class _Extent:
    """How far a sheet reaches. A library keeps all cells up to the farthest one, also the empty ones between."""

    def __init__(self) -> None:
        self.rows = self.columns = 0

    def see(self, block: bytes) -> None:
        for letters, digits in _CELL.findall(block):
            self.rows = max(self.rows, int(digits))
            self.columns = max(self.columns, _column_number(letters))
        if self.rows > MAX_ROWS:
            raise NotRead(_too_long())
        if self.rows * self.columns > MAX_CELLS:
            raise NotRead(_too_wide())


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _refuse_repeated(block: bytes) -> None:
    """OpenDocument writes "the same a million times" in one cell."""
    if _REPEATED.search(block):
        raise NotRead(_too_wide())


def _unlocked(opened: IO[bytes]) -> IO[bytes]:
    """An old Excel file; a new one with a password has the same wrapping, and says so inside."""
    opened.seek(0)
    if _ENCRYPTED in opened.read():
        raise NotRead(_locked())
    return opened


# Sentences


def _locked() -> str:
    return _(
        "This file has a password. Open it in your spreadsheet, save it without one, and bring it again."
    )


def _broken() -> str:
    return _(
        "This file is broken or cut short. Open it in your spreadsheet, save it under another name, and bring that."
    )


def _kinds_we_read() -> str:
    return _(
        "This isn't a spreadsheet that can be read. Bring an Excel file (.xlsx, .xls), an OpenDocument sheet or a CSV."
    )


def _too_long() -> str:
    return _("This sheet has more than 200,000 rows. Split it into several files.")


def _too_wide() -> str:
    return _("This sheet is wider than can be read. Keep only the columns that you need.")
