"""Pages."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission


@requires(Permission.EVIDENCE_VIEW)
def themes(request: MemberRequest) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.EVIDENCE_VIEW)
def theme(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.EVIDENCE_VIEW)
def matrix(request: MemberRequest) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.EVIDENCE_VIEW)
def unanswered(request: MemberRequest) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.EVIDENCE_VIEW)
def grouping(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render(request, "base/layout.html")
