"""Holding a campaign as it stands now, for somebody who may change it."""

from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.outreach.errors import NotNow
from imbizo.outreach.models import Campaign
from imbizo.outreach.states import CampaignState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission


def held(campaign: Campaign, by: Membership | None, *states: CampaignState) -> Campaign:
    """The campaign held to the end of the transaction. Raises NotAllowed, and NotNow in any state but these."""
    if by is not None:
        may_write(campaign, by)
    return held_in(campaign, *states)


def held_in(campaign: Campaign, *states: CampaignState) -> Campaign:
    """The same, whoever asks. Raises NotNow."""
    rows = Campaign.objects.select_related("programme", "owner").select_for_update(of=("self",))
    current: Campaign = rows.get(pk=campaign.pk)
    if current.state not in states:
        said = {"state": current.get_state_display()}
        raise NotNow(_("This campaign is now: %(state)s. Load the page again.") % said)
    return current


def may_write(campaign: Campaign, by: Membership) -> None:
    """Only those of the partner that owns it, who may write campaigns. Raises NotAllowed."""
    if not by.may(Permission.CAMPAIGNS_WRITE) or not campaign.is_owned_by(by):
        raise NotAllowed(_("This campaign belongs to another partner, or you may not write campaigns."))
