"""A campaign's text, ready to be shared to groups by hand, and who shared it where."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.outreach.forms.campaigns import language_name
from imbizo.outreach.forms.sharing import ShareForm
from imbizo.outreach.models import Campaign, GroupShare
from imbizo.outreach.operations import sharing as operations
from imbizo.outreach.queries.sharing import reached_by_hand, shareables, shares
from imbizo.outreach.states import CampaignState
from imbizo.outreach.views.campaigns_frame import address, found
from imbizo.outreach.views.campaigns_watching import campaign_frame
from imbizo.programmes.states import Permission

_NOT_FINAL = (CampaignState.DRAFT, CampaignState.REVIEW)


@requires(Permission.OUTREACH_VIEW)
@require_safe
def campaign_share(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The texts of a campaign to copy, and who shared them where."""
    campaign = found(request, pk)
    return _page(request, campaign, _form(campaign))


@requires(Permission.CALLS_MAKE)
@require_POST
def campaign_share_note(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Note where the text was shared."""
    campaign = found(request, pk)
    form = _form(campaign, request.POST)

    def note(given: dict[str, Any]) -> GroupShare:
        return operations.note_share(campaign=campaign, by=request.member, **given)

    made = attempt(form, note)
    if made is None:
        return _page(request, campaign, form)
    undo = address(request, "campaign-share-take-back", made.pk)
    say_done(request, _("Noted: %(where)s.") % {"where": made.group}, undo=undo)
    return redirect(address(request, "campaign-share", pk))


@requires(Permission.CALLS_MAKE)
@require_POST
def campaign_share_take_back(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take back what was noted by mistake."""
    share = get_object_or_404(shares(request.member), pk=pk)
    campaign = share.campaign_id
    if tried(request, lambda: operations.take_back_share(share=share, by=request.member)):
        say_done(request, _("Taken back."))
    return redirect(address(request, "campaign-share", campaign))


def _form(campaign: Campaign, data: Any = None) -> ShareForm:
    return ShareForm(data, languages=[each.language for each in shareables(campaign)])


def _page(request: MemberRequest, campaign: Campaign, form: ShareForm) -> HttpResponse:
    rows = shares(request.member).filter(campaign=campaign)
    people, unknown = reached_by_hand(rows)
    context = {
        **campaign_frame(request, campaign, "campaign-share"),
        "form": form,
        "texts": [(language_name(each.language), each) for each in shareables(campaign)],
        "is_final": campaign.state not in _NOT_FINAL,
        "shares": [(each, language_name(each.language)) for each in rows],
        "people": people,
        "unknown": unknown,
        "may_note": request.member.may(Permission.CALLS_MAKE),
    }
    return render(request, "outreach/calls/share.html", context)
