"""Bringing in a register: the upload, the columns, the dry run, and what came of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.actors.forms.import_rows import BroughtInTable, ImportTable, RowTable
from imbizo.actors.forms.imports import BringInForm, ColumnsForm, UploadForm
from imbizo.actors.models import ImportBatch
from imbizo.actors.operations import imports as operations
from imbizo.actors.queries import imports as queries
from imbizo.actors.states import BatchState, RowPlan
from imbizo.actors.views.frame import address
from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Empty, Figure, Link
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission

WORKING = {
    BatchState.UPLOADED: gettext_lazy("The file is being read"),
    BatchState.READING: gettext_lazy("The file is being read"),
    BatchState.CHECKING: gettext_lazy("The rows are being checked; nothing is written yet"),
    BatchState.APPLYING: gettext_lazy("The register is being brought in"),
    BatchState.UNDOING: gettext_lazy("The import is being taken back"),
}


@requires(Permission.ACTORS_IMPORT)
@require_safe
def imports(request: MemberRequest) -> HttpResponse:
    """What was brought in, and what is on its way."""
    nothing = Empty(
        _("Nothing was brought in yet"),
        _(
            "Bring the office's spreadsheet as it is. You see what each row will do before anything is written."
        ),
        _("Bring in a file"),
        address(request, "import-new"),
        "file-import",
    )
    table = ImportTable(request, queries.imports(request.member), empty=nothing)
    return render(request, "actors/imports/imports.html", {"table": table})


@requires(Permission.ACTORS_IMPORT)
def import_new(request: MemberRequest) -> HttpResponse:
    """Hand in a file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        batch = attempt(
            form, lambda said: operations.upload(file=said["file"], id=said["id"], by=request.member)
        )
        if batch is not None:
            return redirect("actors:import", request.member.programme.slug, batch.pk)
    context = {"form": form, "crumbs": _crumbs(request, _("Bring in a file"))}
    return render(request, "actors/imports/upload.html", context)


@requires(Permission.ACTORS_IMPORT)
@require_safe
def import_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The import at the point where it is."""
    batch = _batch(request, pk)
    pages: dict[BatchState, Callable[[MemberRequest, ImportBatch], HttpResponse]] = {
        BatchState.MAPPING: _columns_page,
        BatchState.READY: _rows_page,
        BatchState.DONE: _done_page,
        BatchState.UNDONE: _done_page,
        BatchState.REFUSED: _refused_page,
        BatchState.DISCARDED: _refused_page,
    }
    return pages.get(BatchState(batch.state), _working_page)(request, batch)


@requires(Permission.ACTORS_IMPORT)
@require_safe
def import_progress(request: MemberRequest, pk: UUID) -> HttpResponse:
    """How far it is, for a page that asks every second; when it is done the page is loaded anew."""
    batch = _batch(request, pk)
    response = render(request, "actors/imports/progress.html", _progress(batch))
    if batch.state not in WORKING:
        response["HX-Refresh"] = "true"
    return response


@requires(Permission.ACTORS_IMPORT)
@require_POST
def import_columns(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Confirm what the columns mean, and have the rows checked."""
    batch = _batch(request, pk)
    form = ColumnsForm(request.POST, batch=batch, sheet=request.POST.get("sheet", ""))
    done = attempt(
        form,
        lambda _said: operations.confirm_columns(batch=batch, by=request.member, **form.confirmed),
    )
    return _columns_page(request, batch, form) if done is None else _back(request, batch)


