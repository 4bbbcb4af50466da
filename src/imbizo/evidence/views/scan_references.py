"""Bringing references into a scan: the file, what was read in it, near-duplicates, taking it."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Figure
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.forms.scans import BringForm
from imbizo.evidence.models import ReferenceImport
from imbizo.evidence.operations import references as operations
from imbizo.evidence.queries import scanning as queries
from imbizo.evidence.rules.scanning import Row, is_being_taken, is_undecided
from imbizo.evidence.states import FileState
from imbizo.evidence.views.frame import address
from imbizo.evidence.views.scan_frame import may_change, own_import, own_scan, way
from imbizo.programmes.states import Permission

PAGE_SIZE: Final = 50
_GROUNDS: Final = {
    "same_doi": gettext_lazy("the same DOI"),
    "same_title": gettext_lazy("the same title"),
    "alike_title": gettext_lazy("a title much alike"),
}


@requires(Permission.EVIDENCE_WRITE)
def references_add(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Bring a file, or paste DOIs."""
    scan = own_scan(request, pk)
    form = BringForm(request.POST or None, request.FILES or None)

    def bring(given: dict[str, Any]) -> ReferenceImport:
        content, name = form.content
        return operations.bring_references(
            scan=scan,
            content=content,
            file_name=name,
            found_in=given["found_in"],
            by=request.member,
            id=given["id"],
        )

    batch = attempt(form, bring)
    if batch is not None:
        if batch.pk != form.cleaned_data["id"]:
            say_done(request, _("This very file was brought in before. Here is what became of it."))
        return redirect(batch.get_absolute_url())
    lede = _("It is read first. You look at what was found before anything comes into the scan.")
    return form_page(
        request,
        form,
        heading=_("Bring in references"),
        lede=lede,
        action=_("Read it"),
        back_url=scan.get_absolute_url(),
        crumbs=way(request, scan),
    )


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def references(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What was found in a file, what was left out, and what looks like the same work."""
    batch: ReferenceImport = get_object_or_404(queries.imports(request.member), pk=pk)
    is_running = batch.state in {FileState.WAITING, FileState.READING} or (
        batch.state == FileState.TAKEN and is_being_taken(batch.rows)
    )
    if "part" in request.GET and not is_running:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"batch": batch, "is_running": is_running, "done": batch.items.count()}
    if "part" in request.GET:
        return render(request, "evidence/scans/progress.html", context)
    context |= _read(request, batch) | {
        "may_write": may_change(request, batch.scan),
        "crumbs": way(request, batch.scan),
    }
    return render(request, "evidence/scans/references.html", context)


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def references_choose(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Say which references are the same work: one by one, or all that are undecided."""
    batch = own_import(request, pk)
    choices = _choices(request, batch)
    if tried(request, lambda: operations.choose(batch=batch, choices=choices, by=request.member)):
        say_done(request, _("Kept."))
    page = request.POST.get("page", "")
    return redirect(f"{batch.get_absolute_url()}{f'?page={page}' if page.isdecimal() else ''}")


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def references_take(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Take them into the scan."""
    batch = own_import(request, pk)
    tried(request, lambda: operations.take_references(batch=batch, by=request.member))
    return redirect(batch.get_absolute_url())


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def references_drop(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Put away a file that wasn't taken."""
    batch = own_import(request, pk)

    def drop() -> bool:
        operations.drop_references(batch=batch, by=request.member)
        return True

    if not tried(request, drop):
        return redirect(batch.get_absolute_url())
    say_done(request, _("The file is put away. It can be brought again."))
    return redirect(batch.scan.get_absolute_url())


def _choices(request: HttpRequest, batch: ReferenceImport) -> dict[int, bool]:
    """The choices of the page; with `all`, of every row that is undecided."""
    if every := request.POST.get("all"):
        return {number: every == "same" for number, row in enumerate(batch.rows) if is_undecided(row)}
    named = (
        (name.removeprefix("row-"), value) for name, value in request.POST.items() if name.startswith("row-")
    )
    return {int(number): value == "same" for number, value in named if number.isdecimal() and len(number) < 7}


def _read(request: MemberRequest, batch: ReferenceImport) -> dict[str, Any]:
    """The figures of a file, a page of what looks like the same work, and what was left out or mended."""
    alike = [(number, row) for number, row in enumerate(batch.rows) if "like" in row]
    undecided = sum(is_undecided(row) for _number, row in alike)
    page = Paginator(sorted(alike, key=lambda each: not is_undecided(each[1])), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    left = [each for each in batch.left_out if each["is_left_out"]]
    return {
        "figures": list(_figures(request, batch, alike, left)),
        "undecided": undecided,
        "alike": [_pair(number, row, batch.rows) for number, row in page],
        "page": page,
        "left": left,
        "mended": [each for each in batch.left_out if not each["is_left_out"]],
        "first": [row["ref"] for row in batch.rows[:5]],
        "repeated": batch.rows[:200] if batch.state == FileState.TAKEN else [],
    }


def _figures(
    request: MemberRequest, batch: ReferenceImport, alike: list[tuple[int, Row]], left: list[Any]
) -> Iterator[Figure]:
    yield Figure(batch.count, _("References read"))
    if batch.state == FileState.TAKEN:
        here = address(request, "scan-items", batch.scan_id) + "?at="
        yield Figure(batch.count - batch.duplicates, _("Came in"), here)
        yield Figure(batch.duplicates, _("There already"), "#repeated" if batch.duplicates else "")
    else:
        same = sum(bool(row.get("same")) for _number, row in alike)
        yield Figure(batch.count - same, _("New"))
        yield Figure(same, _("The same as another"), "#alike" if alike else "")
    yield Figure(len(left), _("Left out"), "#left-out" if left else "")


def _pair(number: int, row: Row, rows: list[Row]) -> dict[str, Any]:
    """A reference beside the one that it looks like."""
    like = row["like"]
    other = rows[like["row"]]["ref"] if "row" in like else like["ref"]
    where = _("further up in this file") if "row" in like else _("in this scan")
    if like.get("in_scan") is False:
        where = _("among our sources, not in this scan yet")
    return {
        "number": number, "ref": row["ref"], "other": other, "where": where,
        "ground": _GROUNDS[like["ground"]], "same": row.get("same"),
    }  # fmt: skip
