"""A campaign as it goes: how far it is, whom it reached, what they answered."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import tried
from imbizo.base.components import Empty, Link
from imbizo.base.documents.workbooks import WRITERS
from imbizo.base.files import saved
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.messaging.operations.uncertain import leave_uncertain, resend_uncertain
from imbizo.messaging.states import MessageState
from imbizo.outreach.exports.campaigns import sheet
from imbizo.outreach.forms.campaigns import SendBackForm
from imbizo.outreach.models import Campaign
from imbizo.outreach.operations.campaign_exports import log_campaign_export
from imbizo.outreach.queries.preview import preview
from imbizo.outreach.queries.progress import progress
from imbizo.outreach.queries.recipients import answers, recipients
from imbizo.outreach.queries.watching import (
    bar,
    remedies,
    seconds_to_look_again,
    troubles,
    uncertain_messages,
    wordings,
)
from imbizo.outreach.states import CampaignState
from imbizo.outreach.tables.campaigns import AnswersTable, RecipientFilters, RecipientsTable, narrowed
from imbizo.outreach.views.campaigns_frame import (
    address,
    audience_figures,
    crumbs,
    found,
    is_ours,
    own,
    summary,
)
from imbizo.programmes.states import Permission

_NOT_BEGUN = (CampaignState.DRAFT, CampaignState.REVIEW, CampaignState.SCHEDULED)
_DECISIONS = {"resend": resend_uncertain, "leave": leave_uncertain}
MOST_SELECTED = 1_000


@requires(Permission.OUTREACH_VIEW)
@require_safe
def campaign(request: MemberRequest, pk: UUID) -> HttpResponse:
    """How a campaign stands: before it leaves what it comes to, afterwards what became of it."""
    campaign = found(request, pk)
    context = {
        **campaign_frame(request, campaign, "campaign"),
        "facts": summary(request, campaign),
        "crumbs": crumbs(request),
    }
    if campaign.state in _NOT_BEGUN:
        return render(request, "outreach/campaigns/waiting.html", context | _before(request, campaign))
    return render(request, "outreach/campaigns/campaign.html", context | _live(request, campaign))


def campaign_frame(request: MemberRequest, campaign: Campaign, current: str) -> dict[str, Any]:
    """What all pages of one campaign share: its tabs, and what the member may do with it."""
    pages = [
        ("campaign", _("How it goes")),
        ("campaign-people", _("People")),
        ("campaign-answers", _("Answers")),
        ("campaign-texts", _("Texts")),
        ("campaign-share", _("Text to share")),
    ]
    hidden = set() if request.member.may(Permission.INBOX_VIEW) else {"campaign-answers"}
    ours = is_ours(request, campaign)
    return {
        "campaign": campaign,
        "tabs": [
            Link(label, address(request, name, campaign.pk), name == current)
            for name, label in pages
            if name not in hidden
        ],
        "crumbs": crumbs(request, campaign),
        "may_write": ours and request.member.may(Permission.CAMPAIGNS_WRITE),
        "may_approve": ours and request.member.may(Permission.CAMPAIGNS_APPROVE),
        "may_ring": ours and request.member.may(Permission.CALLS_MAKE),
    }


def _before(request: MemberRequest, campaign: Campaign) -> dict[str, Any]:
    """What a campaign comes to that hasn't left."""
    look = preview(request.member, campaign)
    figures = audience_figures(request, campaign, look.estimate)
    return {**figures, "preview": look, "send_back_form": SendBackForm()}


def _live(request: MemberRequest, campaign: Campaign) -> dict[str, Any]:
    """How far a campaign is that has begun."""
    standing = progress(campaign)
    return {
        "progress": standing,
        "bar": bar(standing),
        "troubles": troubles(campaign, standing),
        "remedies": remedies(campaign),
        "again_in": seconds_to_look_again(campaign, standing),
        "people_url": address(request, "campaign-people", campaign.pk),
    }


