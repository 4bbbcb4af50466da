"""The list of measures as a workbook: what isn't known is an empty cell, and nobody's silence is a nought."""

import io
from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _

from imbizo.agreements.models import Measure
from imbizo.base.documents.workbooks import harmless

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(rows: Iterable[Measure]) -> bytes:
    """A row for each measure."""
    import xlsxwriter

    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet(_("Measures"))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, _headings())
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(_cells(row)):
            if hasattr(cell, "isoformat"):
                sheet.write_datetime(number, place, cell, day)
            elif cell is not None:
                sheet.write(number, place, harmless(cell) if isinstance(cell, str) else cell)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(_headings()) - 1, 22)
    book.close()
    return kept.getvalue()


def _headings() -> list[str]:
    return [
        _("Measure"), _("Agreement"), _("Clause"), _("Owner"), _("Reports"), _("Begins"), _("Due"), _("State"),
        _("Progress in percent"), _("Unfunded"), _("Line of the budget"), _("Financial year"), _("Amount"),
        _("Currency"), _("Seen by"), _("Last reported"), _("Why stopped"),
    ]  # fmt: skip


def _cells(row: Measure) -> list[Any]:
    clause = row.clause.section.title if row.clause else ""
    reported = row.reported_at.astimezone(row.programme.zone).date() if row.reported_at else None
    amount = None if row.amount is None else float(row.amount)
    return [
        row.title, row.agreement.document.title, clause, str(row.institution or ""), str(row.official or ""),
        row.starts_on, row.due_on, str(row.get_state_display()), row.progress, _("yes") if row.is_unfunded else "",
        row.budget_line, row.budget_year, amount, row.currency if row.amount is not None else "", row.indicator,
        reported, row.stopped_because,
    ]  # fmt: skip
