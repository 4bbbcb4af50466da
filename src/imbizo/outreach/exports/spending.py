"""Spending as a file that spreadsheets read."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from imbizo.base.documents.workbooks import Sheet
from imbizo.outreach.queries.spending import Line, Spending


def sheet(spending: Spending) -> Sheet:
    """The lines of spending as a table. Costs are plain decimals."""
    headings = [
        _("By"), _("What"), _("Currency"), _("Messages"), _("Parts"), _("Cost"), _("Messages without a price"),
        _("Waiting messages"), _("Waiting cost"),
    ]  # fmt: skip
    return Sheet(_("Spending"), headings, _rows(spending))


def _rows(spending: Spending) -> Iterator[list[str]]:
    groups = [
        (_("Month"), spending.months),
        (_("Campaign"), spending.campaigns),
        (_("Gateway"), spending.gateways),
        (_("Year"), spending.totals),
    ]
    for by, lines in groups:
        for line in lines:
            yield [by, *_cells(line)]


def _cells(line: Line) -> list[str]:
    """A cost that isn't known is an empty cell, not a zero."""
    spent, waiting = line.spent, line.waiting
    return [
        line.label,
        line.currency,
        str(spent.messages),
        str(spent.parts),
        f"{spent.cost:.4f}" if spent.is_known else "",
        str(spent.unknown),
        str(waiting.messages),
        f"{waiting.cost:.4f}" if waiting.is_known else "",
    ]
