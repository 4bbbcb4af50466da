"""A call list as a file that spreadsheets read, with room for what was said."""

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from imbizo.base.documents.workbooks import Sheet
from imbizo.outreach.models import Call
from imbizo.outreach.queries import call_sheets
from imbizo.programmes.models import Membership


def headings() -> list[str]:
    """The names of the columns."""
    return [
        _("Name"), _("Language"), _("Numbers"), _("When and how it is safe"), _("Where it stands"), _("Tries"),
        _("Last outcome"), _("Next try"), _("What they said"),
    ]  # fmt: skip


def sheet(rows: QuerySet[Call], member: Membership) -> Sheet:
    """The call list as a table, a row for each person."""
    return Sheet(_("Call list"), headings(), map(cells, call_sheets.sheets(rows, member)))


def cells(sheet: call_sheets.Sheet) -> list[str]:
    """The row of one person."""
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
