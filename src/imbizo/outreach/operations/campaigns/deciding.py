"""Who lets a campaign go: its writer within what the programme allows one person, else a second pair of eyes."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.outreach.errors import NeedsSecondEyes, NotNow, NotReady
from imbizo.outreach.models import Campaign
from imbizo.outreach.operations.campaigns.holding import held, held_in, may_write
from imbizo.outreach.operations.campaigns.starting import begin
from imbizo.outreach.queries.counting import from_json
from imbizo.outreach.queries.fingerprint import fingerprint
from imbizo.outreach.queries.preview import counted_now
from imbizo.outreach.queries.ready import needs_second_eyes, problems
from imbizo.outreach.states import CampaignState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit, link
from imbizo.thread.states import Relation


def submit(*, campaign: Campaign, by: Membership) -> Campaign:
    """Have the draft sent: at once, at its time, or once another person has looked at it.

    It is counted first, outside the transaction. Raises NotAllowed, NotNow, and NotReady with what it lacks.
    Effects in order: the estimate is kept, the state, links to its lists, the audit entry, preparing begins.
    """
    may_write(campaign, by)
    looked_at = Campaign.objects.select_related("programme", "owner").get(pk=campaign.pk)
    kept = _counted(looked_at)
    counted = from_json(kept["counted"])
    if found := problems(looked_at, counted):
        raise NotReady(found[0])
    with transaction.atomic():
        current = held(campaign, by, CampaignState.DRAFT)
        if current.updated_at != looked_at.updated_at:
            raise NotNow(_("Somebody changed it just now. Look at it again."))
        current.estimate, current.submitted_by, current.sent_back_because = kept, by, ""
        current.approved_by, current.approved_at = None, None
        for each in current.lists.all():
            link(current, each, Relation.INFORMS, by=by)
        state = CampaignState.REVIEW if needs_second_eyes(current, counted) else CampaignState.SCHEDULED
        _move(current, state, "submit", by)
        return _go_on(current)


@transaction.atomic
def approve(*, campaign: Campaign, by: Membership) -> Campaign:
    """Let it go, as the second pair of eyes. Raises NotNow, NotAllowed, NeedsSecondEyes for who wrote or sent it in.

    NotReady where what was counted has changed so much since that it can't leave.
    """
    if not by.may(Permission.CAMPAIGNS_APPROVE) or by.programme_id != campaign.programme_id:
        raise NotAllowed(_("You may not approve campaigns in this programme."))
    current = held_in(campaign, CampaignState.REVIEW)
    if not current.is_owned_by(by):
        raise NotAllowed(_("This campaign belongs to another partner."))
    if by.user_id in _hands(current):
        raise NeedsSecondEyes(_("Somebody else must look at it: you wrote it or sent it in."))
    if found := problems(current, from_json(current.estimate["counted"])):
        raise NotReady(found[0])
    current.approved_by, current.approved_at = by, timezone.now()
    _move(current, CampaignState.SCHEDULED, "approve", by)
    return _go_on(current)


@transaction.atomic
def send_back(*, campaign: Campaign, reason: str, by: Membership) -> Campaign:
    """Give it back to its writer with the reason. Raises NotNow, NotAllowed, NotReady without a reason."""
    if not by.may(Permission.CAMPAIGNS_APPROVE) or not campaign.is_owned_by(by):
        raise NotAllowed(_("You may not approve campaigns of this partner."))
    current = held_in(campaign, CampaignState.REVIEW)
    said = " ".join(reason.split())[:300]
    if not said:
        raise NotReady(_("Say why, so that it can be mended."))
    current.sent_back_because = said
    _move(current, CampaignState.DRAFT, "send_back", by)
    return current


@transaction.atomic
def take_back(*, campaign: Campaign, by: Membership) -> Campaign:
    """Make a draft again of what waits to be approved or for its time. Raises NotNow, NotAllowed."""
    current = held(campaign, by, CampaignState.REVIEW, CampaignState.SCHEDULED)
    current.approved_by, current.approved_at = None, None
    _move(current, CampaignState.DRAFT, "take_back", by)
    return current


def _hands(campaign: Campaign) -> set[Any]:
    """The users through whose hands it went."""
    members = (campaign.written_by, campaign.submitted_by)
    return {member.user_id for member in members if member is not None}


def _counted(campaign: Campaign) -> dict[str, Any]:
    """The kept estimate while it holds, else a fresh one."""
    if campaign.estimate and campaign.estimate["fingerprint"] == fingerprint(campaign):
        return dict(campaign.estimate)
    return counted_now(campaign)


def _move(campaign: Campaign, state: CampaignState, verb: str, by: Membership) -> None:
    before, campaign.state = campaign.state, state
    campaign.save()
    audit(verb, [campaign], by=by, changes={"state": [before, state]})


def _go_on(campaign: Campaign) -> Campaign:
    """Begin at once what is due."""
    is_due = campaign.send_at is None or campaign.send_at <= timezone.now()
    if campaign.state == CampaignState.SCHEDULED and is_due:
        begin(campaign)
    return campaign
