"""Writing down that the people of a campaign left the system as a file."""

from django.db import transaction

from imbizo.outreach.models import Campaign
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit


@transaction.atomic
def log_campaign_export(*, campaign: Campaign, form: str, count: int, by: Membership) -> None:
    """Log who took out how many people of a campaign, and in which form."""
    audit("export", [campaign], by=by, changes={"form": [None, form], "count": [None, count]})
