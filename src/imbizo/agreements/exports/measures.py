"""The list of measures as a workbook: what isn't known is an empty cell, and nobody's silence is a nought."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from imbizo.agreements.models import Measure
from imbizo.base.documents.workbooks import Cell, Sheet


def sheet(rows: Iterable[Measure]) -> Sheet:
    """A row for each measure."""
    return Sheet(_("Measures"), _headings(), map(_cells, rows), widths=(40, 22), fixed=1)


def _headings() -> list[str]:
    return [
        _("Measure"), _("Agreement"), _("Clause"), _("Owner"), _("Reports"), _("Begins"), _("Due"), _("State"),
        _("Progress in percent"), _("Unfunded"), _("Line of the budget"), _("Financial year"), _("Amount"),
        _("Currency"), _("Seen by"), _("Last reported"), _("Why stopped"),
    ]  # fmt: skip


def _cells(row: Measure) -> list[Cell]:
    clause = row.clause.section.title if row.clause else ""
    reported = row.reported_at.astimezone(row.programme.zone).date() if row.reported_at else None
    return [
        row.title, row.agreement.document.title, clause, str(row.institution or ""), str(row.official or ""),
        row.starts_on, row.due_on, str(row.get_state_display()), row.reached, _("yes") if row.is_unfunded else "",
        row.budget_line, row.budget_year, row.amount, row.currency if row.amount is not None else "", row.indicator,
        reported, row.stopped_because,
    ]  # fmt: skip
