"""That somebody answered a campaign: on the campaign's own list, and on the thread."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from imbizo.messaging.states import InboundKind
from imbizo.outreach.models import Campaign, Entry, Recipient
from imbizo.programmes.models import Membership
from imbizo.thread.operations import link_many
from imbizo.thread.states import Relation

# What was said so lately belongs to the name, or the number of the question, that is given now.
PENDING = timedelta(hours=24)


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


@transaction.atomic
def answer_chosen(*, campaign: Campaign, actor_id: UUID, at: datetime) -> None:
    """Asked which of several questions they answered, the person named this campaign's: what they said before is it.

    For apps above, whose questions stood beside the campaign's. The messages' own rows are the history.
    """
    rows = Entry.objects.filter(
        conversation__owner=campaign.owner,
        conversation__actor=actor_id,
        campaign=None,
        inbound__kind=InboundKind.TEXT,
        at__range=(at - PENDING, at),
    )
    entries = list(rows.select_for_update(of=("self",)))
    for entry in entries:
        entry.campaign = campaign
    Entry.objects.bulk_update(entries, ["campaign"])
    mark_answered(entries, {campaign: {actor_id}}, None)
