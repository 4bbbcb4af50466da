"""What messages cost, and the budget lines that pay for them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission


@requires(Permission.SPENDING_VIEW)
def spending(request: MemberRequest) -> HttpResponse:
    """What was spent, and what waits."""
    return render(request, "outreach/money/spending.html", {})


@requires(Permission.SPENDING_VIEW)
def budget_line_add(request: MemberRequest) -> HttpResponse:
    """A new budget line."""
    return render(request, "outreach/money/spending.html", {})


@requires(Permission.SPENDING_VIEW)
def budget_line_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change a budget line."""
    return render(request, "outreach/money/spending.html", {})
