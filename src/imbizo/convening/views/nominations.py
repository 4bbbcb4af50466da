"""Institutions that are asked to name people: all of a gathering, and one of them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from imbizo.base.web import MemberRequest, requires
from imbizo.convening.models import Nomination
from imbizo.convening.queries import of_gatherings
from imbizo.convening.views.frame import frame, own
from imbizo.programmes.states import Permission


@requires(Permission.INVITED_VIEW)
def nominations(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Who was asked to name people for a gathering."""
    return render(request, "convening/nominations/list.html", frame(request, own(request, pk)))


@requires(Permission.INVITED_VIEW)
def nomination(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One institution, and whom it named."""
    rows = of_gatherings(Nomination, request.member, Permission.INVITED_VIEW, only_own=True)
    asked = get_object_or_404(rows.select_related("gathering", "institution"), pk=pk)
    context = {**frame(request, asked.gathering), "asked": asked}
    return render(request, "convening/nominations/nomination.html", context)
