"""When two people of the register become one, and both are invited to the same gathering: one chair, not two."""

from typing import Final

from imbizo.actors.models import Actor
from imbizo.actors.registry import Moved
from imbizo.convening.models import Invitation
from imbizo.convening.states import InvitationState
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit
from imbizo.thread.operations.audit import plain

# How far each is; what is further along is kept.
_ORDER: Final = (
    InvitationState.WITHDRAWN,
    InvitationState.READY,
    InvitationState.DECLINED,
    InvitationState.INVITED,
    InvitationState.DELIVERED,
    InvitationState.TENTATIVE,
    InvitationState.WAITING,
    InvitationState.OFFERED,
    InvitationState.ACCEPTED,
    InvitationState.ABSENT,
    InvitationState.ATTENDED,
)
_TAKEN: Final = ("state", "place_number", "waiting_since", "offer_until", "answered_at", "answered_via")
# A place may have passed on before a merge is undone, so undoing gives back all but the number.
_GIVEN_BACK: Final = ("state", "waiting_since", "offer_until", "answered_at", "answered_via")


def fold(kept: Actor, gone: Actor, by: Membership) -> list[Moved]:
    """Bound to merging, in its transaction: returns what undoing the merge puts back.

    Invitations to gatherings that only one of them has are moved by the register itself.
    """
    theirs = {each.gathering_id: each for each in Invitation.objects.filter(actor=kept)}
    moved: list[Moved] = []
    for mine in Invitation.objects.select_for_update().filter(actor=gone, gathering__in=list(theirs)):
        moved += _join(mine, theirs[mine.gathering_id], by)
    return moved


def _join(mine: Invitation, theirs: Invitation, by: Membership) -> list[Moved]:
    before = [_noted(theirs), _noted(mine)]
    taken = {name: getattr(mine, name) for name in _TAKEN}
    further = _rank(mine) > _rank(theirs)
    _write(mine, {**dict.fromkeys(_TAKEN[1:4]), "state": InvitationState.WITHDRAWN})
    if further:
        _write(theirs, taken)
    audit("fold", [theirs], by=by, changes={"invitation": [None, mine.pk]})
    return before


def _rank(invitation: Invitation) -> int:
    return _ORDER.index(InvitationState(invitation.state))


def _write(invitation: Invitation, values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(invitation, name, value)
    invitation.save(update_fields=[*values, "updated_at"])


def _noted(invitation: Invitation) -> Moved:
    values = {name: plain(getattr(invitation, name)) for name in _GIVEN_BACK}
    return ["convening.Invitation", str(invitation.pk), values]
