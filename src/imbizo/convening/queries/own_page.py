"""What somebody's own page shows: no more than whoever picks up their phone may know."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from imbizo.convening.models import Invitation
from imbizo.convening.queries import told, wordings
from imbizo.convening.queries.words import span_words
from imbizo.convening.states import GatheringState, InvitationState
from imbizo.thread.models import PublicLink

_OVER = (InvitationState.ATTENDED, InvitationState.ABSENT)


@dataclass(frozen=True)
class OwnPage:
    """A first name at most, the gathering, day and place once told; how to join only for those who come."""

    invitation: Invitation
    first_name: str
    when: str
    where: str
    join: str
    answer_by: str
    until: str
    standing: str
    is_open: bool

    @property
    def comes(self) -> bool:
        """Whether they said yes, and what they need may be asked."""
        return self.invitation.state in (InvitationState.ACCEPTED, InvitationState.WAITING)


def invitation_behind(link: PublicLink) -> Invitation | None:
    """The invitation that a link opens, with its gathering."""
    related = ("actor", "gathering__programme", "gathering__owner", "gathering__contact__user")
    return Invitation.objects.select_related(*related).filter(pk=link.record_id).first()


def own_page(invitation: Invitation) -> OwnPage:
    """The page as it stands now, in the reader's language."""
    gathering = invitation.gathering
    return OwnPage(
        invitation=invitation,
        first_name=invitation.actor.given_name,
        when=span_words(gathering),
        where=wordings.where_words(gathering, wordings.offered(get_language())),
        join=told.join_line(gathering) if invitation.state in told.COMING else "",
        answer_by=wordings.moment_words(gathering, gathering.answer_by),
        until=wordings.moment_words(gathering, invitation.offer_until),
        standing=standing(invitation),
        is_open=is_open(invitation),
    )


def is_open(invitation: Invitation) -> bool:
    """Whether an answer can be given at all, late or not."""
    is_planned = invitation.gathering.state == GatheringState.PLANNED
    return is_planned and invitation.state not in (*_OVER, InvitationState.WITHDRAWN)


def standing(invitation: Invitation) -> str:
    """How it stands, in words to the person."""
    gathering = invitation.gathering
    if gathering.state == GatheringState.CALLED_OFF:
        return _("This gathering does not take place.")
    if gathering.state != GatheringState.PLANNED:
        return _("This gathering has begun or is over, so answers are closed.")
    said = {
        InvitationState.ACCEPTED: _("You come. A place is yours."),
        InvitationState.DECLINED: _("You can't come. Thank you for telling us."),
        InvitationState.TENTATIVE: _("You said perhaps. Tell us as soon as you know."),
        InvitationState.WAITING: _("You are on the waiting list. We write when a place is free."),
        InvitationState.OFFERED: _("A place is free for you."),
        InvitationState.WITHDRAWN: _("This invitation was taken back."),
    }
    return said.get(InvitationState(invitation.state), "")


def is_past_deadline(invitation: Invitation) -> bool:
    """Whether a yes comes too late now."""
    until = invitation.offer_until if invitation.state == InvitationState.OFFERED else None
    last = until or invitation.gathering.answer_by
    return last is not None and last < timezone.now()
