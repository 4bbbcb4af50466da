"""A call list of the invited, for those whom no message reaches or who don't answer; and the answers given to calls."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from imbizo.actors.models import Actor
from imbizo.convening.models import Gathering, Invitation
from imbizo.convening.operations.invitations.answering import note_answer
from imbizo.convening.operations.invitations.held import may_write
from imbizo.convening.queries import wordings
from imbizo.convening.queries.calls import invitation_behind, may_note
from imbizo.convening.queries.words import span_words
from imbizo.convening.states import AnswerWay, Said
from imbizo.outreach.models import Call, CallList
from imbizo.outreach.operations.calls import make_call_list
from imbizo.outreach.registry import Asked
from imbizo.programmes.models import Membership
from imbizo.thread.operations import link
from imbizo.thread.states import Relation


@transaction.atomic
def ring(*, gathering: Gathering, invitations: Sequence[Invitation], by: Membership) -> CallList:
    """Make a call list of these people: what they answer becomes the answer to their invitation.

    Raises NotAllowed, NotReady (nobody can be rung).
    """
    may_write(gathering, by)
    people = Actor.objects.visible_to(by).filter(pk__in=[each.actor_id for each in invitations])
    marks = {"gathering": gathering.name} | _when_and_where(gathering)
    made = make_call_list(
        name=(_("Ring about %(gathering)s") % marks)[:160],
        actors=people,
        what_to_say=_("You are invited to %(gathering)s: %(when)s, %(where)s. Can you come?") % marks,
        by=by,
    ).call_list
    link(made, gathering, Relation.DELIVERS, by=by)
    return made


def asked_by_call(call: Call, member: Membership) -> Asked | None:
    """Bound to calls: those on a gathering's call list ask whether the person comes."""
    invitation = invitation_behind(call)
    if invitation is None or not may_note(invitation, member):
        return None
    answers = [
        (Said.YES.value, _("They come")),
        (Said.NO.value, _("They can't come")),
        (Said.PERHAPS.value, _("Perhaps")),
        (Said.COLLEAGUE.value, _("Somebody else comes instead")),
    ]
    question = _("Can they come: %(when)s, %(where)s?") % _when_and_where(invitation.gathering)
    return Asked(question, answers, partial(_take, invitation, member))


def _when_and_where(gathering: Gathering) -> dict[str, str]:
    """As it holds now, in the language of whoever rings: the list's own text may be older."""
    where = wordings.where_words(gathering, wordings.offered(get_language()))
    return {"when": span_words(gathering), "where": where}


def _take(invitation: Invitation, by: Membership, said: str) -> None:
    """Their words stand in the conversation, which may be protected: they aren't repeated here."""
    note_answer(invitation=invitation, said=said, via=AnswerWay.PHONE, by=by)
