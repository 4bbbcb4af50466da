"""Counting a large campaign in the background."""

from uuid import UUID

from django.db import transaction

from imbizo.outreach import tasks
from imbizo.outreach.models import Campaign
from imbizo.outreach.queries.preview import counted_now


@transaction.atomic
def count_in_background(*, campaign: Campaign) -> None:
    """Have the worker count what the campaign comes to; `queries.preview.estimate_of` finds it then."""
    tasks.count.enqueue(str(campaign.pk))


def count(*, id: UUID) -> None:
    """Count it and keep the result. It says nothing new of the campaign, so no trail is left."""
    found = Campaign.objects.select_related("programme", "owner").filter(pk=id).first()
    if found is not None:
        Campaign.objects.filter(pk=id).update(estimate=counted_now(found))
