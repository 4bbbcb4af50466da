"""What the pages of a literature scan share: finding it, the way here, a page with one form."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from imbizo.base.components import Link
from imbizo.base.web import MemberRequest
from imbizo.evidence.models import ReferenceImport, Scan, ScanItem, ScanQuestion
from imbizo.evidence.queries import scanning as queries
from imbizo.evidence.queries import seeing
from imbizo.evidence.views.frame import address
from imbizo.programmes.states import Permission


def found_scan(request: MemberRequest, pk: UUID) -> Scan:
    """The scan, where the member sees it; else Http404."""
    rows = seeing.scans(request.member).select_related(
        "lead__user", "lead__partner", "second__user", "second__partner"
    )
    found: Scan = get_object_or_404(rows, pk=pk)
    return found


def own_scan(request: MemberRequest, pk: UUID) -> Scan:
    """A scan of the member's own partner; else Http404."""
    found: Scan = get_object_or_404(queries.own(request.member), pk=pk)
    return found


def own_item(request: MemberRequest, pk: UUID) -> ScanItem:
    found: ScanItem = get_object_or_404(queries.own_items(request.member), pk=pk)
    return found


def own_import(request: MemberRequest, pk: UUID) -> ReferenceImport:
    rows = queries.imports(request.member).filter(scan__owner_id=request.member.partner_id)
    found: ReferenceImport = get_object_or_404(rows, pk=pk)
    return found


def own_question(request: MemberRequest, pk: UUID) -> ScanQuestion:
    rows = queries.questions(request.member).filter(scan__owner_id=request.member.partner_id)
    found: ScanQuestion = get_object_or_404(rows, pk=pk)
    return found


def may_change(request: MemberRequest, scan: Scan) -> bool:
    """Whether the member can work in the scan: it is theirs, open, and they may write."""
    is_ours = scan.owner_id == request.member.partner_id
    return is_ours and not scan.closed_on and request.member.may(Permission.EVIDENCE_WRITE)


def way(request: MemberRequest, *records: Any) -> list[Link]:
    """The way here."""
    scans = Link(_("Literature scans"), address(request, "scans"))
    return [scans, *(Link(str(each), each.get_absolute_url()) for each in records)]
