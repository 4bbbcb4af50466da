"""A codebook taken along to another program: the page that asks what goes into it, and the files."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.exports.projects import codebook_file, project_file
from imbizo.evidence.forms.projects import FilesForm
from imbizo.evidence.models import Codebook
from imbizo.evidence.queries import seeing
from imbizo.evidence.queries.taken_along import Taken, taken
from imbizo.evidence.views.codebooks import way
from imbizo.evidence.views.frame import address
from imbizo.programmes.states import Permission


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def codebook_files(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What goes into the file, and what stays here."""
    found = _found(request, pk)
    context = {
        "codebook": found,
        "taken": taken(found, request.member),
        "form": FilesForm(),
        "crumbs": way(request, found),
    }
    return render(request, "evidence/projects/files.html", context)


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def codebook_qdc(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The codes alone."""
    what = taken(_found(request, pk), request.member)
    if not what.codes:
        return _nothing(request, what)
    return _file(codebook_file(what), what, "qdc", "text/xml; charset=utf-8")


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def codebook_qdpx(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The codes with texts, codings and cases, as the form says."""
    what = taken(_found(request, pk), request.member)
    form = FilesForm({"inputs": "gathering", **request.GET.dict()})
    if not form.is_valid() or not what.codes:
        return _nothing(request, what)
    given = form.cleaned_data
    content = project_file(what, each_input=given["inputs"] == "each", named=given["names"])
    return _file(content, what, "qdpx", "application/zip")


def _found(request: MemberRequest, pk: UUID) -> Codebook:
    found: Codebook = get_object_or_404(seeing.codebooks(request.member), pk=pk)
    return found


def _nothing(request: MemberRequest, what: Taken) -> HttpResponseBase:
    messages.error(request, _("This codebook has no codes yet. Add one, then take it along."))
    return redirect(address(request, "codebook-files", what.codebook.pk))


def _file(content: bytes, what: Taken, ending: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    name = slugify(what.codebook.name)[:60] or "codebook"
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer
