"""Pages."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission


@requires(Permission.AGREEMENTS_VIEW)
def measures(request: MemberRequest) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.AGREEMENTS_VIEW)
def measures_of(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render(request, "base/layout.html")


@requires(Permission.AGREEMENTS_VIEW)
def measure(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render(request, "base/layout.html")
