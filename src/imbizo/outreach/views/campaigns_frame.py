"""What the pages of campaigns share: the frame around a step, and trying an operation."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from imbizo.base.components import Fact, Figure, Link
from imbizo.base.templatetags.look import when
from imbizo.base.web import MemberRequest, addresses_of
from imbizo.outreach import queries
from imbizo.outreach.models import Campaign
from imbizo.outreach.queries.counting import Estimate
from imbizo.outreach.queries.ways import ways_of
from imbizo.outreach.states import CampaignState, Outside

address = addresses_of("outreach")


def found(request: MemberRequest, pk: UUID) -> Campaign:
    """The campaign, where the member sees it; else 404."""
    campaign: Campaign = get_object_or_404(queries.campaigns(request.member), pk=pk)
    return campaign


def own(request: MemberRequest, pk: UUID) -> Campaign:
    """The campaign, where it belongs to the member's partner; else 404."""
    rows = queries.campaigns(request.member).filter(owner=request.member.partner)
    campaign: Campaign = get_object_or_404(rows, pk=pk)
    return campaign


def held(request: MemberRequest, pk: UUID) -> Campaign:
    """The same, its row held to the end of the transaction: two editors in one instant come one after the other."""
    rows = queries.campaigns(request.member).filter(owner=request.member.partner)
    campaign: Campaign = get_object_or_404(rows.select_for_update(of=("self",)), pk=pk)
    return campaign


def is_ours(request: MemberRequest, campaign: Campaign) -> bool:
    """Whether the member's partner owns it."""
    return bool(campaign.owner_id == request.member.partner_id)


def may_write(campaign: Campaign) -> bool:
    """Whether it can still be changed."""
    return campaign.state == CampaignState.DRAFT


def crumbs(request: MemberRequest, campaign: Campaign | None = None) -> list[Link]:
    """The way here."""
    way = [Link(_("Campaigns"), address(request, "campaigns"))]
    return [*way, Link(campaign.name, campaign.get_absolute_url())] if campaign else way


def step_frame(request: MemberRequest, campaign: Campaign, current: str) -> dict[str, Any]:
    """The context that every step of writing a campaign shares."""
    steps = [
        ("who", _("1. Who")),
        ("text", _("2. Text")),
        ("when", _("3. When and how")),
        ("check", _("4. Check and send")),
    ]
    links = [
        Link(label, address(request, f"campaign-{step}", campaign.pk), step == current)
        for step, label in steps
    ]
    return {"campaign": campaign, "steps": links, "crumbs": crumbs(request)}


def audience_figures(request: MemberRequest, campaign: Campaign, estimate: Estimate | None) -> dict[str, Any]:
    """How many get it by which channel, and how many don't for which reason, each with the way to the people."""
    if estimate is None:
        return {"estimate": None}
    reached = [
        Figure(f"{count:n}", label)
        for count, label in ((estimate.sms, _("by SMS")), (estimate.email, _("by e-mail")))
        if count or not estimate.people
    ]
    left_out = [
        Figure(f"{count:n}", Outside(value).label, address(request, "campaign-left-out", campaign.pk, value))
        for value, count in estimate.outside.items()
    ]
    return {"estimate": estimate, "reached": reached, "left_out": left_out}


def summary(request: MemberRequest, campaign: Campaign) -> list[Fact]:
    """What a campaign says of itself, a line each."""
    ways = ways_of(campaign)
    gateways = ", ".join(dict.fromkeys(gateway.name for gateway in ways.all))
    facts = [
        Fact(_("Purpose"), campaign.get_purpose_display()),
        Fact(_("By"), campaign.get_via_display()),
        Fact(_("By way of"), gateways or _("no gateway")),
        Fact(_("Leaves"), when(campaign.started_at or campaign.send_at) or _("when you press Send")),
    ]
    if campaign.use_by:
        facts.append(Fact(_("Not after"), when(campaign.use_by)))
    if campaign.asks:
        facts.append(Fact(_("Asks"), campaign.asks))
    if campaign.budget_line:
        facts.append(Fact(_("Paid from"), str(campaign.budget_line)))
    return [*facts, Fact(_("Owner"), campaign.owner.label)]
