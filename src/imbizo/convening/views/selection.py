"""The draw for the open places of a gathering."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from imbizo.base.web import MemberRequest, requires
from imbizo.convening.views.frame import frame, own
from imbizo.programmes.states import Permission


@requires(Permission.INVITED_VIEW)
def selection(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The open places of a gathering."""
    return render(request, "convening/selection/selection.html", frame(request, own(request, pk)))
