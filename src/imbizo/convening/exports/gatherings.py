"""The list of gatherings as a file that spreadsheets read. It names no invited person."""

import csv
import io
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from imbizo.base.documents.workbooks import harmless
from imbizo.convening.models import Gathering
from imbizo.convening.queries.figures import Invited, invited
from imbizo.programmes.models import Membership

CSV = "text/csv; charset=utf-8"


def as_csv(rows: Sequence[Gathering], member: Membership) -> Iterator[bytes]:
    """UTF-8 with the mark by which Excel knows it; a piece for each gathering. What isn't known is an empty cell."""
    yield b"\xef\xbb\xbf"
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    found = invited(member, rows)
    for row in (headings(), *(cells(each, found.get(each.pk)) for each in rows)):
        writer.writerow([harmless(cell) for cell in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def headings() -> list[str]:
    """The names of the columns."""
    return [
        _("Gathering"), _("Kind"), _("State"), _("Day"), _("From"), _("Last day"), _("Until"), _("Place"),
        _("Where people meet"), _("Round"), _("Partner"), _("Places"), _("Invited"), _("Answered"), _("Coming"),
    ]  # fmt: skip


def cells(gathering: Gathering, found: Invited | None) -> list[str]:
    """The row of one gathering, not yet made harmless; times are of the programme's zone."""
    return [
        gathering.name,
        str(gathering.get_kind_display()),
        str(gathering.get_state_display()),
        *_moments(gathering),
        str(gathering.place or ""),
        str(gathering.get_way_display()),
        str(gathering.round or ""),
        gathering.owner.label,
        "" if gathering.capacity is None else str(gathering.capacity),
        *(["", "", ""] if found is None else map(str, (found.asked, found.answered, found.coming))),
    ]


def _moments(gathering: Gathering) -> list[str]:
    if gathering.starts_at is None or gathering.ends_at is None:
        return ["", "", "", ""]
    zone = gathering.programme.zone
    starts, ends = gathering.starts_at.astimezone(zone), gathering.ends_at.astimezone(zone)
    return [f"{starts:%Y-%m-%d}", f"{starts:%H:%M}", f"{ends:%Y-%m-%d}", f"{ends:%H:%M}"]