@requires(Permission.ACTORS_IMPORT)
@require_POST
def import_decide(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Decide about the rows selected."""
    batch = _batch(request, pk)
    decision = request.POST.get("action", "")
    rows = [UUID(row) for row in request.POST.getlist("selected") if _is_id(row)]
    if decision in operations.DECISIONS:
        decided = tried(
            request, lambda: operations.decide(batch=batch, rows=rows, decision=decision, by=request.member)
        )
        if decided is not None:
            say_done(
                request,
                ngettext("%(n)s row was decided.", "%(n)s rows were decided.", decided) % {"n": decided},
            )
    return _back(request, batch)


@requires(Permission.ACTORS_IMPORT)
@require_POST
def import_sure(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take every sure suggestion."""
    batch = _batch(request, pk)
    decided = tried(request, lambda: operations.decide_sure(batch=batch, by=request.member))
    if decided is not None:
        say_done(
            request, ngettext("%(n)s row was decided.", "%(n)s rows were decided.", decided) % {"n": decided}
        )
    return _back(request, batch)


@requires(Permission.ACTORS_IMPORT)
@require_POST
def import_change_columns(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Go back to the columns."""
    batch = _batch(request, pk)
    tried(request, lambda: operations.change_columns(batch=batch, by=request.member))
    return _back(request, batch)


@requires(Permission.ACTORS_IMPORT)
@require_POST
def import_bring_in(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Bring it in."""
    batch = _batch(request, pk)
    form = BringInForm(request.POST, asks=queries.opted_out(batch).exists())
    done = attempt(
        form,
        lambda said: operations.bring_in(batch=batch, keep_out=said.get("keep_out"), by=request.member),
    )
    return _rows_page(request, batch, form) if done is None else _back(request, batch)


@requires(Permission.ACTORS_IMPORT)
@require_POST
def import_discard(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Throw the file away."""
    batch = _batch(request, pk)
    if tried(request, lambda: operations.discard(batch=batch, by=request.member)):
        say_done(request, _("The file was thrown away. Nothing of it was brought in."))
    return redirect("actors:imports", request.member.programme.slug)


@requires(Permission.ACTORS_IMPORT)
@require_POST
def import_undo(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take back what was brought in."""
    batch = _batch(request, pk)
    tried(request, lambda: operations.undo_import(batch=batch, by=request.member))
    return _back(request, batch)


# The pages of each state


def _working_page(request: MemberRequest, batch: ImportBatch) -> HttpResponse:
    return render(request, "actors/imports/working.html", _frame(request, batch) | _progress(batch))


def _progress(batch: ImportBatch) -> dict[str, Any]:
    counts = {"done": batch.rows_done, "total": batch.rows_total}
    text = _("%(done)s of %(total)s rows") % counts if batch.rows_total and batch.rows_done else ""
    return {"batch": batch, "doing": WORKING.get(BatchState(batch.state), ""), "sentence": text}


def _columns_page(
    request: MemberRequest, batch: ImportBatch, form: ColumnsForm | None = None
) -> HttpResponse:
    sheet = request.GET.get("sheet", batch.sheet)
    shown = form or ColumnsForm(batch=batch, sheet=sheet)
    sheets = [
        Link(
            each["name"] or _("The sheet"),
            f"?sheet={each['name']}",
            each["name"] == shown.sheet["name"],
            each["rows"],
        )
        for each in batch.columns
    ]
    context = {
        "form": shown,
        "sheets": sheets if len(sheets) > 1 else [],
        "earlier": queries.same_file(batch),
    }
    return render(request, "actors/imports/columns.html", _frame(request, batch) | context)


def _rows_page(request: MemberRequest, batch: ImportBatch, form: BringInForm | None = None) -> HttpResponse:
    refusing = queries.opted_out(batch)
    context = {
        "table": RowTable(
            request,
            queries.rows(batch),
            bulk_actions=[
                ("same", _("It is the person suggested")),
                ("different", _("It is somebody else")),
                ("skip", _("Leave it out")),
                ("later", _("Decide later")),
            ],
            bulk_url=address(request, "import-decide", batch.pk),
        ),
        "figures": _figures(request, batch),
        "form": form or BringInForm(asks=refusing.exists()),
        "refusing": refusing,
        "sure": queries.sure_rows(batch),
        "undecided": batch.counts.get(RowPlan.DECIDE, 0),
        "coming": sum(batch.counts.get(plan, 0) for plan in (RowPlan.CREATE, RowPlan.UPDATE, RowPlan.DECIDE)),
    }
    return render(request, "actors/imports/rows.html", _frame(request, batch) | context)


def _done_page(request: MemberRequest, batch: ImportBatch) -> HttpResponse:
    made = queries.made(batch)
    context = {
        "table": BroughtInTable(request, queries.rows(batch)),
        "figures": _figures(request, batch),
        "made": made,
        "doubles": queries.doubles(batch, request.member).count(),
        "may_merge": request.member.may(Permission.ACTORS_MERGE),
        "is_undone": batch.state == BatchState.UNDONE,
        "kept": operations.kept_rows(batch) if batch.state == BatchState.UNDONE else None,
    }
    return render(request, "actors/imports/done.html", _frame(request, batch) | context)


def _refused_page(request: MemberRequest, batch: ImportBatch) -> HttpResponse:
    return render(request, "actors/imports/refused.html", _frame(request, batch))


def _figures(request: MemberRequest, batch: ImportBatch) -> list[Figure]:
    """How many rows do what; each number shows them."""
    return [
        Figure(batch.counts[plan], plan.label, f"?plan={plan}#rows")
        for plan in RowPlan
        if batch.counts.get(plan)
    ]


def _frame(request: MemberRequest, batch: ImportBatch) -> dict[str, Any]:
    return {"batch": batch, "crumbs": _crumbs(request, batch.filename)}


def _batch(request: MemberRequest, pk: UUID) -> ImportBatch:
    return get_object_or_404(queries.imports(request.member), pk=pk)


def _back(request: MemberRequest, batch: ImportBatch) -> HttpResponse:
    return redirect("actors:import", request.member.programme.slug, batch.pk)


def _crumbs(request: MemberRequest, here: str) -> list[Link]:
    return [
        Link(_("People"), address(request, "register")),
        Link(_("Imports"), address(request, "imports")),
        Link(here, ""),
    ]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
