"""When two institutions of the register become one: where both are in one agreement, or on the way to adopt one text,
they have one voice, one path and one set of signatories.

What only one of them has is moved by the register itself. The absorbed's party withdraws, and its path keeps nothing
but what stands on the survivor's already, so that undoing the merge has somewhere to put things back.
"""

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from imbizo.actors.models import Actor
from imbizo.actors.registry import Moved
from imbizo.agreements.models import (
    AdoptionPath,
    AdoptionStep,
    MeetingRecord,
    Party,
    Position,
    Resolution,
    Signatory,
)
from imbizo.agreements.states import PartyRole, StepState
from imbizo.convening.operations.folding.moves import Moves, filled, twins
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

_PATH: Final = ("official_id", "confirmed_on", "confirmed_name", "remark")
_STEP: Final = ("state", "who", "planned_on", "handed_in_on", "done_on", "outcome", "note", "is_delegated")
# How far a step is; what is further along is kept.
_ORDER: Final = (StepState.SKIPPED, StepState.WAITING, StepState.HANDED_IN, StepState.DONE)


def fold(kept: Actor, gone: Actor, by: Membership) -> list[Moved]:
    """Bound to merging, in its transaction: returns what undoing the merge puts back."""
    moves = Moves()
    for mine, theirs in twins(Party, "institution_id", kept, gone, at="agreement_id"):
        _join_parties(mine, theirs, moves)
        audit("join_parties", [theirs], by=by, changes={"party": [None, mine.pk]})
    of_documents = twins(AdoptionPath, "institution_id", kept, gone, at="document_id")
    for one, other in ((one, other) for one, other in of_documents if one.document_id):
        _join_paths(one, other, moves)
        audit("join_parties", [other], by=by, changes={"path": [None, one.pk]})
    return moves.made


def _join_parties(mine: Party, theirs: Party, moves: Moves) -> None:
    """The survivor's speaks for both: as a party where one of them is, and not withdrawn unless both are."""
    values = filled(mine, theirs, ("official_id",))
    if PartyRole.PARTY in (mine.role, theirs.role):
        values["role"] = PartyRole.PARTY
    if mine.withdrew_on is None:
        values |= {"withdrew_on": None, "withdrew_because": ""}
    moves.write(theirs, values | {"signatures_needed": max(mine.signatures_needed, theirs.signatures_needed)})
    for model in (Position, Signatory):
        for row in model._default_manager.filter(party=mine):
            moves.write(row, {"party_id": theirs.pk})
    _move_records(mine, theirs, moves)
    _move_path(mine, theirs, moves)
    because = mine.withdrew_because or _("it stood here twice; the other counts")
    moves.write(mine, {"withdrew_on": mine.withdrew_on or timezone.localdate(), "withdrew_because": because})


def _move_records(mine: Party, theirs: Party, moves: Moves) -> None:
    """What it agreed to at meetings."""
    agreed = MeetingRecord.parties.through._default_manager
    there = agreed.filter(party=theirs).values("meetingrecord_id")
    for row in agreed.filter(party=mine).exclude(meetingrecord__in=there):
        moves.write(row, {"party_id": theirs.pk})


def _move_path(mine: Party, theirs: Party, moves: Moves) -> None:
    path = AdoptionPath.objects.filter(party=mine).first()
    other = AdoptionPath.objects.filter(party=theirs).first()
    if path is None:
        return
    if other is None:
        moves.write(path, {"party_id": theirs.pk})
    else:
        _join_paths(path, other, moves)


def _join_paths(mine: AdoptionPath, theirs: AdoptionPath, moves: Moves) -> None:
    """Of each kind of step the one that is further along, with everything that was resolved on either."""
    moves.write(theirs, filled(mine, theirs, _PATH))
    there = {step.kind: step for step in theirs.steps.all()}
    for step in mine.steps.all():
        twin = there.get(step.kind)
        if twin is None:
            moves.write(step, {"path_id": theirs.pk})
        else:
            _join_steps(step, twin, moves)


def _join_steps(mine: AdoptionStep, theirs: AdoptionStep, moves: Moves) -> None:
    if _ORDER.index(StepState(mine.state)) > _ORDER.index(StepState(theirs.state)):
        moves.write(theirs, {name: getattr(mine, name) for name in _STEP})
    for resolution in Resolution.objects.filter(step=mine):
        moves.write(resolution, {"step_id": theirs.pk})
    moves.write(mine, {"state": StepState.SKIPPED})
