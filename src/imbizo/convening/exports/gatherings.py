"""The list of gatherings as a file that spreadsheets read. It names no invited person."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from imbizo.base.documents.workbooks import Cell, Sheet
from imbizo.convening.models import Gathering
from imbizo.convening.queries.figures import Invited, invited
from imbizo.programmes.models import Membership


def sheet(rows: Sequence[Gathering], member: Membership) -> Sheet:
    """The gatherings as a table. What isn't known is an empty cell."""
    found = invited(member, rows)
    return Sheet(_("Gatherings"), headings(), (cells(each, found.get(each.pk)) for each in rows))


def headings() -> list[str]:
    """The names of the columns."""
    return [
        _("Gathering"), _("Kind"), _("State"), _("Day"), _("From"), _("Last day"), _("Until"), _("Place"),
        _("Where people meet"), _("Round"), _("Partner"), _("Places"), _("Invited"), _("Answered"), _("Coming"),
    ]  # fmt: skip


def cells(gathering: Gathering, found: Invited | None) -> list[Cell]:
    """The row of one gathering; times are of the programme's zone."""
    return [
        gathering.name,
        str(gathering.get_kind_display()),
        str(gathering.get_state_display()),
        *_moments(gathering),
        str(gathering.place or ""),
        str(gathering.get_way_display()),
        str(gathering.round or ""),
        gathering.owner.label,
        gathering.capacity,
        *((None, None, None) if found is None else (found.asked, found.answered, found.coming)),
    ]


def _moments(gathering: Gathering) -> list[str]:
    if gathering.starts_at is None or gathering.ends_at is None:
        return ["", "", "", ""]
    zone = gathering.programme.zone
    starts, ends = gathering.starts_at.astimezone(zone), gathering.ends_at.astimezone(zone)
    return [f"{starts:%Y-%m-%d}", f"{starts:%H:%M}", f"{ends:%Y-%m-%d}", f"{ends:%H:%M}"]
