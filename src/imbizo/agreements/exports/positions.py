"""The positions of a round as a spreadsheet: only what may be seen when it is made."""

import io
from typing import Final

import xlsxwriter
from django.utils.translation import gettext as _

from imbizo.agreements.queries.deciding import Decided
from imbizo.agreements.queries.outcomes import Line, Told, lines
from imbizo.base.documents.workbooks import harmless

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_xlsx(stands: Decided) -> bytes:
    """A row for each party on each clause, silence included; while positions are hidden, nothing but who is silent."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet(_("Positions"))
    rows = [_headings(), *(row for line in lines(stands) for row in _rows(line))]
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, [harmless(cell) for cell in row])
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 6, 24)
    book.close()
    return kept.getvalue()


def _headings() -> list[str]:
    return [
        _("Clause"), _("Outcome"), _("Party"), _("Position"), _("Capacity"), _("Reason"), _("Remark"),
    ]  # fmt: skip


def _rows(line: Line) -> list[list[str]]:
    said = [_row(line, each) for each in (*line.told, *line.uncounted)]
    silent = [[str(line.clause), line.outcome, party, _("silence"), "", "", ""] for party in line.silent]
    return said + silent


def _row(line: Line, told: Told) -> list[str]:
    return [str(line.clause), line.outcome, told.party, told.stance, told.capacity, told.reason, told.note]
