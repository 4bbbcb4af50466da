"""The verbs of programmes."""

from imbizo.programmes.operations.areas import AreaChoice, area_choices, areas_of, choose_areas
from imbizo.programmes.operations.creation import (
    add_member,
    add_partner,
    create_programme,
    on_created,
    start_programme,
)
from imbizo.programmes.operations.editing import changed, on_change
from imbizo.programmes.operations.invitations import (
    accept_invitation,
    invite_member,
    join,
    resend_invitation,
    send_invitation,
    withdraw_invitation,
)
from imbizo.programmes.operations.members import (
    OpenWork,
    WorkKind,
    change_member,
    hand_over,
    on_hand_over,
    open_work,
)
from imbizo.programmes.operations.process import add_step, change_step, rename_phase
from imbizo.programmes.operations.settings import (
    add_operator,
    change_operator,
    change_partner,
    change_programme,
    change_retention,
    end_operator,
    remove_partner,
    resume_operator,
)

__all__ = [
    "AreaChoice",
    "OpenWork",
    "WorkKind",
    "accept_invitation",
    "add_member",
    "add_operator",
    "add_partner",
    "add_step",
    "area_choices",
    "areas_of",
    "change_member",
    "change_operator",
    "change_partner",
    "change_programme",
    "change_retention",
    "change_step",
    "changed",
    "choose_areas",
    "create_programme",
    "end_operator",
    "hand_over",
    "invite_member",
    "join",
    "on_change",
    "on_created",
    "on_hand_over",
    "open_work",
    "remove_partner",
    "rename_phase",
    "resend_invitation",
    "resume_operator",
    "send_invitation",
    "start_programme",
    "withdraw_invitation",
]
