"""Pages."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission


@requires(Permission.EVIDENCE_VIEW)
def scans(request: MemberRequest) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.EVIDENCE_VIEW)
def scan(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.EVIDENCE_VIEW)
def scan_question(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.EVIDENCE_VIEW)
def scan_item(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.EVIDENCE_VIEW)
def references(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render(request, "base/layout.html")
