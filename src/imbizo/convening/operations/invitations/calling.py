"""A call list of the invited: for those whom no message reaches, or who don't answer."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from imbizo.actors.models import Actor
from imbizo.convening.models import Gathering, Invitation
from imbizo.convening.operations.invitations.held import may_write
from imbizo.convening.queries.words import span_words
from imbizo.outreach.models import CallList
from imbizo.outreach.operations.calls import make_call_list
from imbizo.programmes.models import Membership


def ring(*, gathering: Gathering, invitations: Sequence[Invitation], by: Membership) -> CallList:
    """Make a call list of these people. Raises NotAllowed, NotReady (nobody can be rung)."""
    may_write(gathering, by)
    people = Actor.objects.visible_to(by).filter(pk__in=[each.actor_id for each in invitations])
    marks = {"gathering": gathering.name, "when": span_words(gathering)}
    return make_call_list(
        name=(_("Ring about %(gathering)s") % marks)[:160],
        actors=people,
        what_to_say=_("You are invited to %(gathering)s, %(when)s. Can you come?") % marks,
        by=by,
    ).call_list
