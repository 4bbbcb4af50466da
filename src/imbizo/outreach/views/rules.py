"""What the programme decides about reaching people."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission


@requires(Permission.GATEWAYS_MANAGE)
def rules(request: MemberRequest) -> HttpResponse:
    """The rules of outreach."""
    return render(request, "outreach/money/rules.html", {})


@requires(Permission.GATEWAYS_MANAGE)
def help_number_add(request: MemberRequest) -> HttpResponse:
    """A new number for help."""
    return render(request, "outreach/money/rules.html", {})


@requires(Permission.GATEWAYS_MANAGE)
def help_number_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change a number for help."""
    return render(request, "outreach/money/rules.html", {})
