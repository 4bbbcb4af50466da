"""A call list as a file that spreadsheets read, with room for what was said."""

import csv
import io
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from imbizo.base.documents.workbooks import harmless
from imbizo.outreach.models import Call
from imbizo.outreach.queries.call_sheets import Sheet, sheets
from imbizo.programmes.models import Membership

CSV = "text/csv; charset=utf-8"


def headings() -> list[str]:
    """The names of the columns."""
    return [
        _("Name"), _("Language"), _("Numbers"), _("When and how it is safe"), _("Where it stands"), _("Tries"),
        _("Last outcome"), _("Next try"), _("What they said"),
    ]  # fmt: skip


def as_csv(rows: QuerySet[Call], member: Membership) -> Iterator[bytes]:
    """UTF-8 with the mark by which Excel knows it; a piece for each person."""
    yield b"\xef\xbb\xbf"
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in _lines(rows, member):
        writer.writerow([harmless(cell) for cell in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def _lines(rows: QuerySet[Call], member: Membership) -> Iterator[list[str]]:
    yield headings()
    for sheet in sheets(rows, member):
        yield cells(sheet)


def cells(sheet: Sheet) -> list[str]:
    """The row of one person, not yet made harmless."""
    call = sheet.call
    tries = list(call.tries.all())
    return [
        call.actor.name,
        sheet.language,
        "; ".join(sheet.numbers),
        "; ".join(sheet.warnings),
        str(call.get_state_display()),
        str(call.tries_count),
        str(tries[0].get_outcome_display()) if tries else "",
        f"{localtime(call.next_try_at):%Y-%m-%d %H:%M}" if call.next_try_at else "",
        " / ".join(sheet.said),
    ]
