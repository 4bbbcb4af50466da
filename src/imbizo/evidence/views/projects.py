"""Bringing in files of other programs: the file, what was found in it, taking it, taking it back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt, tried
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.forms.projects import ProjectForm, TakeForm
from imbizo.evidence.models import ProjectImport
from imbizo.evidence.operations import brought
from imbizo.evidence.operations import projects as operations
from imbizo.evidence.queries import projects as queries
from imbizo.evidence.states import FileState
from imbizo.evidence.tables.projects import figures, lines
from imbizo.evidence.views.codebooks import way
from imbizo.programmes.states import Permission

_WORKING = (FileState.WAITING, FileState.READING, FileState.TAKING)


@requires(Permission.EVIDENCE_WRITE)
def project_add(request: MemberRequest) -> HttpResponseBase:
    """Bring a file. The very same one leads to its page."""
    form = ProjectForm(request.POST or None, request.FILES or None)
    sent = request.POST.get("id", "")

    def bring(given: dict[str, Any]) -> ProjectImport:
        return operations.bring(by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, bring)):
        if str(made.pk) != sent:
            say_done(request, _("This very file was brought before. Here is what came of it."))
        return redirect(made.get_absolute_url())
    context = {"form": form, "rows": queries.projects(request.member)[:50], "crumbs": way(request)}
    return render(request, "evidence/projects/add.html", context)


@requires(Permission.EVIDENCE_VIEW)
def project_import(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """What was found in it and what isn't taken; from here it is taken."""
    found = _found(request, pk)
    if request.GET.get("part"):
        return _progress(request, found)
    may_write = request.member.may(Permission.EVIDENCE_WRITE)
    form = _form(request, found) if may_write and found.state == FileState.READ else None
    if form is not None and request.method == "POST" and _is_chosen(request, found, form):
        return redirect(found.get_absolute_url())
    is_taken = found.state == FileState.TAKEN
    context = {
        "project": found,
        "form": form,
        "is_working": found.state in _WORKING,
        "is_stalled": queries.is_stalled(found),
        "figures": figures(found),
        "lost": lines(found, is_lost=True),
        "mended": lines(found, is_lost=False),
        "uses": queries.uses(found) if is_taken else [],
        "rounds": queries.rounds_made(found),
        "may_write": may_write,
        "crumbs": way(request),
    }
    return render(request, "evidence/projects/project.html", context)


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def take_back(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Unmake all that came of it, while nothing hangs on it."""
    found = _found(request, pk)

    def undo() -> bool:
        brought.take_back(project=found, by=request.member)
        return True

    if tried(request, undo):
        say_done(request, _("It is taken back. Nothing of the file is left in the codebooks and sources."))
    return redirect(found.get_absolute_url())


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def go_on(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Ask the worker once more for what it didn't finish."""
    found = _found(request, pk)
    tried(request, lambda: operations.go_on(project=found, by=request.member))
    return redirect(found.get_absolute_url())


def _form(request: MemberRequest, project: ProjectImport) -> TakeForm:
    return TakeForm(request.POST or None, project=project, member=request.member)


def _is_chosen(request: MemberRequest, project: ProjectImport, form: TakeForm) -> bool:
    def choose(_given: dict[str, Any]) -> ProjectImport:
        return operations.choose(project=project, by=request.member, given=form.given)

    return attempt(form, choose) is not None


def _found(request: MemberRequest, pk: UUID) -> ProjectImport:
    found: ProjectImport = get_object_or_404(queries.projects(request.member), pk=pk)
    return found


def _progress(request: MemberRequest, found: ProjectImport) -> HttpResponse:
    """How far the worker is; when it is done, the page is loaded anew."""
    if found.state not in _WORKING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"project": found, "is_stalled": queries.is_stalled(found)}
    return render(request, "evidence/projects/progress.html", context)
