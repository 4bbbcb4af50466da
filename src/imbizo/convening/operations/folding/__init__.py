"""When two of the register become one: what both have at one gathering is joined, and can be parted again.

What only one of them has is moved by the register itself. The absorbed keeps an emptied twin of what was joined,
withdrawn or closed, so that nothing counts twice and undoing the merge has somewhere to put things back.
"""

from imbizo.actors.models import Actor
from imbizo.actors.registry import Moved
from imbizo.convening.operations.folding.asked import fold_candidates, fold_nominations, fold_puts
from imbizo.convening.operations.folding.came import fold_attendance
from imbizo.convening.operations.folding.invited import fold_invitations
from imbizo.convening.operations.folding.moves import Moves
from imbizo.convening.operations.folding.voters import fold_voters
from imbizo.programmes.models import Membership

_FOLDS = (
    fold_invitations,
    fold_attendance,
    fold_voters,
    fold_candidates,
    fold_nominations,
    fold_puts,
)


def fold(kept: Actor, gone: Actor, by: Membership) -> list[Moved]:
    """Bound to merging, in its transaction: returns what undoing the merge puts back."""
    moves = Moves()
    for each in _FOLDS:
        each(kept, gone, by, moves)
    return moves.made
