"""Writing a campaign: who gets it, and when and how it goes."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.outreach.forms.campaigns import WhenForm, WhoForm
from imbizo.outreach.models import Campaign
from imbizo.outreach.operations import campaigns as operations
from imbizo.outreach.queries.left_out import MOST, REMEDIES, left_out
from imbizo.outreach.queries.preview import estimate_of
from imbizo.outreach.queries.proposed import as_if
from imbizo.outreach.states import Outside
from imbizo.outreach.views.campaigns_frame import (
    address,
    audience_figures,
    crumbs,
    held,
    may_write,
    own,
    step_frame,
)
from imbizo.programmes.states import Permission

FormOf = type[WhoForm] | type[WhenForm]


@requires(Permission.CAMPAIGNS_WRITE)
def campaign_who(request: MemberRequest, pk: UUID) -> HttpResponse:
    """To whom it goes, and why."""
    return _step(request, pk, WhoForm, "who", "text")


@requires(Permission.CAMPAIGNS_WRITE)
def campaign_when(request: MemberRequest, pk: UUID) -> HttpResponse:
    """By which way it goes, and when."""
    return _step(request, pk, WhenForm, "when", "check")


def _step(request: MemberRequest, pk: UUID, form_of: FormOf, this: str, following: str) -> HttpResponse:
    """A step that is one form: drawn, or kept and left for the one that follows."""
    campaign = own(request, pk)
    if not may_write(campaign):
        return redirect(campaign.get_absolute_url())
    form, is_saved = _changed(request, campaign, form_of)
    if is_saved:
        say_done(request, _("Saved."))
        return redirect(address(request, f"campaign-{following}", pk))
    context = {**step_frame(request, own(request, pk), this), "form": form}
    return render(request, f"outreach/campaigns/{this}.html", context)


def _changed(request: MemberRequest, campaign: Campaign, form_of: FormOf) -> tuple[WhoForm | WhenForm, bool]:
    """The form, and whether what was sent is kept now. The row is held no longer than that takes."""
    if request.method != "POST":
        return form_of(None, instance=campaign, member=request.member), False
    with transaction.atomic():
        form = form_of(request.POST, instance=held(request, campaign.pk), member=request.member)
        return form, attempt(form, lambda _given: _change(request, form)) is not None


def _change(request: MemberRequest, form: WhoForm | WhenForm) -> Campaign:
    # The form has put what was typed into its instance: the operation wants the record as it is kept.
    kept = own(request, form.instance.pk)
    return operations.change(campaign=kept, changes=form.changes, by=request.member)


@requires(Permission.CAMPAIGNS_WRITE)
@require_POST
def campaign_count(request: MemberRequest, pk: UUID) -> HttpResponse:
    """How many would get it, as the form stands now: a part of the page. Nothing is kept."""
    form = WhoForm(request.POST, instance=own(request, pk), member=request.member)
    form.is_valid()
    proposed = as_if(own(request, pk), form.cleaned_data)
    context = audience_figures(request, proposed, estimate_of(proposed))
    return render(request, "outreach/campaigns/count.html", context)


@requires(Permission.CAMPAIGNS_WRITE)
@require_safe
def campaign_left_out(request: MemberRequest, pk: UUID, reason: str) -> HttpResponse:
    """Those who won't get it for one reason, as far as the member sees them."""
    campaign = own(request, pk)
    if reason not in Outside.values:
        raise Http404
    outside = Outside(reason)
    context = {
        "campaign": campaign,
        "crumbs": crumbs(request, campaign),
        "outside": outside,
        "remedy": REMEDIES[outside],
        "people": left_out(campaign, request.member, outside),
        "most": MOST,
    }
    return render(request, "outreach/campaigns/left_out.html", context)
