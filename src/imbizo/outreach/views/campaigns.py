"""The list of campaigns, and a campaign's beginning, copy and end as a draft."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Empty
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.outreach import queries
from imbizo.outreach.forms.campaigns import NewCampaignForm
from imbizo.outreach.models import Campaign
from imbizo.outreach.operations import campaigns as operations
from imbizo.outreach.tables.campaigns import CampaignsTable
from imbizo.outreach.views.campaigns_frame import address, crumbs, own
from imbizo.programmes.states import Permission


@requires(Permission.OUTREACH_VIEW)
@require_safe
def campaigns(request: MemberRequest) -> HttpResponse:
    """The campaigns that the member sees, the newest first."""
    table = CampaignsTable(request, queries.campaigns(request.member), empty=_empty(request))
    may_write = request.member.may(Permission.CAMPAIGNS_WRITE)
    return render(request, "outreach/campaigns/campaigns.html", {"table": table, "may_write": may_write})


def _empty(request: MemberRequest) -> Empty:
    text = _(
        "A campaign is one message to many, by SMS or e-mail, in each person's own language. You see what it costs "
        "and who won't get it before anything leaves."
    )
    if not request.member.may(Permission.CAMPAIGNS_WRITE):
        return Empty(_("No campaigns yet"), text, icon="send")
    return Empty(_("No campaigns yet"), text, _("New campaign"), address(request, "campaign-add"), "send")


@requires(Permission.CAMPAIGNS_WRITE)
def campaign_add(request: MemberRequest) -> HttpResponse:
    """Begin a campaign."""
    form = NewCampaignForm(request.POST or None)

    def create(given: dict[str, Any]) -> Campaign:
        return operations.write(by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, create)):
        return redirect("outreach:campaign-who", made.programme.slug, made.pk)
    return form_page(
        request,
        form,
        heading=_("New campaign"),
        lede=_("Nothing leaves before you have seen who gets it, what it says and what it costs."),
        action=_("Go on"),
        back_url=address(request, "campaigns"),
        crumbs=crumbs(request),
    )


@requires(Permission.CAMPAIGNS_WRITE)
@require_POST
def campaign_copy(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A new draft with the same audience and texts."""
    campaign = own(request, pk)
    copy = tried(request, lambda: _copy(request, campaign))
    if copy is None:
        return redirect(campaign.get_absolute_url())
    say_done(request, _("This is the copy. Nothing of it has been sent."))
    return redirect("outreach:campaign-who", copy.programme.slug, copy.pk)


@requires(Permission.CAMPAIGNS_WRITE)
def campaign_delete(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Delete a draft, after a look at what goes."""
    campaign = own(request, pk)
    if request.method == "POST":
        if tried(request, lambda: _delete(request, campaign)):
            say_done(request, _("The draft is deleted."))
            return redirect(address(request, "campaigns"))
        return redirect(campaign.get_absolute_url())
    context = {"campaign": campaign, "crumbs": crumbs(request, campaign)}
    return render(request, "outreach/campaigns/delete.html", context)


def _delete(request: MemberRequest, campaign: Campaign) -> bool:
    operations.throw_away(campaign=campaign, by=request.member)
    return True


def _copy(request: MemberRequest, campaign: Campaign) -> Campaign:
    name = _("Copy of %(name)s") % {"name": campaign.name}
    return operations.copy(campaign=campaign, name=name[:160], by=request.member)
