"""The positions of a round as a spreadsheet: only what may be seen when it is made."""

from django.utils.translation import gettext as _

from imbizo.agreements.queries.deciding import Decided
from imbizo.agreements.queries.outcomes import Line, Told, lines
from imbizo.base.documents.workbooks import Sheet


def sheet(stands: Decided) -> Sheet:
    """A row for each party on each clause, silence included; while positions are hidden, nothing but who is silent."""
    rows = (row for line in lines(stands) for row in _rows(line))
    return Sheet(_("Positions"), _headings(), rows, widths=(24,))


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
