"""Those of a campaign's audience who won't get it, by reason, before anything leaves."""

from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.actors.queries import actors
from imbizo.outreach.models import Campaign
from imbizo.outreach.queries.audience import Audience
from imbizo.outreach.states import Outside
from imbizo.programmes.models import Membership

MOST = 200
REMEDIES: dict[Outside, Promise] = {
    Outside.NO_NUMBER: _("Ask a colleague for the number, or make a call list once the campaign has left."),
    Outside.SUPPRESSED: _("They asked us to stop. Only they can undo it, by sending START."),
    Outside.NO_BASIS: _("Record on their page on what basis you write to them, if there is one."),
    Outside.OBJECTED: _("They object to this purpose. Speak to them before you think of writing again."),
    Outside.UNSAFE: _("Others may read what comes to their number. Ring them, at the time that is safe."),
    Outside.IN_PERSON: _("Speak to them. Their page says why."),
    Outside.EXCLUDED: _("You left their list out. Change that under Who, if you didn't mean it."),
    Outside.NOT_SHARED: _("Ask the partner who owns the number to share it, or to write to them."),
    Outside.INCOMPLETE: _("Say in the text what stands where the word is empty: {first_name|friend}."),
    Outside.TWICE: _("Somebody before them has the same number and gets the same text there."),
}
"""What can be done about each reason."""


def left_out(campaign: Campaign, member: Membership, outside: Outside) -> list[Actor]:
    """Those whom the reason holds for and whom the member sees, by name: the first MOST that are found."""
    ids = _ids(campaign, outside)
    return list(actors(member).filter(pk__in=ids).select_related("programme").order_by("sort_name", "pk"))


def _ids(campaign: Campaign, outside: Outside) -> list[UUID]:
    ids: list[UUID] = []
    for chunk in Audience(campaign).walk():
        ids += [reach.actor_id for reach in chunk if reach.outside == outside]
        if len(ids) >= MOST:
            break
    return ids[:MOST]
