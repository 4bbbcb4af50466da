"""Pages."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission


@requires(Permission.EVIDENCE_VIEW)
def sources(request: MemberRequest) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.EVIDENCE_VIEW)
def source(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.EVIDENCE_VIEW)
def practices(request: MemberRequest) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.EVIDENCE_VIEW)
def excerpt(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render(request, "base/layout.html")
