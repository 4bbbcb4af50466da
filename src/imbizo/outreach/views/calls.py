"""Call lists: who is on them and how far they are; making, printing, sharing and closing them."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.actors.operations import set_sharing
from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Empty, Link
from imbizo.base.documents.workbooks import as_csv
from imbizo.base.files import saved
from imbizo.base.form_pages import form_page, sharing_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.outreach import queries
from imbizo.outreach.exports.calls import sheet
from imbizo.outreach.forms.calls import (
    CallListForm,
    CampaignCallListForm,
    NewCallListForm,
)
from imbizo.outreach.models import CallList, Campaign
from imbizo.outreach.operations import calls as operations
from imbizo.outreach.queries.call_sheets import sheets
from imbizo.outreach.queries.calls import (
    Ringable,
    audience,
    calls_of,
    held,
    may_change,
    next_at,
    people_to_ring,
    progress,
    quiet_hours,
    to_be_rung,
)
from imbizo.outreach.tables.calls import CallListsTable, CallsTable
from imbizo.outreach.views.campaigns_frame import address
from imbizo.programmes.queries import other_partners
from imbizo.programmes.states import Permission


@requires(Permission.OUTREACH_VIEW)
@require_safe
def call_lists(request: MemberRequest) -> HttpResponse:
    """The call lists that the member sees."""
    may_add = request.member.may(Permission.CALLS_MAKE)
    empty = Empty(
        _("No call lists yet"),
        _("Put people on a list to ring together: nobody is rung twice at once, and each answer is kept."),
        _("Make a call list") if may_add else "",
        address(request, "call-list-add") if may_add else "",
        "phone-call",
    )
    table = CallListsTable(request, queries.call_lists(request.member), empty=empty)
    return render(request, "outreach/calls/lists.html", {"table": table, "may_add": may_add})


@requires(Permission.CALLS_MAKE)
def call_list_add(request: MemberRequest) -> HttpResponse:
    """Make a call list of lists and filters of the register."""
    form = NewCallListForm(
        request.POST or None, member=request.member, initial={"lists": request.GET.getlist("list")}
    )

    def create(given: dict[str, Any]) -> operations.Made:
        actors = audience(request.member, given.pop("lists"), given.pop("conditions"))
        return operations.make_call_list(actors=actors, by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, create)):
        return _made(request, made)
    return form_page(
        request,
        form,
        heading=_("Make a call list"),
        action=_("Make the list"),
        back_url=address(request, "call-lists"),
        crumbs=way(request),
    )


@requires(Permission.CALLS_MAKE)
def campaign_call_list(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Make a call list of those whom a campaign didn't reach, or who haven't answered it."""
    rows = queries.campaigns(request.member).filter(owner=request.member.partner)
    campaign: Campaign = get_object_or_404(rows, pk=pk)
    initial = {"name": campaign.name[:140], "what_to_say": campaign.asks} | _chosen(request)
    form = CampaignCallListForm(
        request.POST or None, member=request.member, campaign=campaign, initial=initial
    )

    def create(given: dict[str, Any]) -> operations.Made:
        actors = people_to_ring(request.member, campaign, given.pop("who"))
        return operations.make_call_list(actors=actors, campaign=campaign, by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, create)):
        return _made(request, made)
    lede = _("Their answers on the telephone stand beside those that came by message.")
    return form_page(
        request,
        form,
        heading=_("Ring people of “%(name)s”") % {"name": campaign.name},
        action=_("Make the list"),
        lede=lede,
        back_url=campaign.get_absolute_url(),
        crumbs=way(request),
    )


def _chosen(request: MemberRequest) -> dict[str, str]:
    return {"who": request.GET["who"]} if "who" in request.GET else {}


def _made(request: MemberRequest, made: operations.Made) -> HttpResponse:
    text = ngettext(
        "%(count)s person is on the call list.", "%(count)s people are on the call list.", made.put
    ) % {"count": made.put}
    say_done(request, f"{text} {left_out_words(made.sorted_out)}".strip())
    return redirect(made.call_list.get_absolute_url())


def left_out_words(found: Ringable) -> str:
    """How many were left out, and why: "Left out: 3 have no number that we may ring." Empty for nobody."""
    reasons = [
        ngettext(
            "%(count)s has no number that you see", "%(count)s have no number that you see", found.no_number
        )
        % {"count": found.no_number}
        if found.no_number
        else "",
        ngettext("%(count)s asked us to stop", "%(count)s asked us to stop", found.stopped)
        % {"count": found.stopped}
        if found.stopped
        else "",
        ngettext(
            "%(count)s is to be spoken to in person",
            "%(count)s are to be spoken to in person",
            found.in_person,
        )
        % {"count": found.in_person}
        if found.in_person
        else "",
    ]
    said = "; ".join(reason for reason in reasons if reason)
    return _("Left out: %(reasons)s.") % {"reasons": said} if said else ""


