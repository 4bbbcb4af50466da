"""Literature scans: the list, a week's work at a glance, beginning, changing and closing one."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Empty, Figure
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.calc.prisma import Flow, Place
from imbizo.evidence.forms.scans import ListsForm, ScanChangeForm, ScanForm
from imbizo.evidence.models import Scan
from imbizo.evidence.operations import scans as operations
from imbizo.evidence.queries import scanning as queries
from imbizo.evidence.states import Stage
from imbizo.evidence.tables.scans import ScansTable
from imbizo.evidence.views.frame import address
from imbizo.evidence.views.scan_frame import found_scan, may_change, own_scan, way
from imbizo.programmes.states import Permission


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def scans(request: MemberRequest) -> HttpResponse:
    """The scans that the member sees."""
    may_write = request.member.may(Permission.EVIDENCE_WRITE)
    nothing = Empty(
        _("No literature scan yet"),
        _(
            "One person, one week: bring in what was found, screen it, and answer a few questions with citations."
        ),
        _("Begin a scan") if may_write else "",
        address(request, "scan-add") if may_write else "",
        "list-search",
    )
    table = ScansTable(request, queries.listed(request.member), empty=nothing)
    return render(request, "evidence/scans/scans.html", {"table": table, "may_write": may_write})


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def scan(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A week's work at a glance: what was found, what waits, the questions, and the next step."""
    found = found_scan(request, pk)
    screened = queries.Screened(found)
    figures, in_conflict = screened.flow, len(screened.conflicts)
    may_write = may_change(request, found)
    context = {
        "scan": found,
        "figures": _figures(request, found, figures),
        "work": _work(figures),
        "next": _next(request, found, figures, in_conflict) if may_write else None,
        "questions": queries.counted_questions(found),
        "imports": found.imports.defer("rows", "left_out").select_related("programme"),
        "in_conflict": in_conflict,
        "may_write": may_write,
        "may_reopen": found.closed_on and found.is_owned_by(request.member)
        and request.member.may(Permission.EVIDENCE_WRITE),
        "crumbs": way(request),
    }  # fmt: skip
    return render(request, "evidence/scans/scan.html", context)


@requires(Permission.EVIDENCE_WRITE)
def scan_add(request: MemberRequest) -> HttpResponseBase:
    """Begin a scan."""
    form = ScanForm(request.POST or None, member=request.member)
    made = attempt(form, lambda given: operations.begin_scan(by=request.member, **given))
    if made is not None:
        say_done(request, _("The scan is there. Bring in what you found."))
        return redirect(made.get_absolute_url())
    lede = _("What is to be answered, and why something would be left out. Both can be changed later.")
    return form_page(
        request,
        form,
        heading=_("Begin a literature scan"),
        lede=lede,
        action=_("Begin"),
        back_url=address(request, "scans"),
        crumbs=way(request),
    )


@requires(Permission.EVIDENCE_WRITE)
@transaction.atomic
def scan_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Change what it is, who screens, who sees it."""
    held = queries.own(request.member).select_for_update(of=("self",))
    found: Scan = get_object_or_404(held, pk=pk)
    form = ScanChangeForm(request.POST or None, instance=found, member=request.member)

    def change(_given: dict[str, Any]) -> Scan:
        return operations.change_scan(scan=found, changes=form.changes, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(found.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Change the scan"),
        action=_("Save"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found),
    )


@requires(Permission.EVIDENCE_WRITE)
def scan_lists(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Word its questions and reasons anew, add some, take some away."""
    found = own_scan(request, pk)
    form = ListsForm(request.POST or None, scan=found)

    def change(_given: dict[str, Any]) -> bool:
        operations.word_lists(scan=found, by=request.member, **form.given)
        return True

    if attempt(form, change):
        say_done(request, _("Saved."))
        return redirect(found.get_absolute_url())
    lede = _("Empty a line to take it away, where nothing hangs on it yet.")
    return form_page(
        request,
        form,
        heading=_("Questions and reasons"),
        lede=lede,
        action=_("Save"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found),
    )


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def scan_close(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Close it, or open it again."""
    found = own_scan(request, pk)
    if "back" in request.GET:
        tried(request, lambda: operations.reopen_scan(scan=found, by=request.member))
    elif tried(request, lambda: operations.close_scan(scan=found, by=request.member)):
        undo = f"{address(request, 'scan-close', found.pk)}?back=1"
        say_done(request, _("The scan is closed. Its report and its picture stay."), undo=undo)
    return redirect(found.get_absolute_url())


def _figures(request: MemberRequest, found: Scan, flow: Flow) -> list[Figure]:
    """What was found, screened and taken in; every number opens what it counts."""
    items = address(request, "scan-items", found.pk)
    done, asked = queries.answered(found)
    repeated = f"{address(request, 'scan-flow', found.pk)}#duplicates"
    return [
        Figure(flow.found, _("Found"), items + "?at=" if flow.found else ""),
        Figure(
            flow.places[Place.DUPLICATE], _("Duplicates"), repeated if flow.places[Place.DUPLICATE] else ""
        ),
        Figure(flow.screened, _("Screened"), items + "?at=screened"),
        Figure(
            flow.places[Place.TO_RETRIEVE] + flow.places[Place.TO_ASSESS],
            _("To read"),
            items + "?at=to_assess",
        ),
        Figure(flow.places[Place.INCLUDED], _("Taken in"), items + "?at=included"),
        Figure(
            _("%(done)s of %(all)s") % {"done": done, "all": asked}, _("Questions answered"), "#questions"
        ),
    ]


def _work(flow: Flow) -> list[dict[str, Any]]:
    """The lines of progress: titles screened, full texts read."""
    to_screen = flow.places[Place.TO_SCREEN]
    titles = flow.screened + to_screen
    texts = flow.sought - flow.places[Place.NOT_RETRIEVED]
    by_title = {"done": flow.screened, "total": titles}
    by_text = {"done": flow.assessed, "total": texts}
    return [
        {
            "sentence": _("%(done)s of %(total)s screened by title and abstract") % by_title,
            **by_title,
        },
        {"sentence": _("%(done)s of %(total)s full texts read") % by_text, **by_text},
    ]


def _next(request: MemberRequest, found: Scan, flow: Flow, in_conflict: int) -> dict[str, str]:
    """The one next step."""
    screen = address(request, "scan-screen", found.pk)
    for stage, title in (
        (Stage.ABSTRACT, _("screen by title and abstract")),
        (Stage.FULL_TEXT, _("read the full texts")),
    ):
        left = queries.queue(found, request.member, stage).count()
        if left and queries.may_screen(found, request.member):
            text = ngettext("%(number)s waits for you.", "%(number)s wait for you.", left) % {"number": left}
            return {"title": title, "text": text, "url": f"{screen}?stage={stage}", "action": _("Go on")}
    if not flow.found:
        url = address(request, "references-add", found.pk)
        return {
            "title": _("bring in what you found"),
            "text": "",
            "url": url,
            "action": _("Bring in references"),
        }
    if in_conflict:
        url = address(request, "scan-conflicts", found.pk)
        return {"title": _("settle what was seen differently"), "text": "", "url": url, "action": _("Settle")}
    for question in found.questions.filter(answer="").select_related("programme"):
        title = _("answer “%(question)s”") % {"question": question.text}
        return {"title": title, "text": "", "url": question.get_absolute_url(), "action": _("Answer")}
    url = address(request, "scan-report", found.pk)
    return {"title": _("take the report with you"), "text": "", "url": url, "action": _("Report in Word")}
