"""The list of campaigns."""

from django.utils.translation import gettext_lazy as _

from imbizo.base.tables import Column, Table
from imbizo.outreach.models import Campaign


class CampaignsTable(Table[Campaign]):
    """Campaigns, the newest first."""

    name = "campaigns"
    label = _("campaigns")
    default_sort = "-added"
    columns = (
        Column(
            "name", _("Campaign"), text=lambda each: each.name, url=Campaign.get_absolute_url, sort=("name",)
        ),
        Column("state", _("State"), text=lambda each: each.get_state_display(), sort=("state",)),
        Column("added", _("Written"), text=lambda each: each.created_at, sort=("created_at",)),
    )
