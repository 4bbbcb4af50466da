"""Training modules."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from imbizo.base.web import MemberRequest, requires
from imbizo.convening import queries
from imbizo.programmes.states import Permission


@requires(Permission.GATHERINGS_VIEW)
def modules(request: MemberRequest) -> HttpResponse:
    """All that is taught."""
    return render(request, "convening/training/modules.html", {"modules": queries.modules(request.member)})


@requires(Permission.GATHERINGS_VIEW)
def module(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One module, in its versions."""
    found = get_object_or_404(queries.modules(request.member), pk=pk)
    return render(request, "convening/training/module.html", {"module": found})
