"""Pages."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission


@requires(Permission.DRAFTS_VIEW)
def section(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render(request, "base/layout.html")
