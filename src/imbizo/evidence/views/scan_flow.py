"""The picture of a scan's flow, its report in Word, and its references to take along."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from imbizo.base.files import saved
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

_FORMS: Final[dict[str, Callable[[Scan], bytes]]] = {
    "svg": drawing.svg,
    "png": drawing.png,
    "pdf": drawing.as_pdf,
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
def scan_flow_file(request: MemberRequest, pk: UUID, form: str) -> HttpResponseBase:
    """The picture as SVG, PNG or PDF."""
    found = found_scan(request, pk)
    if form not in _FORMS:
        raise Http404
    return saved(_FORMS[form](found), f"{found.name}.{form}")


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def scan_report(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The report in Word."""
    found = found_scan(request, pk)
    return saved(writing.report(found), f"{found.name}.docx")


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def scan_ris(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """What was taken in, as RIS, which every reference manager reads."""
    found = found_scan(request, pk)
    content = references.ris([reference_of(each) for each in queries.included(found)])
    return saved(content, f"{found.name}.ris")
