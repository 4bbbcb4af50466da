"""Which invitation somebody on a call list is rung about."""

from imbizo.convening.models import Invitation
from imbizo.convening.states import GatheringState, InvitationState
from imbizo.outreach.models import Call
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.models import Link
from imbizo.thread.states import Relation

GATHERING = "convening.gathering"


def invitation_behind(call: Call) -> Invitation | None:
    """The person's invitation to the gathering that the call list was made for, by the thread; None elsewhere."""
    gatherings = Link.objects.filter(
        programme=call.programme_id,
        record_id=call.call_list_id,
        source_kind=GATHERING,
        relation=Relation.DELIVERS,
    ).values("source_id")
    rows = Invitation.objects.filter(
        gathering__in=gatherings, actor=call.actor_id, programme=call.programme_id
    )
    return rows.select_related("gathering__programme", "actor").first()


def may_note(invitation: Invitation, member: Membership) -> bool:
    """Whether the member may write down what the person says: in time, and for the partner that invites."""
    gathering = invitation.gathering
    is_theirs = member.may(Permission.INVITED_WRITE) and member.partner_id == gathering.owner_id
    is_open = gathering.state == GatheringState.PLANNED and invitation.state != InvitationState.WITHDRAWN
    return is_theirs and is_open
