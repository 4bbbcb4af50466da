"""Which gathering an SMS can be meant for."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from imbizo.convening.models import Gathering, Invitation
from imbizo.convening.states import PLACED, GatheringState, InvitationState
from imbizo.messaging.models import Inbound
from imbizo.messaging.queries.gateways import programmes_of
from imbizo.programmes.models import Partner

_COMING = (*PLACED, InvitationState.TENTATIVE)
# What our own messages about a gathering come from: an answer to one of them can be meant for it.
_OURS = frozenset({"convening.gathering", "convening.invitation", "convening.notice_run"})


def may_come_by(inbound: Inbound, gathering: Gathering) -> bool:
    """Whether the gateway that it came by belongs, or is lent, to the gathering's programme."""
    if inbound.programme_id == gathering.programme_id or inbound.gateway.programme_id is None:
        return True
    return programmes_of(inbound.gateway).filter(pk=gathering.programme_id).exists()


def under_way(partner: Partner, people: Collection[UUID]) -> Mapping[UUID, Collection[Gathering]]:
    """The partner's gatherings that are under way now, for those of the people who are invited to them: one query."""
    found: dict[UUID, list[Gathering]] = defaultdict(list)
    if not people:
        return found
    rows = Invitation.objects.filter(
        actor_id__in=people,
        gathering__owner=partner,
        gathering__state=GatheringState.OPEN,
        state__in=_COMING,
    )
    for invitation in rows.select_related("gathering__programme", "gathering__owner"):
        found[invitation.actor_id].append(invitation.gathering)
    return found


def asked_else(inbound: Inbound, gathering: Gathering) -> bool:
    """Whether they were asked something else since the gathering was opened: then it answers that."""
    last = inbound.answers
    if last is None or last.source_kind in _OURS:
        return False
    return gathering.opened_at is None or last.created_at >= gathering.opened_at
