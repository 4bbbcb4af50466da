"""When two of the register become one: where both sat in one reference group, their seats and answers are joined.

What only one of them has is moved by the register itself. The absorbed's seat is left today, so that nobody is asked
twice, and undoing the merge has somewhere to put things back.
"""

from typing import Final

from django.utils import timezone

from imbizo.actors.models import Actor
from imbizo.actors.registry import Moved
from imbizo.convening.operations.folding.moves import Moves, filled
from imbizo.drafting.models import Comment, Reader, ReferenceMember
from imbizo.drafting.states import ReaderAnswer
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

# How much was answered; the stronger of two answers is kept.
_ORDER: Final = (ReaderAnswer.SILENCE, ReaderAnswer.NO_COMMENT, ReaderAnswer.COMMENTS)
_SEAT: Final = ("nominated_by_id", "speaks_for", "agreed_on", "asked_at")
_TIMES: Final = ("answered_at", "opened_at", "sent_at", "reminded_at")


def fold(kept: Actor, gone: Actor, by: Membership) -> list[Moved]:
    """Bound to merging, in its transaction: returns what undoing the merge puts back."""
    moves = Moves()
    sitting = ReferenceMember.objects.select_for_update().filter(left_on=None)
    theirs = {seat.group_id: seat for seat in sitting.filter(actor=kept)}
    for mine in sitting.filter(actor=gone, group__in=list(theirs)):
        _join(mine, theirs[mine.group_id], moves)
        audit("join_seats", [theirs[mine.group_id]], by=by, changes={"seat": [None, mine.pk]})
    return moves.made


def _join(mine: ReferenceMember, theirs: ReferenceMember, moves: Moves) -> None:
    moves.write(theirs, filled(mine, theirs, _SEAT))
    answered = {reader.circulation_id: reader for reader in Reader.objects.filter(member=theirs)}
    for reader in Reader.objects.filter(member=mine):
        twin = answered.get(reader.circulation_id)
        if twin is None:
            moves.write(reader, {"member_id": theirs.pk})
        else:
            _join_readers(reader, twin, moves)
    moves.write(mine, {"left_on": timezone.localdate()})


def _join_readers(mine: Reader, theirs: Reader, moves: Moves) -> None:
    """All comments stand with the survivor's reading; the absorbed's is no longer waited for."""
    stronger = max(mine.answer, theirs.answer, key=lambda answer: _ORDER.index(ReaderAnswer(answer)))
    moves.write(theirs, filled(mine, theirs, _TIMES) | {"answer": stronger})
    for comment in Comment.objects.filter(reader=mine):
        moves.write(comment, {"reader_id": theirs.pk})
    moves.write(mine, {"answer": ReaderAnswer.NO_COMMENT, "reminded_at": mine.reminded_at or timezone.now()})
