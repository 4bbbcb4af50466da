"""Invitations on paper, for those whom no message reaches."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.calc.wording import Template
from imbizo.convening.errors import NotReady
from imbizo.convening.models import Gathering, Invitation
from imbizo.convening.operations.invitations.held import held
from imbizo.convening.operations.invitations.inviting import must_be_ready
from imbizo.convening.operations.invitations.writing import links
from imbizo.convening.queries import told, wordings
from imbizo.convening.states import InvitationState, NoticeKind
from imbizo.messaging.states import Purpose
from imbizo.outreach.queries.reaching import Reached, reach_people
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter to one person, in their language."""

    invitation: Invitation
    language: str
    subject: str
    text: str


@transaction.atomic
def letter_to(*, gathering: Gathering, by: Membership) -> list[Paper]:
    """Letters for all on the list who can't be written to; from now on they count as invited.

    Whoever is to be spoken to in person gets one too: it can be handed over. Raises NotAllowed, NotNow, NotReady.
    """
    current = held(gathering, by)
    must_be_ready(current)
    ready = list(current.invitations.filter(state=InvitationState.READY).select_related("actor"))
    people = reach_people(current.owner, [each.actor_id for each in ready], purpose=Purpose.INVITATION)
    left = [each for each in ready if each.actor_id in people and people[each.actor_id].outside]
    if not left:
        raise NotReady(_("Everybody on the list can be written to, so no letter is needed."))
    addresses = links(current, left)
    papers = [_paper(current, each, people[each.actor_id], addresses[each.pk]) for each in left]
    _note(current, left, by)
    return papers


def _paper(gathering: Gathering, invitation: Invitation, reached: Reached, link: str) -> Paper:
    language = reached.language(wordings.LANGUAGES, wordings.fallback(gathering))
    words = wordings.words_of(gathering, NoticeKind.INVITATION)[language]
    values = wordings.shared_values(gathering, language)
    values |= {"name": reached.name, "first_name": reached.first_name, "link": link}
    return Paper(
        invitation, language, Template(words.subject).fill(values), Template(words.letter).fill(values)
    )


def _note(current: Gathering, left: list[Invitation], by: Membership) -> None:
    now, now_true = timezone.now(), told.facts(current)
    for each in left:
        each.state, each.invited_at = InvitationState.INVITED, now
        each.told, each.told_sequence = now_true.told_to(each), current.sequence
    Invitation.objects.bulk_update(left, ["state", "invited_at", "told", "told_sequence", "updated_at"])
    audit(
        "invite_by_letter", left, by=by, changes={"state": [InvitationState.READY, InvitationState.INVITED]}
    )
