"""Spending as a file that spreadsheets read."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from imbizo.base.documents.workbooks import harmless
from imbizo.outreach.queries.spending import Line, Spending

CSV = "text/csv; charset=utf-8"


def as_csv(spending: Spending) -> Iterator[bytes]:
    """UTF-8 with the mark by which Excel knows it; a piece for each line. Costs are plain decimals."""
    yield b"\xef\xbb\xbf"
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in _rows(spending):
        writer.writerow([harmless(cell) for cell in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def _rows(spending: Spending) -> Iterator[list[str]]:
    yield [
        _("By"), _("What"), _("Currency"), _("Messages"), _("Parts"), _("Cost"), _("Messages without a price"),
        _("Waiting messages"), _("Waiting cost"),
    ]  # fmt: skip
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
