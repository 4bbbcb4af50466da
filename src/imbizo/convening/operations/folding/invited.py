"""Two invitations of one person to one gathering: one chair, all answers."""

from typing import Any, Final

from imbizo.actors.models import Actor
from imbizo.convening.models import Answer, Invitation, Nominee
from imbizo.convening.operations.folding.moves import Moves, either, filled, twins
from imbizo.convening.states import PLACED, InvitationState
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

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
_PLACE: Final = ("place_number", "waiting_since", "offer_until")
_STANDING: Final = ("state", "waiting_since", "offer_until", "answered_at", "answered_via")
_FILLED: Final = (
    "invited_at", "reminded_at", "proposed_by_id", "told_sequence", "interpreter", "children", "needs_transport",
    "transport_from", "diet", "access", "data_voucher",
)  # fmt: skip
_MARKS: Final = ("is_required", "is_open_place")


def fold_invitations(kept: Actor, gone: Actor, by: Membership, moves: Moves) -> None:
    """The survivor's has the stronger state of the two, and the answers, needs and substitutes of both."""
    for mine, theirs in twins(Invitation, "actor_id", kept, gone, at="gathering_id"):
        _join(mine, theirs, moves)
        audit("fold", [theirs], by=by, changes={"invitation": [None, mine.pk]})


def _join(mine: Invitation, theirs: Invitation, moves: Moves) -> None:
    taken = _taken(mine, theirs)
    more = filled(mine, theirs, _FILLED) | either(mine, theirs, _MARKS)
    _stand_down(mine, moves)
    moves.write(theirs, taken | more)
    for model in (Answer, Nominee):
        for each in model._default_manager.filter(invitation=mine):
            moves.write(each, {"invitation_id": theirs.pk})
    _pass_on_substitutes(mine, theirs, moves)


def _taken(mine: Invitation, theirs: Invitation) -> dict[str, Any]:
    """How the absorbed's stands, where it is further along; a place that the survivor's has is as good."""
    if _rank(mine) <= _rank(theirs):
        return {}
    taken = {name: getattr(mine, name) for name in _STANDING}
    has_place = mine.state in PLACED
    return taken | {"place_number": (theirs.place_number or mine.place_number) if has_place else None}


def _stand_down(mine: Invitation, moves: Moves) -> None:
    moves.note(mine, {name: getattr(mine, name) for name in ("state", *_PLACE)})
    if mine.place_number is not None:
        # Undone from the end: first they wait, and then they have their place back, unless it has passed on.
        waits = {"state": InvitationState.WAITING, "waiting_since": mine.answered_at or mine.created_at}
        moves.note(mine, {**dict.fromkeys(_PLACE), **waits})
    moves.set(mine, {**dict.fromkeys(_PLACE), "state": InvitationState.WITHDRAWN})


def _pass_on_substitutes(mine: Invitation, theirs: Invitation, moves: Moves) -> None:
    instead_of = mine.substitute_for_id
    if instead_of not in (None, theirs.pk) and theirs.substitute_for_id is None:
        moves.write(mine, {"substitute_for_id": None})
        moves.write(theirs, {"substitute_for_id": instead_of})
    comes = Invitation.objects.filter(substitute_for=mine).exclude(pk=theirs.pk).first()
    if comes is not None and not Invitation.objects.filter(substitute_for=theirs).exists():
        moves.write(comes, {"substitute_for_id": theirs.pk})


def _rank(invitation: Invitation) -> int:
    return _ORDER.index(InvitationState(invitation.state))
