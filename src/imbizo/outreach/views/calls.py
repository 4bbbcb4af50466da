"""Call lists, and the page from which somebody is rung."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from imbizo.base.web import MemberRequest, requires
from imbizo.outreach import queries
from imbizo.outreach.models import Call
from imbizo.programmes.states import Permission


@requires(Permission.OUTREACH_VIEW)
@require_safe
def call_lists(request: MemberRequest) -> HttpResponse:
    """The call lists that the member sees."""
    return render(request, "outreach/calls/lists.html", {})


@requires(Permission.OUTREACH_VIEW)
@require_safe
def call_list(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A call list."""
    found = get_object_or_404(queries.call_lists(request.member), pk=pk)
    return render(request, "outreach/calls/list.html", {"call_list": found})


@requires(Permission.CALLS_MAKE)
@require_safe
def call(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One call."""
    found = get_object_or_404(Call.objects.filter(call_list__in=queries.call_lists(request.member)), pk=pk)
    return render(request, "outreach/calls/call.html", {"call": found})
