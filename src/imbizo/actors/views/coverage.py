"""The coverage view, its cells, and the searches for those who are missing."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.actors.forms.coverage import AssignForm, ExpectationForm, FoundForm, NotThereForm
from imbizo.actors.models import Assignment, Expectation
from imbizo.actors.operations import coverage as operations
from imbizo.actors.queries import coverage as queries
from imbizo.actors.queries.coverage import Cell
from imbizo.actors.states import AssignmentState
from imbizo.actors.views.frame import address
from imbizo.base.attempts import is_done
from imbizo.base.components import Empty, Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes import queries as programme_queries
from imbizo.programmes.states import Permission

NAMES_SHOWN = 100


@requires(Permission.ACTORS_VIEW)
@require_safe
def coverage(request: MemberRequest) -> HttpResponse:
    """Sphere and kind against municipality: who is there, and who is missing."""
    context = {
        "coverage": queries.coverage(request.member),
        "may_expect": request.member.may(Permission.PROGRAMME_MANAGE),
        "nothing": Empty(
            _("Nobody is expected yet"),
            _("Say whom the programme needs in each municipality, and this page shows who is still missing."),
        ),
    }
    return render(request, "actors/coverage/coverage.html", context)


@requires(Permission.ACTORS_VIEW)
@require_safe
def cell(request: MemberRequest, sphere: str, kind: str, where: str) -> HttpResponse:
    """Who is in one cell, by name."""
    found = _cell_or_404(request, sphere, kind, where)
    actors = list(
        queries.cell_actors(request.member, sphere=sphere, kind=kind, where=where)[: NAMES_SHOWN + 1]
    )
    context = {
        "cell": found,
        "title": queries.row_title(found.sphere, found.kind),
        "actors": actors[:NAMES_SHOWN],
        "has_more": len(actors) > NAMES_SHOWN,
        "register_url": _register_url(request, found),
        "may_assign": request.member.may(Permission.COVERAGE_ASSIGN),
        "crumbs": _crumbs(request, queries.row_title(found.sphere, found.kind)),
    }
    return render(request, "actors/coverage/cell.html", context)


@requires(Permission.COVERAGE_ASSIGN)
def assign(request: MemberRequest, sphere: str, kind: str, where: str) -> HttpResponse:
    """Ask a member to find who is missing from a cell."""
    found = _cell_or_404(request, sphere, kind, where)
    form = AssignForm(
        request.POST or None,
        initial={"who": request.GET.get("who", "")[:200]},
        members=programme_queries.members(request.member),
    )
    place = _place_in(request, found)
    if is_done(form, lambda given: operations.assign(by=request.member, **place, **given)):
        say_done(request, _("They find this under “My searches”."))
        return redirect(found.url)
    heading = _("Ask someone to find them")
    return form_page(
        request, form, heading=heading, lede=_cell_words(found), action=_("Ask them"), back_url=found.url
    )


@requires(Permission.COVERAGE_ASSIGN)
def not_expected(request: MemberRequest, sphere: str, kind: str, where: str) -> HttpResponse:
    """Say of one line that nobody is to be looked for in this cell."""
    found = _cell_or_404(request, sphere, kind, where)
    who = request.GET.get("who", "")[:200]
    form, place = NotThereForm(request.POST or None), _place_in(request, found)
    if form.is_valid():
        search = operations.not_expected_here(by=request.member, who=who, **place, **form.cleaned_data)
        say_done(
            request,
            _("They are not expected here any more."),
            undo=address(request, "search-again", search.pk),
        )
        return redirect(found.url)
    heading = _("Not expected here: %(who)s") % {"who": who}
    return form_page(
        request, form, heading=heading, lede=_cell_words(found), action=_("Save"), back_url=found.url
    )


@requires(Permission.ACTORS_VIEW)
@require_safe
def searches(request: MemberRequest) -> HttpResponse:
    """The member's own searches, and those of the others."""
    rows = list(queries.searches(request.member).order_by("due_on", "created_at"))
    is_open = [each for each in rows if each.state == AssignmentState.OPEN]
    context = {
        "mine": [each for each in is_open if each.assignee_id == request.member.pk],
        "others": [each for each in is_open if each.assignee_id != request.member.pk],
        "ended": [each for each in rows if each.state != AssignmentState.OPEN],
        "may_end_all": request.member.may(Permission.COVERAGE_ASSIGN),
        "crumbs": _crumbs(request, _("Searches")),
    }
    return render(request, "actors/coverage/searches.html", context)


