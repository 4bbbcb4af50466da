"""The certificates of a gathering."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from imbizo.base.web import MemberRequest, requires
from imbizo.convening.views.frame import frame, own
from imbizo.programmes.states import Permission


@requires(Permission.DAY_REGISTER)
def certificates(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Who gets one."""
    gathering = own(request, pk)
    context = frame(request, gathering)
    return render(request, "convening/afterwards/certificates.html", context)
