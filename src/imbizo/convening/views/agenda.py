"""The agenda of a gathering."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from imbizo.base.web import MemberRequest, requires
from imbizo.convening.views.frame import found, frame
from imbizo.programmes.states import Permission


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def agenda(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The sessions of a gathering."""
    gathering = found(request, pk)
    return render(
        request, "convening/agenda/agenda.html", frame(request, gathering) | {"items": gathering.items.all()}
    )