@requires(Permission.ACTORS_VIEW)
def search_found(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say who was found."""
    search = get_object_or_404(queries.searches_to_end(request.member), pk=pk)
    where = queries.where_searched(request.member, search)
    actors = queries.cell_actors(request.member, sphere=search.sphere, kind=search.kind, where=where)
    form = FoundForm(request.POST or None, actors=actors)
    if is_done(form, lambda given: operations.mark_found(search=search, by=request.member, **given)):
        say_done(request, _("Marked as found."), undo=address(request, "search-again", search.pk))
        return redirect(address(request, "searches"))
    heading = _("Found: %(who)s") % {"who": search}
    return _search_page(request, search, form, heading, _("Found"))


@requires(Permission.ACTORS_VIEW)
def search_not_there(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say that there is nobody to be found."""
    search = get_object_or_404(queries.searches_to_end(request.member), pk=pk)
    form = NotThereForm(request.POST or None)
    if is_done(form, lambda given: operations.mark_not_there(search=search, by=request.member, **given)):
        say_done(request, _("Noted that there is nobody."), undo=address(request, "search-again", search.pk))
        return redirect(address(request, "searches"))
    heading = _("Nobody: %(who)s") % {"who": search}
    return _search_page(request, search, form, heading, _("Save"))


@requires(Permission.ACTORS_VIEW)
@require_POST
def search_again(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take back how a search ended."""
    search = get_object_or_404(queries.searches_to_end(request.member), pk=pk)
    operations.look_again(search=search, by=request.member)
    say_done(request, _("The search is open again."))
    return redirect(address(request, "searches"))


@requires(Permission.PROGRAMME_MANAGE)
def expected(request: MemberRequest) -> HttpResponse:
    """Who is expected, and a form to expect somebody else."""
    form = ExpectationForm(request.POST or None)
    ours = {"programme": request.member.programme, "by": request.member}
    if is_done(form, lambda given: operations.add_expectation(**ours, **given)):
        say_done(request, _("Added to who is expected."))
        return redirect(address(request, "expected"))
    context = {
        "form": form,
        "lines": queries.expectations(request.member),
        "crumbs": _crumbs(request, _("Who is expected")),
    }
    return render(request, "actors/coverage/expected.html", context)


@requires(Permission.PROGRAMME_MANAGE)
def expected_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change who is expected."""
    line = get_object_or_404(queries.expectations(request.member), pk=pk)
    form = ExpectationForm(request.POST or None, initial=_fields_of(line))
    if form.is_valid():
        fields = {name: value for name, value in form.cleaned_data.items() if name != "id"}
        operations.change_expectation(expectation=line, by=request.member, **fields)
        say_done(request, _("Changed."))
        return redirect(address(request, "expected"))
    back = address(request, "expected")
    return form_page(
        request, form, heading=_("Who is expected"), lede=line.who, action=_("Save"), back_url=back
    )


@requires(Permission.PROGRAMME_MANAGE)
@require_POST
def expected_remove(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Expect them no longer."""
    line = get_object_or_404(queries.expectations(request.member), pk=pk)
    operations.remove_expectation(expectation=line, by=request.member)
    say_done(request, _("They are expected no longer."))
    return redirect(address(request, "expected"))


def _cell_or_404(request: MemberRequest, sphere: str, kind: str, where: str) -> Cell:
    found = queries.cell(request.member, sphere=sphere, kind=kind, where=where)
    if found is None:
        raise Http404
    return found


def _register_url(request: MemberRequest, cell: Cell) -> str:
    """The register, filtered to this cell where its filter can say it; empty where it can't."""
    if not cell.area.place:
        return ""
    wanted = {"place": str(cell.area.place.pk), "kind": cell.kind, "sphere": cell.sphere}
    return f"{address(request, 'register')}?{urlencode(wanted)}"


def _place_in(request: MemberRequest, cell: Cell) -> dict[str, Any]:
    if cell.area.key == queries.ELSEWHERE:
        raise Http404
    programme = request.member.programme
    return {"programme": programme, "sphere": cell.sphere, "kind": cell.kind, "place": cell.area.place}


def _search_page(
    request: MemberRequest, search: Assignment, form: forms.Form, heading: str, action: str
) -> HttpResponse:
    words, back = queries.row_title(search.sphere, search.kind), address(request, "searches")
    return form_page(request, form, heading=heading, lede=words, action=action, back_url=back)


def _cell_words(cell: Cell) -> str:
    return f"{queries.row_title(cell.sphere, cell.kind)}, {cell.area.name}"


def _fields_of(line: Expectation) -> dict[str, Any]:
    return {name: getattr(line, name) for name in ("who", "sphere", "kind", "per_municipality", "why")}


def _crumbs(request: MemberRequest, here: str) -> list[Link]:
    return [Link(_("Coverage"), address(request, "coverage")), Link(here, "")]
