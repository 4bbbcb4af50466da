"""The safety sheet of a gathering."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from imbizo.base.web import MemberRequest, requires
from imbizo.convening.views.frame import frame, own
from imbizo.programmes.states import Permission


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def safety(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Whether it is safe to hold."""
    return render(request, "convening/safety/safety.html", frame(request, own(request, pk)))
