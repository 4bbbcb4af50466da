"""Gatherings: the list of them, planning one, and what holds it together."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Empty, Fact, Figure, Link
from imbizo.base.documents.workbooks import as_csv
from imbizo.base.files import saved
from imbizo.base.form_pages import form_page, sharing_page
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.notices import say_done
from imbizo.base.templatetags.look import when
from imbizo.base.web import MemberRequest, requires
from imbizo.convening import queries
from imbizo.convening.exports.gatherings import sheet
from imbizo.convening.forms.fields import language_names
from imbizo.convening.forms.gatherings import GatheringForm, HelperForm, NewGatheringForm
from imbizo.convening.models import Gathering, Round
from imbizo.convening.operations import days as calendar
from imbizo.convening.operations import gatherings as operations
from imbizo.convening.operations.meetings import plan_next
from imbizo.convening.queries.clashes import clashes
from imbizo.convening.queries.days import removals
from imbizo.convening.queries.figures import (
    Invited,
    came,
    detailed,
    helpers,
    invited,
    knows_how_to_join,
    said,
    told_otherwise,
)
from imbizo.convening.queries.next_step import as_steps, next_step, stages
from imbizo.convening.queries.words import span_words
from imbizo.convening.rules.planning import may_plan
from imbizo.convening.tables.gatherings import GatheringsTable
from imbizo.convening.views.frame import address, crumbs, frame, own
from imbizo.programmes.queries import other_partners
from imbizo.programmes.states import Permission

MOST_IN_A_FILE = 5_000


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def gatherings(request: MemberRequest) -> HttpResponse:
    """All gatherings that the member sees."""
    may_add = may_plan(request.member)
    empty = Empty(
        _("No gatherings yet"),
        _("A gathering brings people together in a hall or online. Plan one, or a whole round in one go."),
        _("Plan a gathering") if may_add else "",
        address(request, "gathering-add") if may_add else "",
        "users-group",
    )
    exports = [Link("CSV", address(request, "gatherings-export", "csv"))]
    table = GatheringsTable(request, queries.gatherings(request.member), empty=empty, exports=exports)
    return render(request, "convening/gatherings/list.html", {"table": table, "may_add": may_add})


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def gatherings_export(request: MemberRequest, form: str) -> HttpResponseBase:
    """The list with its filters as a file. It names no invited person."""
    if form != "csv":
        raise Http404
    table = GatheringsTable(request, queries.gatherings(request.member))
    rows = list(table.queryset[:MOST_IN_A_FILE])
    name = f"{request.member.programme.slug}-gatherings-{timezone.localdate():%Y-%m-%d}.csv"
    return saved(as_csv(sheet(rows, request.member)), name)


@requires(Permission.GATHERINGS_PLAN)
def gathering_add(request: MemberRequest) -> HttpResponse:
    """Plan a gathering."""
    form = NewGatheringForm(request.POST or None, member=request.member, initial=request.GET.dict())

    def create(given: dict[str, Any]) -> Gathering:
        return operations.add_gathering(by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, create)):
        say_done(request, _("The gathering is planned."))
        return redirect(made.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Plan a gathering"),
        lede=_("Only the name is needed now. The date, the hall and the people can come later."),
        action=_("Plan it"),
        back_url=address(request, "gatherings"),
        crumbs=crumbs(request),
    )


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def gathering(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A gathering: how far it is, what comes next, and what is known of it."""
    found: Gathering = get_object_or_404(detailed(request.member), pk=pk)
    is_ours = found.owner_id == request.member.partner_id
    standing = stages(request.member, found) if is_ours else []
    people = invited(request.member, [found]).get(found.pk)
    context = {
        **frame(request, found),
        "crumbs": crumbs(request),
        "may_plan": may_plan(request.member, found),
        "clashes": clashes(request.member, found),
        "next": next_step(found, standing),
        "steps": as_steps(standing),
        "items": found.items.all(),
        "facts": _facts(request, found),
        "figures": _figures(request, found, people),
        "told_otherwise": told_otherwise(request.member, found),
        "helpers": helpers(request.member, found),
        "next_form": IdempotentForm(),
    }
    return render(request, "convening/gatherings/gathering.html", context)


