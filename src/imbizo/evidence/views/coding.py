"""Pages."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission


@requires(Permission.EVIDENCE_VIEW)
def codebooks(request: MemberRequest) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.EVIDENCE_VIEW)
def codebook(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.EVIDENCE_VIEW)
def code(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.EVIDENCE_VIEW)
def code_input(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.EVIDENCE_VIEW)
def code_source(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.EVIDENCE_VIEW)
def coding_round(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.EVIDENCE_VIEW)
def project_import(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render(request, "base/layout.html")
