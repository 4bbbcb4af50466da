"""The picture of a scan's flow, its report in Word, and its references to take along."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.exports import references
from imbizo.evidence.exports import scan_flow as drawing
from imbizo.evidence.exports import scan_report as writing
from imbizo.evidence.models import Scan
from imbizo.evidence.queries import scanning as queries
from imbizo.evidence.queries.citing import reference_of
from imbizo.evidence.views.frame import address
from imbizo.evidence.views.scan_frame import found_scan, way
from imbizo.programmes.states import Permission

_FORMS: Final[dict[str, tuple[str, Callable[[Scan], bytes]]]] = {
    "svg": ("image/svg+xml", drawing.svg),
    "png": ("image/png", drawing.png),
    "pdf": ("application/pdf", drawing.as_pdf),
}


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def scan_flow(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The picture, with the same numbers in a table beside it; each number opens what it counts."""
    found = found_scan(request, pk)
    drawn = drawing.picture(found)
    context = {
        "scan": found,
        "picture": drawn,
        "described": drawing.described(drawn),
        "width": drawing.WIDTH,
        "items_url": address(request, "scan-items", found.pk),
        "repeated": found.imports.filter(duplicates__gt=0)
        .defer("rows", "left_out")
        .select_related("programme"),
        "by_hand": queries.items(request.member).filter(queries.PLACES["duplicate"], scan=found)[:200],
        "crumbs": way(request, found),
    }
    return render(request, "evidence/scans/flow.html", context)


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def scan_flow_file(request: MemberRequest, pk: UUID, form: str) -> HttpResponse:
    """The picture as SVG, PNG or PDF."""
    found = found_scan(request, pk)
    if form not in _FORMS:
        raise Http404
    kind, make = _FORMS[form]
    return _sent(make(found), kind, found, form)


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def scan_report(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The report in Word."""
    found = found_scan(request, pk)
    return _sent(writing.report(found), writing.WORD, found, "docx")


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def scan_ris(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What was taken in, as RIS, which every reference manager reads."""
    found = found_scan(request, pk)
    content = references.ris([reference_of(each) for each in queries.included(found)])
    return _sent(content, "application/x-research-info-systems", found, "ris")


def _sent(content: bytes, kind: str, scan: Scan, ending: str) -> HttpResponse:
    name = f"{slugify(scan.name)[:60] or 'scan'}.{ending}"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