@requires(Permission.GATHERINGS_PLAN)
@transaction.atomic
def gathering_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change what is known of a gathering. Its date has a page of its own."""
    rows = queries.own(request.member).select_for_update(of=("self",))
    found: Gathering = get_object_or_404(rows, pk=pk)
    form = GatheringForm(request.POST or None, instance=found, member=request.member)

    def change(_given: dict[str, Any]) -> Gathering:
        return operations.change_gathering(gathering=found, changes=form.changes, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(found.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Change the gathering"),
        action=_("Save"),
        back_url=found.get_absolute_url(),
        crumbs=crumbs(request, found),
    )


@requires(Permission.GATHERINGS_PLAN)
def gathering_sharing(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose which partners see a gathering."""
    found = own(request, pk)
    return who_sees(request, found, crumbs(request, found))


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def gathering_next(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Plan the next meeting: the same weekday of the next month."""
    found = own(request, pk)
    form = IdempotentForm(request.POST)
    wanted = form.cleaned_data["id"] if form.is_valid() else None
    made = tried(request, lambda: plan_next(gathering=found, by=request.member, id=wanted))
    if made is None:
        return redirect(found.get_absolute_url())
    say_done(request, _("The next one is planned for %(when)s.") % {"when": span_words(made)})
    return redirect(made.get_absolute_url())


@requires(Permission.GATHERINGS_PLAN)
def gathering_helper_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Put somebody to work at a gathering."""
    found = own(request, pk)
    form = HelperForm(request.POST or None, member=request.member)

    def add(given: dict[str, Any]) -> Any:
        return operations.add_helper(gathering=found, by=request.member, **given)

    if request.method == "POST" and attempt(form, add) is not None:
        say_done(request, _("Added."))
        return redirect(found.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Who works there?"),
        lede=_("Where they work elsewhere on the same day, the page of the gathering says so."),
        action=_("Add"),
        back_url=found.get_absolute_url(),
        crumbs=crumbs(request, found),
    )


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def gathering_helper_remove(request: MemberRequest, pk: UUID, helper: UUID) -> HttpResponse:
    """Take somebody away from those who work at a gathering."""
    found = own(request, pk)
    one = get_object_or_404(helpers(request.member, found), pk=helper)
    if entry := tried(request, lambda: calendar.remove(record=one, by=request.member)):
        undo = address(request, "gathering-put-back", entry.pk)
        say_done(request, _("%(who)s was taken away.") % {"who": one}, undo=undo)
    return redirect(found.get_absolute_url())


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def gathering_put_back(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Undo taking away somebody who works there, or a day of the calendar."""
    entry = get_object_or_404(removals(request.member), pk=pk)
    back = tried(request, lambda: calendar.put_back(entry=entry, by=request.member))
    if back is None:
        return redirect(address(request, "calendar"))
    say_done(request, _("Put back."))
    return redirect(back.get_absolute_url())


def who_sees(request: MemberRequest, record: Gathering | Round, way: Sequence[Link]) -> HttpResponse:
    """The page on which a partner chooses who sees a gathering or a round of its own."""
    return sharing_page(
        request,
        record,
        partial(operations.share, record=record),
        partners=other_partners(request.member),
        heading=_("Who sees “%(name)s”?") % {"name": record.name},
        lede=_(
            "Others see its day, place, agenda and what was said, never who is invited or who came, except "
            "speakers who agreed to be named in the proceedings."
        ),
        crumbs=way,
    )


def _facts(request: MemberRequest, found: Gathering) -> list[Fact]:
    """What is known of it, a line each; how to join for the partner that convenes alone."""
    place, host, leader = found.place, found.host, found.contact
    facts = [
        Fact(_("Kind"), str(found.get_kind_display())),
        Fact(_("Where people meet"), str(found.get_way_display())),
        Fact(_("Place"), str(place) if place else ""),
        Fact(_("Host"), str(host) if host else "", host.get_absolute_url() if host else ""),
        Fact(_("Who leads it"), str(leader.user) if leader else ""),
        Fact(_("Languages"), ", ".join(language_names(found.languages))),
        Fact(_("Places"), found.capacity),
        Fact(_("Owner"), found.owner.label),
        Fact(_("Shared with"), str(found.get_sharing_display())),
    ]
    if found.round:
        facts.insert(0, Fact(_("Round"), found.round.name, found.round.get_absolute_url()))
    return facts + (_own_facts(request, found) if knows_how_to_join(request.member, found) else [])


def _own_facts(request: MemberRequest, found: Gathering) -> list[Fact]:
    amount = found.transport_amount
    money = f"{request.member.programme.currency} {amount}" if amount is not None else ""
    listed = found.invited
    facts = [
        Fact(_("List"), listed.name if listed else "", listed.get_absolute_url() if listed else ""),
        Fact(_("Answer by"), when(found.answer_by)),
        Fact(_("Venue told on"), when(found.venue_told_on)),
        Fact(_("For transport, each"), money),
        Fact(_("Code for phones"), found.code),
        Fact(_("Link to join"), found.joining_link, found.joining_link),
        Fact(_("Number to phone in"), found.phone_in),
        Fact(_("Data vouchers"), found.data_vouchers),
    ]
    # What isn't known and isn't asked of every gathering takes no room.
    return [fact for fact in facts if fact.value not in ("", None)]


def _figures(request: MemberRequest, found: Gathering, people: Invited | None) -> list[Figure]:
    """The numbers of it, each with the way to what it counts; only those that the member may know."""
    figures = []
    if people is not None:
        url = address(request, "invitations", found.pk)
        figures += [
            Figure(people.asked, _("invited"), url),
            Figure(people.answered, _("answered"), url),
            Figure(people.coming, _("coming"), url),
            Figure(people.waiting, _("waiting for a place"), url),
        ]
    if (count := came(request.member, found)) is not None:
        figures.append(Figure(count, _("came"), address(request, "day", found.pk)))
    if (count := said(request.member, found)) is not None:
        figures.append(Figure(count, _("inputs"), address(request, "inputs", found.pk)))
    return figures
