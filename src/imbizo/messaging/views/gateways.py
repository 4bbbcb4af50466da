"""The gateways of a programme: how each is, and everything that can be done with one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from imbizo.base.web import MemberRequest, requires
from imbizo.messaging import queries
from imbizo.programmes.states import Permission


@requires(Permission.GATEWAYS_VIEW)
@require_safe
def gateways(request: MemberRequest) -> HttpResponse:
    """Each gateway with how it is, trouble first."""
    return render(request, "messaging/gateways.html", {"gateways": queries.gateways(request.member)})


@requires(Permission.GATEWAYS_VIEW)
@require_safe
def gateway(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One gateway."""
    found = get_object_or_404(queries.gateways(request.member), pk=pk)
    return render(request, "messaging/gateway.html", {"gateway": found})
