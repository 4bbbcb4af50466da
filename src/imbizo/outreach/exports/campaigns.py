"""The people of a campaign as a file: Excel, or CSV that spreadsheets everywhere read.

Only people whom the member sees are in it. Memory stays the same however many there are.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from imbizo.base.documents.workbooks import Sheet
from imbizo.outreach.models import Recipient

CHUNK = 1_000


def headings() -> list[str]:
    """The names of the columns."""
    return [
        _("Name"), _("By"), _("Language"), _("What became of it"), _("Why"), _("Sent"),
        _("Delivered or failed"), _("Answered"),
    ]  # fmt: skip


def cells(recipient: Recipient) -> list[str]:
    """The row of one person."""
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


def sheet(rows: QuerySet[Recipient]) -> Sheet:
    """The people as a table, by name; read in chunks."""
    people = rows.order_by("actor__sort_name", "pk").iterator(chunk_size=CHUNK)
    return Sheet(_("People"), headings(), map(cells, people))


def _moment(at: datetime | None) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""
