"""Designs: agendas to use again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from imbizo.base.web import MemberRequest, requires
from imbizo.convening import queries
from imbizo.programmes.states import Permission


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def designs(request: MemberRequest) -> HttpResponse:
    """The designs that the member sees."""
    return render(request, "convening/designs/list.html", {"designs": queries.designs(request.member)})


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def design(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One design with its agenda."""
    found = get_object_or_404(queries.designs(request.member), pk=pk)
    return render(request, "convening/designs/design.html", {"design": found, "items": found.items.all()})
