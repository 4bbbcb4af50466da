"""Two votes of one person in one date poll: the later counts."""

from typing import Any, Final

from django.utils import timezone

from imbizo.actors.models import Actor
from imbizo.convening.models import Vote, Voter
from imbizo.convening.operations.folding.moves import Moves, either, twins
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

_VOTED: Final = ("voted_at", "via")


def fold_voters(kept: Actor, gone: Actor, by: Membership, moves: Moves) -> None:
    """The survivor has what was said last; dates that only the other spoke of count too."""
    for mine, theirs in twins(Voter, "actor_id", kept, gone, at="poll_id"):
        is_later = _is_later(mine, theirs)
        _join_votes(mine, theirs, moves, is_later=is_later)
        values: dict[str, Any] = {name: getattr(mine, name) for name in _VOTED} if is_later else {}
        moves.write(theirs, values | either(mine, theirs, ("is_required",)))
        # Nobody waits for the twin, and nobody reminds it.
        moves.write(mine, {"is_required": False, "reminded_at": mine.reminded_at or timezone.now()})
        audit("fold", [theirs], by=by, changes={"voter": [None, mine.pk]})


def _is_later(mine: Voter, theirs: Voter) -> bool:
    if mine.voted_at is None:
        return False
    return theirs.voted_at is None or mine.voted_at > theirs.voted_at


def _join_votes(mine: Voter, theirs: Voter, moves: Moves, *, is_later: bool) -> None:
    known = {vote.option_id: vote for vote in Vote.objects.filter(voter=theirs)}
    for vote in Vote.objects.filter(voter=mine):
        same = known.get(vote.option_id)
        if same is None:
            moves.write(vote, {"voter_id": theirs.pk})
        elif is_later:
            moves.write(same, {"answer": vote.answer})
