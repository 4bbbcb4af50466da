"""Figures of who came, ready for indicators, as each reader may know them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from imbizo.base.components import Figure
from imbizo.convening.models import Gathering
from imbizo.convening.queries.attendance import AttendanceCounts, counts
from imbizo.convening.queries.slips import Question, without_small_cells
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission


@dataclass(frozen=True, slots=True)
class Came:
    """How many came, and of whom the room was made; small numbers are hidden from other partners."""

    counted: AttendanceCounts
    figures: Sequence[Figure]
    slips: Sequence[Question]


def figures(gathering: Gathering, member: Membership) -> Came | None:
    """None for those who may not see who came, and where nobody was counted."""
    is_ours = gathering.owner_id == member.partner_id
    if not (is_ours and member.may(Permission.DAY_REGISTER)):
        return None
    found = counts(gathering)
    return Came(found, lines(found), [each for each in without_small_cells(found.slips) if each.total])


def lines(found: AttendanceCounts) -> list[Figure]:
    """The counts as figures; those that were nobody are left out, but for who came."""
    shown = [Figure(found.came, _("came"))]
    others = (
        (found.in_hall if found.online else 0, _("of them in the hall")),
        (found.online, _("of them online")),
        (found.invited, _("of them invited")),
        (found.walk_ins if found.invited else 0, _("of them without an invitation")),
        (found.minors, _("of them under 18")),
        (found.accepted, _("had said yes")),
    )
    return shown + [Figure(number, label) for number, label in others if number]
