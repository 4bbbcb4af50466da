"""The people of a campaign as a file: Excel, or CSV that spreadsheets everywhere read.

Only people whom the member sees are in it. Memory stays the same however many there are.
"""

import csv
import io
import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from imbizo.base.documents.workbooks import harmless
from imbizo.outreach.models import Recipient

CHUNK = 1_000
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def headings() -> list[str]:
    """The names of the columns."""
    return [
        _("Name"), _("By"), _("Language"), _("What became of it"), _("Why"), _("Sent"),
        _("Delivered or failed"), _("Answered"),
    ]  # fmt: skip


def cells(recipient: Recipient) -> list[str]:
    """The row of one person, not yet made harmless."""
    message = recipient.message
    return [
        recipient.actor.name,
        str(recipient.get_channel_display()),
        recipient.language,
        str(message.get_state_display()) if message else _("left out"),
        str(message.get_reason_display()) if message else str(recipient.get_outside_display()),
        _moment(message.sent_at if message else None),
        _moment(message.settled_at if message else None),
        _moment(recipient.told_at),
    ]


def as_csv(rows: QuerySet[Recipient]) -> Iterator[bytes]:
    """UTF-8 with the mark by which Excel knows it; a piece for each person."""
    yield b"\xef\xbb\xbf"
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in _lines(rows):
        writer.writerow(row)
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def as_xlsx(rows: QuerySet[Recipient]) -> IO[bytes]:
    """A workbook in a temporary file, read from its beginning. Every cell is text."""
    import xlsxwriter

    target = tempfile.TemporaryFile()  # noqa: SIM115  # The response closes it when it has been sent.
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet(_("People"))
    bold, literal = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings()), 20)
    for number, row in enumerate(_lines(rows)):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(number, column, cell, literal if number else bold)
    book.close()
    target.seek(0)
    return target


def _lines(rows: QuerySet[Recipient]) -> Iterator[list[str]]:
    yield headings()
    for recipient in rows.order_by("actor__sort_name", "pk").iterator(chunk_size=CHUNK):
        yield [harmless(cell) for cell in cells(recipient)]


def _moment(at: datetime | None) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""
