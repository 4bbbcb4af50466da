"""That somebody answered a campaign: on the campaign's own list, and on the thread."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.utils import timezone

from imbizo.outreach.models import Campaign, Entry, Recipient
from imbizo.programmes.models import Membership
from imbizo.thread.operations import link_many
from imbizo.thread.states import Relation


def mark_answered(
    entries: Iterable[Entry], answered: Mapping[Campaign, Collection[UUID]], by: Membership | None
) -> None:
    """Link the entries to the campaigns that they answer, and note the first answer of each person.

    The conversations' entries are written by the caller, which audits where a member decided.
    """
    pairs = [(entry, entry.campaign) for entry in entries if entry.campaign]
    if pairs:
        link_many(pairs, Relation.RESPONDS_TO, by=by)
    for campaign, actors in answered.items():
        rows = Recipient.objects.filter(campaign=campaign, actor_id__in=actors, answered_at=None)
        rows.update(answered_at=timezone.now())
