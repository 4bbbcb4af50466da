"""Letting a campaign go: the last look, a test, the second pair of eyes; holding it, ending it, following it up."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.messaging.states import Channel
from imbizo.outreach.forms.campaigns import SendBackForm, TestForm, language_name
from imbizo.outreach.models import Campaign
from imbizo.outreach.operations import campaigns as operations
from imbizo.outreach.queries.money import campaign_warning
from imbizo.outreach.queries.preview import preview
from imbizo.outreach.queries.ready import Problem
from imbizo.outreach.queries.watching import unchecked
from imbizo.outreach.states import CampaignState
from imbizo.outreach.views.campaigns_frame import (
    address,
    audience_figures,
    may_write,
    own,
    step_frame,
    summary,
)
from imbizo.programmes.states import Permission

_SUBMITTED: dict[str, Promise] = {
    CampaignState.REVIEW: gettext_lazy("It waits for a second pair of eyes."),
    CampaignState.SCHEDULED: gettext_lazy("It is scheduled."),
}
Act = Callable[..., Campaign]


@requires(Permission.CAMPAIGNS_WRITE)
@require_safe
def campaign_check(request: MemberRequest, pk: UUID) -> HttpResponse:
    """All of it at a glance, what it lacks, and the button that sends it."""
    campaign = own(request, pk)
    if not may_write(campaign):
        return redirect(campaign.get_absolute_url())
    return _check_page(request, campaign, TestForm(campaign=campaign, member=request.member))


def _check_page(request: MemberRequest, campaign: Campaign, test_form: TestForm) -> HttpResponse:
    look = preview(request.member, campaign)
    if look.is_counting and "again" not in request.GET:
        operations.count_in_background(campaign=campaign)
    context = {
        **step_frame(request, campaign, "check"),
        **audience_figures(request, campaign, look.estimate),
        "facts": summary(request, campaign),
        "preview": look,
        "problems": [_mendable(request, campaign, problem) for problem in look.problems],
        "budget": campaign_warning(campaign, look.estimate),
        "unchecked": ", ".join(language_name(each.language) for each in unchecked(campaign)),
        "test_form": test_form,
    }
    return render(request, "outreach/campaigns/check.html", context)


def _mendable(request: MemberRequest, campaign: Campaign, problem: Problem) -> Link:
    """The sentence as a link to the step in which it is mended."""
    return Link(problem, address(request, f"campaign-{problem.step}", campaign.pk))


@requires(Permission.CAMPAIGNS_WRITE)
@require_POST
def campaign_test(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Send the text to oneself."""
    campaign = own(request, pk)
    form = TestForm(request.POST, campaign=campaign, member=request.member)

    def send(given: dict[str, Any]) -> Any:
        return operations.send_test(campaign=campaign, by=request.member, **given)

    sent = attempt(form, send)
    if sent is None:
        return _check_page(request, campaign, form)
    by_mail = sent.channel == Channel.EMAIL
    say_done(
        request,
        _("The test is on its way to %(address)s.") % {"address": sent.address}
        if by_mail
        else _("The test is on its way to your phone, %(address)s.") % {"address": sent.address},
    )
    return redirect(address(request, "campaign-check", pk))


@requires(Permission.CAMPAIGNS_WRITE)
@require_POST
def campaign_submit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Send it, schedule it, or ask for a second pair of eyes: whichever holds for it."""
    campaign = own(request, pk)
    done = tried(request, lambda: operations.submit(campaign=campaign, by=request.member))
    if done is None:
        return redirect(address(request, "campaign-check", pk))
    say_done(request, _SUBMITTED.get(done.state, gettext_lazy("The campaign is on its way.")))
    return redirect(done.get_absolute_url())


def _move(request: MemberRequest, pk: UUID, act: Act, said: str, **given: Any) -> HttpResponse:
    """Do one thing with a campaign, say so, and show it."""
    campaign = own(request, pk)
    if tried(request, lambda: act(campaign=campaign, by=request.member, **given)):
        say_done(request, said)
    return redirect(campaign.get_absolute_url())


@requires(Permission.CAMPAIGNS_WRITE)
@require_POST
def campaign_take_back(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Make a draft again of what hasn't begun."""
    return _move(request, pk, operations.take_back, _("It is a draft again."))


@requires(Permission.CAMPAIGNS_APPROVE)
@require_POST
def campaign_approve(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Let it go, as the second pair of eyes."""
    return _move(request, pk, operations.approve, _("Approved."))


@requires(Permission.CAMPAIGNS_APPROVE)
@require_POST
def campaign_send_back(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Give it back to its writer with a reason."""
    form = SendBackForm(request.POST)
    because = form.cleaned_data["because"] if form.is_valid() else ""
    return _move(request, pk, operations.send_back, _("It went back to its writer."), reason=because)


@requires(Permission.CAMPAIGNS_WRITE)
@require_POST
def campaign_pause(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Hold back what hasn't left."""
    return _move(request, pk, operations.pause, _("Paused. What hasn't left waits."))


@requires(Permission.CAMPAIGNS_WRITE)
@require_POST
def campaign_resume(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Let it go on."""
    return _move(request, pk, operations.resume, _("It goes on."))


@requires(Permission.CAMPAIGNS_WRITE)
@require_POST
def campaign_stop(request: MemberRequest, pk: UUID) -> HttpResponse:
    """End it for good."""
    return _move(request, pk, operations.stop, _("Stopped. What hasn't left never will."))


@requires(Permission.CAMPAIGNS_WRITE)
@require_POST
def failed_to_email(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Write by e-mail to those whom the SMS didn't reach."""
    campaign = own(request, pk)
    count = tried(request, lambda: operations.failed_to_email(campaign=campaign, by=request.member))
    if count:
        text = ngettext("An e-mail goes to %(count)s.", "E-mails go to %(count)s.", count)
        say_done(request, text % {"count": count})
    return redirect(campaign.get_absolute_url())


@requires(Permission.CAMPAIGNS_WRITE)
@require_POST
def failed_to_calls(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Put those whom the SMS didn't reach on a call list."""
    campaign = own(request, pk)
    made = tried(request, lambda: operations.failed_to_call_list(campaign=campaign, by=request.member))
    if made is None:
        return redirect(campaign.get_absolute_url())
    say_done(request, _("The call list is made."))
    return redirect(made.get_absolute_url())