@requires(Permission.OUTREACH_VIEW)
@require_safe
def call_list(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A call list: how far it is, and each person on it."""
    found, member = _found(request, pk), request.member
    nobody = Empty(_("Nobody here whom you see"), _("Partners show each other only whom they choose to."))
    table = CallsTable(request, calls_of(member, found), call_list=found, empty=nobody)
    now = timezone.now()
    context = {
        "call_list": found,
        "table": table,
        "progress": progress([found])[found.pk],
        "is_ours": may_change(found, member),
        "may_ring": member.may(Permission.CALLS_MAKE) and found.closed_at is None,
        "may_export": member.may(Permission.ACTORS_EXPORT),
        "mine": held(member, found, now),
        "next_at": next_at(member, found),
        "quiet": quiet_hours(member.programme, now),
        "is_past": found.ring_until is not None and found.ring_until < timezone.localdate(),
        "crumbs": way(request),
    }
    return render(request, "outreach/calls/list.html", context)


@requires(Permission.CALLS_MAKE)
@transaction.atomic
def call_list_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change what a call list is called, what to say, and its last day."""
    rows = queries.call_lists(request.member).filter(owner=request.member.partner)
    found = get_object_or_404(rows.select_for_update(of=("self",)), pk=pk)
    form = CallListForm(request.POST or None, instance=found)

    def change(_given: dict[str, Any]) -> CallList:
        return operations.change_call_list(call_list=found, changes=form.changes, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(found.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Change the call list"),
        action=_("Save"),
        back_url=found.get_absolute_url(),
        crumbs=way(request),
    )


@requires(Permission.CALLS_MAKE)
def call_list_sharing(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose which partners see a call list and ring with us."""
    found = _own(request, pk)
    return sharing_page(
        request,
        found,
        partial(set_sharing, record=found),
        partners=other_partners(request.member),
        heading=_("Who may see “%(name)s” and ring?") % {"name": found.name},
        lede=_("Others see and ring only the people whom you show them. What they note stays with the list."),
        crumbs=way(request),
    )


@requires(Permission.CALLS_MAKE)
@require_POST
def call_list_close(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Ring nobody on it any more."""
    found = _own(request, pk)
    if tried(request, lambda: operations.close_call_list(call_list=found, by=request.member)):
        say_done(request, _("The call list is closed."), undo=address(request, "call-list-reopen", pk))
    return redirect(found.get_absolute_url())


@requires(Permission.CALLS_MAKE)
@require_POST
def call_list_reopen(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Go on with a list that was closed."""
    found = _own(request, pk)
    if tried(request, lambda: operations.reopen_call_list(call_list=found, by=request.member)):
        say_done(request, _("The call list is open again."))
    return redirect(found.get_absolute_url())


@requires(Permission.CALLS_MAKE)
@require_safe
def call_list_print(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The people who are still to be rung, on paper: for a day without power."""
    found = _found(request, pk)
    rows = list(sheets(to_be_rung(request.member, found), request.member))
    operations.log_call_list_export(call_list=found, form="print", count=len(rows), by=request.member)
    context = {
        "call_list": found,
        "sheets": rows,
        "today": timezone.now(),
        "crumbs": [*way(request), Link(found.name, found.get_absolute_url())],
    }
    return render(request, "outreach/calls/print.html", context)


@requires(Permission.ACTORS_EXPORT)
@require_safe
def call_list_export(request: MemberRequest, pk: UUID, form: str) -> HttpResponseBase:
    """A call list as a file."""
    if form != "csv":
        raise Http404
    found = _found(request, pk)
    rows = calls_of(request.member, found).order_by("created_at", "pk")
    operations.log_call_list_export(call_list=found, form=form, count=rows.count(), by=request.member)
    name = f"{request.member.programme.slug}-calls-{timezone.localdate():%Y-%m-%d}.csv"
    return saved(as_csv(sheet(rows, request.member)), name)


def way(request: MemberRequest) -> list[Link]:
    """The way here."""
    return [Link(_("Call lists"), address(request, "call-lists"))]


def _found(request: MemberRequest, pk: UUID) -> CallList:
    found: CallList = get_object_or_404(queries.call_lists(request.member), pk=pk)
    return found


def _own(request: MemberRequest, pk: UUID) -> CallList:
    rows = queries.call_lists(request.member).filter(owner=request.member.partner)
    found: CallList = get_object_or_404(rows, pk=pk)
    return found