@requires(Permission.OUTREACH_VIEW)
@require_safe
def campaign_live(request: MemberRequest, pk: UUID) -> HttpResponse:
    """How far it is: the part of the page that renews itself while anything can still change."""
    campaign = found(request, pk)
    context = {**campaign_frame(request, campaign, "campaign"), **_live(request, campaign)}
    return render(request, "outreach/campaigns/live.html", context)


@requires(Permission.OUTREACH_VIEW)
@require_safe
def campaign_people(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Those it meant whom the member sees, each with what became of the message."""
    campaign = found(request, pk)
    table = RecipientsTable(
        request,
        recipients(campaign, request.member),
        campaign=campaign,
        may_read=is_ours(request, campaign) and request.member.may(Permission.CONTACTS_VIEW),
        exports=_exports(request, campaign),
        empty=Empty(
            _("Nobody here yet"),
            _("When the campaign leaves, each person stands here with what became of their message."),
            icon="users",
        ),
    )
    frame = campaign_frame(request, campaign, "campaign-people")
    if frame["may_write"] and table.chosen.get("became") == MessageState.UNCERTAIN:
        table.bulk_actions = [("resend", _("Send again")), ("leave", _("Leave as they are"))]
        table.bulk_url = address(request, "campaign-decide", campaign.pk)
        frame["is_deciding"] = True
    context = {**frame, "table": table}
    return render(request, "outreach/campaigns/people.html", context)


def _exports(request: MemberRequest, campaign: Campaign) -> list[Link]:
    if not request.member.may(Permission.ACTORS_EXPORT):
        return []
    words = {"xlsx": "Excel", "csv": "CSV"}
    return [Link(words[form], address(request, "campaign-export", campaign.pk, form)) for form in words]


@requires(Permission.ACTORS_EXPORT)
@require_safe
def campaign_export(request: MemberRequest, pk: UUID, form: str) -> HttpResponseBase:
    """The people of a campaign as filtered, as a file. That it was taken out is written down."""
    campaign = found(request, pk)
    if form not in WRITERS:
        raise Http404
    filters = RecipientFilters(request.GET)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    rows = narrowed(recipients(campaign, request.member), chosen)
    log_campaign_export(campaign=campaign, form=form, count=rows.count(), by=request.member)
    name = f"{request.member.programme.slug}-{timezone.localdate():%Y-%m-%d}.{form}"
    return saved(WRITERS[form](sheet(rows)), name)


@requires(Permission.INBOX_VIEW)
@require_safe
def campaign_answers(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What people answered, by whatever channel, each beside the person."""
    campaign = found(request, pk)
    table = AnswersTable(request, answers(campaign, request.member), empty=_no_answers(request, campaign))
    context = {**campaign_frame(request, campaign, "campaign-answers"), "table": table}
    return render(request, "outreach/campaigns/answers.html", context)


def _no_answers(request: MemberRequest, campaign: Campaign) -> Empty:
    text = _("What people answer by SMS, e-mail or telephone stands here, beside the person who said it.")
    return Empty(_("No answers yet"), text, icon="message-reply")


@requires(Permission.OUTREACH_VIEW)
@require_safe
def campaign_texts(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What it says in each language."""
    campaign = found(request, pk)
    context = {**campaign_frame(request, campaign, "campaign-texts"), "wordings": wordings(campaign)}
    return render(request, "outreach/campaigns/texts.html", context)


@requires(Permission.CAMPAIGNS_WRITE)
@require_POST
def campaign_decide(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Send the uncertain messages to those selected again, or leave them as they are."""
    campaign = own(request, pk)
    decide = _DECISIONS.get(request.POST.get("action", ""))
    rows = uncertain_messages(campaign, request.member, _selected(request))
    count = tried(request, lambda: decide(messages=rows, by=request.member)) if decide else None
    if count:
        text = ngettext("Decided for %(count)s message.", "Decided for %(count)s messages.", count)
        say_done(request, text % {"count": count})
    return redirect(f"{address(request, 'campaign-people', pk)}?became={MessageState.UNCERTAIN}")


def _selected(request: MemberRequest) -> list[UUID]:
    """The ids sent; what is no id is nobody."""
    found = []
    for text in request.POST.getlist("selected")[:MOST_SELECTED]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
