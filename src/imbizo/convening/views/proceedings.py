"""The proceedings of a gathering."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from imbizo.base.web import MemberRequest, requires
from imbizo.convening.queries import said
from imbizo.convening.views.frame import frame, own
from imbizo.programmes.states import Permission


@requires(Permission.INPUTS_VIEW)
def proceedings(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The record of the gathering, as far as it is written."""
    gathering = own(request, pk)
    context = frame(request, gathering) | {"proceedings": said.proceedings_for(gathering, request.member)}
    return render(request, "convening/afterwards/proceedings.html", context)
