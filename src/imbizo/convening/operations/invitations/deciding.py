"""What one answer means for one invitation. Nothing is written here: the caller holds the gathering and writes.

The rules (engagement.md, section 8): the last answer before the deadline holds. After it a *no* still frees a place,
a *yes* waits for one or is told that answers are closed. What was said last about an older date counts for nothing.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from imbizo.convening.models import Gathering, Invitation
from imbizo.convening.operations.invitations.places import Places
from imbizo.convening.states import AnswerOutcome, AnswerWay, GatheringState, InvitationState, Said
from imbizo.messaging.models import Inbound
from imbizo.programmes.models import Membership

_GIVEN_UP: Final = (Said.NO, Said.COLLEAGUE)
_OVER: Final = (InvitationState.ATTENDED, InvitationState.ABSENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer as it came. `said` is None where it wasn't understood; `sequence` is that of a calendar's answer.

    `by` is the member who noted it. `way` is the channel and address to confirm it to, where somebody just wrote.
    """

    invitation_id: UUID
    said: Said | None
    via: AnswerWay
    at: dt.datetime
    words: str = ""
    instead_name: str = ""
    instead_number: str = ""
    by: Membership | None = None
    inbound: Inbound | None = None
    sequence: int | None = None
    way: tuple[str, str] | None = None


def decide(invitation: Invitation, given: Given, gathering: Gathering, places: Places) -> AnswerOutcome:
    """Change the invitation as the answer says, and say what became of it."""
    if (refused := _refused(invitation, given, gathering)) is not None:
        return refused
    if given.said in _GIVEN_UP:
        return _give_up(invitation, places)
    if given.said == Said.PERHAPS:
        return _perhaps(invitation, given, gathering, places)
    return _accept(invitation, given, gathering, places)


def is_late(invitation: Invitation, given: Given, gathering: Gathering) -> bool:
    """Whether it came after the deadline: an offer has its own, and what the organiser notes was said in time."""
    if given.by is not None:
        return False
    if invitation.state == InvitationState.OFFERED and invitation.offer_until is not None:
        return given.at > invitation.offer_until
    return gathering.answer_by is not None and given.at > gathering.answer_by


def _refused(invitation: Invitation, given: Given, gathering: Gathering) -> AnswerOutcome | None:
    if given.said is None:
        return AnswerOutcome.UNCLEAR
    if invitation.state == InvitationState.WITHDRAWN:
        return AnswerOutcome.WITHDRAWN
    if gathering.state != GatheringState.PLANNED or invitation.state in _OVER:
        return AnswerOutcome.CLOSED
    if given.sequence is not None and given.sequence < gathering.sequence:
        return AnswerOutcome.OLDER
    return None


def _give_up(invitation: Invitation, places: Places) -> AnswerOutcome:
    """A no, at any time: it frees a place."""
    if invitation.state == InvitationState.DECLINED:
        return AnswerOutcome.SAME
    _let_go(invitation, places)
    invitation.state = InvitationState.DECLINED
    return AnswerOutcome.TAKEN


def _perhaps(invitation: Invitation, given: Given, gathering: Gathering, places: Places) -> AnswerOutcome:
    if invitation.state == InvitationState.TENTATIVE:
        return AnswerOutcome.SAME
    if is_late(invitation, given, gathering):
        return AnswerOutcome.CLOSED
    _let_go(invitation, places)
    invitation.state = InvitationState.TENTATIVE
    return AnswerOutcome.TAKEN


def _accept(invitation: Invitation, given: Given, gathering: Gathering, places: Places) -> AnswerOutcome:
    if invitation.state in (InvitationState.ACCEPTED, InvitationState.WAITING):
        return AnswerOutcome.SAME
    late = is_late(invitation, given, gathering)
    if invitation.state == InvitationState.OFFERED and not late:
        invitation.state, invitation.offer_until = InvitationState.ACCEPTED, None
        return AnswerOutcome.TAKEN
    _let_go(invitation, places)
    if late:
        return _come_late(invitation, given, gathering)
    number = places.take()
    if number is None:
        return _wait(invitation, given.at)
    invitation.state, invitation.place_number = InvitationState.ACCEPTED, number
    return AnswerOutcome.TAKEN


def _come_late(invitation: Invitation, given: Given, gathering: Gathering) -> AnswerOutcome:
    if gathering.late_answers:
        return _wait(invitation, given.at)
    if invitation.state == InvitationState.OFFERED:
        invitation.state = InvitationState.DECLINED
    return AnswerOutcome.CLOSED


def _wait(invitation: Invitation, at: dt.datetime) -> AnswerOutcome:
    invitation.state, invitation.waiting_since = InvitationState.WAITING, at
    return AnswerOutcome.WAITING


def _let_go(invitation: Invitation, places: Places) -> None:
    places.release(invitation.place_number)
    invitation.place_number = invitation.offer_until = invitation.waiting_since = None
