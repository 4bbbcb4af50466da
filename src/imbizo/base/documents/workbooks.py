"""Writing tables for spreadsheets: Excel workbooks and CSV, the one way for all exports.

Names, remarks and answers come from strangers. A cell that a spreadsheet would take for a formula begins with an
apostrophe instead, in CSV as in Excel, since one is saved as the other. Memory stays the same however long a table is:
rows may be a generator, and are written as they come.
"""

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Final

from django.utils import timezone, translation
from django.utils.timezone import is_aware, make_naive

from imbizo.base.files import Content

Cell = str | int | float | Decimal | date | datetime | None

MOST = 32_767  # characters that a cell of a workbook holds
_LONGEST_NAME = 31  # characters of the name of a sheet
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_WIDTH = 20  # characters
_E164 = re.compile(r"\+[0-9]{3,15}")
# The last four are the full-width signs, which some spreadsheets take for the plain ones.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_MARK = b"\xef\xbb\xbf"  # by which Excel knows UTF-8


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be written: its name, the headings of its columns, its rows as they come.

    `widths` are in characters, the last one holds for all columns that follow. `is_wrapped` lets long texts run over
    several lines; `fixed` columns on the left stay in sight. Without headings nothing stays in sight.
    """

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = (_WIDTH,)
    is_wrapped: bool = False
    fixed: int = 0


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet runs: a leading sign of a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_RISKY) else text


def as_xlsx(*sheets: Sheet) -> IO[bytes]:
    """A workbook in a temporary file, read from its beginning. No cell is a formula or a link.

    Numbers and dates are written as such, an instant in the time of the current zone; what isn't known is an empty
    cell, never a nought.
    """
    import xlsxwriter

    target = tempfile.TemporaryFile()  # noqa: SIM115  # The response closes it when it has been sent.
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        for sheet in sheets:
            _Page(book, sheet).write()
    target.seek(0)
    return target


def as_csv(sheet: Sheet) -> Iterator[bytes]:
    """UTF-8 with the mark by which Excel knows it; a piece for each row, days and instants as ISO 8601 has them.

    Rows are drawn when the answer is on its way, and the request is over by then: the zone and the language stay those
    in which the table was asked for.
    """
    return _as_now(_pieces(sheet))


# A file may be asked for by its ending.
WRITERS: Final[Mapping[str, Callable[[Sheet], Content]]] = {"xlsx": as_xlsx, "csv": as_csv}


def _as_now(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, each made in the zone and the language that are set now."""
    zone, language = timezone.get_current_timezone(), translation.get_language()

    def following() -> bytes | None:
        with timezone.override(zone), translation.override(language):
            return next(pieces, None)

    return iter(following, None)


def _pieces(sheet: Sheet) -> Iterator[bytes]:
    yield _MARK
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in _lines(sheet):
        writer.writerow([_written(cell) for cell in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def _lines(sheet: Sheet) -> Iterator[Sequence[Cell]]:
    if sheet.headings:
        yield sheet.headings
    yield from sheet.rows


def _written(cell: Cell) -> str:
    if cell is None or isinstance(cell, str):
        return harmless(cell or "")
    if isinstance(cell, datetime):
        return f"{_naive(cell):%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _naive(at: datetime) -> datetime:
    """The instant as clocks on the wall show it: spreadsheets know no zones."""
    return make_naive(at) if is_aware(at) else at


class _Page:
    """One sheet of a workbook while it is written; rows only ever go downward, so that each leaves memory at once."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self.sheet = sheet
        self.page = book.add_worksheet(_NOT_IN_NAMES.sub(" ", sheet.name)[:_LONGEST_NAME])
        laid = {"text_wrap": True, "valign": "top"} if sheet.is_wrapped else {}
        self.head = book.add_format({"bold": True, **laid})
        self.text = book.add_format({"quote_prefix": True, **laid})
        self.number = book.add_format(laid)
        self.day = book.add_format({"num_format": "yyyy-mm-dd", **laid})
        self.instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm", **laid})

    def write(self) -> None:
        if self.sheet.headings:
            self.page.freeze_panes(1, self.sheet.fixed)
        for column, width in enumerate(self.sheet.widths[:-1]):
            self.page.set_column(column, column, width)
        rest = len(self.sheet.widths) - 1
        self.page.set_column(rest, max(rest, len(self.sheet.headings) - 1), self.sheet.widths[-1])
        for number, row in enumerate(_lines(self.sheet)):
            for column, cell in enumerate(row):
                self._cell(number, column, cell)

    def _cell(self, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, str):
            is_heading = row == 0 and bool(self.sheet.headings)
            self._text(row, column, cell, self.head if is_heading else self.text)
        elif isinstance(cell, datetime):
            self.page.write_datetime(row, column, _naive(cell), self.instant)
        elif isinstance(cell, date):
            self.page.write_datetime(row, column, cell, self.day)
        elif cell is not None:
            self.page.write_number(row, column, cell, self.number)

    def _text(self, row: int, column: int, text: str, form: Any) -> None:
        if text:
            # A number in E.164 stays as it is: it is text, and said to be so.
            safe = text if _E164.fullmatch(text) else harmless(text)
            self.page.write_string(row, column, safe[:MOST], form)
