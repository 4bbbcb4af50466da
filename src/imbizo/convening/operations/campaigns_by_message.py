"""Questions of campaigns beside ours: where a short answer could mean either, the system asks which."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from django.utils.text import Truncator

from imbizo.convening.registry import CAMPAIGN, Choice, Chosen, Handler
from imbizo.outreach.models import Campaign
from imbizo.outreach.operations.inbox import answer_chosen
from imbizo.outreach.registry import Heard
from imbizo.programmes.models import Partner

_LONGEST: Final = 60
"""Letters of a question that still tell it from others."""


def open_to(owner: Partner, heard: Sequence[Heard]) -> Mapping[UUID, Sequence[Choice]]:
    """By the id of each message: the campaigns whose question is open to whoever sent it. No query."""
    return {
        each.inbound.pk: [_choice(campaign, each) for campaign in each.campaigns]
        for each in heard
        if each.campaigns and not each.is_unsafe
    }


def take(owner: Partner, chosen: Sequence[Chosen]) -> Mapping[UUID, bool]:
    """File what was said before with the campaign that was named by its number; a person reads it.

    Of what answers a campaign directly nothing is said here: that the inbox files itself.
    """
    rows = Campaign.objects.filter(owner=owner, pk__in=[each.choice.id for each in chosen])
    campaigns = {campaign.pk: campaign for campaign in rows}
    taken = {}
    for each in chosen:
        people, inbound = each.heard.people, each.heard.inbound
        campaign = campaigns.get(each.choice.id) if each.text != inbound.text else None
        if campaign is not None and len(people) == 1:
            answer_chosen(campaign=campaign, actor_id=people[0].pk, at=inbound.received_at)
            taken[inbound.pk] = False
    return taken


def _choice(campaign: Campaign, heard: Heard) -> Choice:
    label = str(Truncator(campaign.asks).chars(_LONGEST, truncate="..."))
    answers = heard.inbound.answers
    is_last = answers is not None and answers.source_id == campaign.pk
    return Choice(CAMPAIGN, campaign.pk, label, is_last_asked=is_last)


HANDLER: Final = Handler(open_to=open_to, take=take)
