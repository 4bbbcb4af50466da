"""What was asked of both: candidates for one draw, nominations of one institution, what was put to it."""

from typing import Any

from django.utils.translation import gettext as _

from imbizo.actors.models import Actor
from imbizo.convening.models import Candidate, Nomination, Nominee, PutTo
from imbizo.convening.operations.folding.moves import Moves, either, filled, twins
from imbizo.convening.states import NominationState, PutState
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

_DRAWN = ("is_chosen", "rank", "reason")
_ANSWER = ("answer", "answered_on", "state")


def fold_candidates(kept: Actor, gone: Actor, by: Membership, moves: Moves) -> None:
    """One lot in the draw. Whoever was drawn under either name was drawn."""
    for mine, theirs in twins(Candidate, "actor_id", kept, gone, at="selection_id"):
        values = {"attributes": mine.attributes | theirs.attributes} | either(mine, theirs, ("is_required",))
        if mine.is_chosen and not theirs.is_chosen:
            values |= {name: getattr(mine, name) for name in _DRAWN}
        moves.write(theirs, values)
        nothing: dict[str, Any] = {"is_chosen": None, "rank": None, "reason": {}, "is_required": False}
        moves.write(
            mine,
            nothing
            | {"excluded_because": mine.excluded_because or _("came forward twice; the other counts")},
        )
        audit("fold", [theirs], by=by, changes={"candidate": [None, mine.pk]})


def fold_nominations(kept: Actor, gone: Actor, by: Membership, moves: Moves) -> None:
    """One institution is asked once: those whom it named under either name stand together."""
    for mine, theirs in twins(Nomination, "institution_id", kept, gone, at="gathering_id"):
        values = filled(mine, theirs, ("mandate", "due_at", "asked_at", "reminded_at", "answered_at"))
        if NominationState.ANSWERED in (mine.state, theirs.state):
            values["state"] = NominationState.ANSWERED
        moves.write(theirs, values)
        moves.write(mine, {"state": NominationState.CLOSED})
        for each in Nominee.objects.filter(nomination=mine):
            moves.write(each, {"nomination_id": theirs.pk})
        audit("fold", [theirs], by=by, changes={"nomination": [None, mine.pk]})


def fold_puts(kept: Actor, gone: Actor, by: Membership, moves: Moves) -> None:
    """What was put to both names of one institution: an answer to either is its answer."""
    for mine, theirs in twins(PutTo, "institution_id", kept, gone, at="input_id"):
        if mine.state == PutState.ANSWERED != theirs.state:
            moves.write(theirs, {name: getattr(mine, name) for name in _ANSWER})
        moves.write(mine, {"state": PutState.WITHDRAWN})
        audit("fold", [theirs], by=by, changes={"put_to": [None, mine.pk]})
