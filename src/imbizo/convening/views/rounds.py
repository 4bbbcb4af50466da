"""Rounds: several gatherings planned in one go."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from imbizo.base.attempts import attempt
from imbizo.base.components import Empty, Fact, Figure, Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.rounds import PlannedFormSet, PlannedRows, RoundForm, RoundNameForm, proposals
from imbizo.convening.models import Round
from imbizo.convening.operations import rounds as operations
from imbizo.convening.queries.figures import of_round
from imbizo.convening.queries.proposing import counted, figures_of, in_the_way, proposed_days
from imbizo.convening.queries.seeing import rounds as seen_rounds
from imbizo.convening.rules.planning import may_plan
from imbizo.convening.tables.gatherings import RoundsTable, RoundTable
from imbizo.convening.views.frame import address
from imbizo.convening.views.gatherings import who_sees
from imbizo.programmes.states import Permission

# The button of the page of proposals that makes them; the other one looks at the days again.
MAKE = "make"


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def rounds(request: MemberRequest) -> HttpResponse:
    """The rounds that the member sees."""
    may_add = may_plan(request.member)
    empty = Empty(
        _("No rounds yet"),
        _("A round makes a gathering in each municipality from one design, with its people, date and hall."),
        _("Plan a round") if may_add else "",
        address(request, "round-plan") if may_add else "",
        "repeat",
    )
    table = RoundsTable(request, counted(request.member), empty=empty)
    return render(request, "convening/rounds/list.html", {"table": table, "may_add": may_add})


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def round_(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A round: how far each of its gatherings is."""
    found = get_object_or_404(counted(request.member).select_related("design"), pk=pk)
    rows = of_round(request.member, found.pk)
    table = RoundTable(request, rows, planned=found, empty=_nobody())
    design = found.design
    context = {
        "round": found,
        "table": table,
        "figures": [Figure(count, label) for count, label in figures_of(found)],
        "facts": [
            Fact(_("Design"), design.name if design else "", design.get_absolute_url() if design else ""),
            Fact(_("Owner"), found.owner.label),
            Fact(_("Shared with"), str(found.get_sharing_display())),
        ],
        "may_plan": may_plan(request.member, found),
        "crumbs": _way(request),
    }
    return render(request, "convening/rounds/round.html", context)


@requires(Permission.GATHERINGS_PLAN)
@transaction.atomic
def round_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Rename a round."""
    found: Round = get_object_or_404(_own(request).select_for_update(of=("self",)), pk=pk)
    form = RoundNameForm(request.POST or None, instance=found)

    def change(_given: dict[str, Any]) -> Round:
        return operations.change_round(planned=found, changes=form.changes, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(found.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Change the round"),
        action=_("Save"),
        back_url=found.get_absolute_url(),
        crumbs=_way(request, found),
    )


@requires(Permission.GATHERINGS_PLAN)
def round_sharing(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose which partners see the round. Its gatherings are shared each on its own page."""
    found: Round = get_object_or_404(_own(request), pk=pk)
    return who_sees(request, found, _way(request, found))


@requires(Permission.GATHERINGS_PLAN)
def round_plan(request: MemberRequest) -> HttpResponse:
    """What the gatherings of a round share: the first of two pages."""
    form = RoundForm(request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        days = proposed_days(
            request.member, given["places"], each=given["each"], first=given["first"], every=given["every"]
        )
        rows = _rows(request, initial=proposals(form, days))
        return _proposals(request, form, rows)
    return form_page(
        request,
        form,
        heading=_("Plan a round"),
        lede=_(
            "One gathering in each municipality, from one design. You look over every one of them before it is made."
        ),
        action=_("Propose them"),
        back_url=address(request, "rounds"),
        crumbs=_way(request),
    )


@requires(Permission.GATHERINGS_PLAN)
def round_propose(request: MemberRequest) -> HttpResponse:
    """The proposals as changed by hand: looked at again, or made. The second of two pages."""
    if request.method != "POST":
        return redirect(address(request, "round-plan"))
    form = RoundForm(request.POST, member=request.member)
    rows = _rows(request, data=request.POST)
    if form.is_valid() and rows.is_valid() and request.POST.get("do") == MAKE:
        made = attempt(form, lambda given: _make(request, form, rows, given))
        if made is not None:
            return redirect(made.get_absolute_url())
    return _proposals(request, form, rows)


def _make(request: MemberRequest, form: RoundForm, rows: PlannedFormSet, given: dict[str, Any]) -> Round:
    plans = [row.planned(request.member, rows.lists) for row in rows.taken]
    made = operations.plan_round(
        id=given["id"],
        name=given["name"],
        design=given["design"],
        plans=plans,
        by=request.member,
        **form.shared,
    )
    said = ngettext("%(count)s gathering is planned.", "%(count)s gatherings are planned.", len(plans))
    say_done(request, said % {"count": len(plans)})
    return made


def _rows(request: MemberRequest, *, data: QueryDict | None = None, initial: Any = None) -> PlannedFormSet:
    if data is not None:
        return PlannedRows(data, member=request.member, prefix="row")
    made = PlannedRows(initial=initial, member=request.member, prefix="row")
    made.extra = 0
    return made


def _proposals(request: MemberRequest, form: RoundForm, rows: PlannedFormSet) -> HttpResponse:
    """The page of proposals, each with what stands in the way of its day."""
    days = [_day_of(row) for row in rows.forms]
    places = [_place_of(row) for row in rows.forms]
    flagged = in_the_way(request.member, list(zip(days, places, strict=True)))
    context = {
        "form": form,
        "rows": rows,
        "lines": list(zip(rows.forms, flagged, strict=True)),
        "crumbs": _way(request),
    }
    return render(request, "convening/rounds/proposals.html", context)


def _day_of(row: Any) -> dt.date | None:
    given = row.cleaned_data.get("day") if row.is_bound and row.is_valid() else row.initial.get("day")
    return given if isinstance(given, dt.date) else None


def _place_of(row: Any) -> UUID | None:
    if row.is_bound:
        place = row.cleaned_data.get("place") if row.is_valid() else None
        return place.pk if place else None
    found: UUID | None = row.initial.get("place")
    return found


def _own(request: MemberRequest) -> Any:
    return seen_rounds(request.member).filter(owner_id=request.member.partner_id)


def _nobody() -> Empty:
    return Empty(
        _("No gatherings here whom you see"), _("Partners show each other only what they choose to.")
    )


def _way(request: MemberRequest, found: Round | None = None) -> list[Link]:
    way = [Link(_("Rounds"), address(request, "rounds"))]
    return [*way, Link(found.name, found.get_absolute_url())] if found else way
