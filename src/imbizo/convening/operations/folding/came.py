"""Two notes that one person came to one gathering: one of them counts."""

from typing import Final

from django.utils import timezone

from imbizo.actors.models import Actor
from imbizo.convening.models import Attendance, Certificate, Input, Invitation
from imbizo.convening.operations.folding.moves import Moves, either, filled, twins
from imbizo.convening.queries.certificates import holds
from imbizo.convening.rules.came import refused_wins
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

_FILLED: Final = ("name", "organisation", "language", "guardian", "minutes_online", "transport_paid")
_MARKS: Final = ("signed", "wants_word", "is_minor")
_CONSENTS: Final = ("consent", "name_consent", "photo_consent", "guardian_consent")


def fold_attendance(kept: Actor, gone: Actor, by: Membership, moves: Moves) -> None:
    """The survivor's note is joined with the absorbed's, which is withdrawn; and both know their one invitation."""
    for mine, theirs in twins(Attendance, "actor_id", kept, gone, at="gathering_id"):
        _join(mine, theirs, moves)
        audit("fold", [theirs], by=by, changes={"card": [None, mine.code]})
    for came in Attendance.objects.filter(actor__in=[kept, gone], withdrawn_at=None):
        _seat(came, kept, gone, moves)


def _join(mine: Attendance, theirs: Attendance, moves: Moves) -> None:
    if mine.withdrawn_at is not None:
        return
    joined = filled(mine, theirs, _FILLED) | either(mine, theirs, _MARKS)
    for name in _CONSENTS:
        joined[name] = refused_wins(getattr(theirs, name), getattr(mine, name))
    joined["arrived_at"] = min(mine.arrived_at, theirs.arrived_at)
    moves.write(theirs, {**joined, "withdrawn_at": None})
    moves.write(mine, {"withdrawn_at": timezone.now()})
    for said in Input.objects.filter(speaker=mine):
        moves.write(said, {"speaker_id": theirs.pk})
    _hand_over_certificates(mine, theirs, moves)


def _hand_over_certificates(mine: Attendance, theirs: Attendance, moves: Moves) -> None:
    """Those that were revoked go along; the one that holds stays behind where the survivor's has one that holds."""
    issued = Certificate.objects.filter(attendance=mine)
    for each in issued.exclude(revoked_on=None) if holds(theirs) else issued:
        moves.write(each, {"attendance_id": theirs.pk})


def _seat(came: Attendance, kept: Actor, gone: Actor, moves: Moves) -> None:
    """Whoever came by one invitation, or by none, came by the one that is left: else they would count as absent."""
    rows = Invitation.objects.filter(gathering_id=came.gathering_id)
    invitation = rows.filter(actor=kept).first() or rows.filter(actor=gone).first()
    if invitation is None or came.invitation_id == invitation.pk:
        return
    for other in Attendance.objects.filter(invitation=invitation):
        moves.write(other, {"invitation_id": None})
    moves.write(came, {"invitation_id": invitation.pk})
