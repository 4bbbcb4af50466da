"""How much of the thread holds, and what doesn't: each figure opens down to its records."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from imbizo.agreements.queries import coverage as queries
from imbizo.agreements.views.frame import address
from imbizo.base.components import Link
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission

PAGE = 50  # records


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def coverage(request: MemberRequest) -> HttpResponse:
    """From what was said to what is done: how much is answered, used, sourced, owned and paid for."""
    told = queries.figures(request.member)
    places = queries.by_municipality(request.member) if request.member.may(Permission.EVIDENCE_VIEW) else []
    worst = max(
        (each for each in told if each.figures.left), key=lambda each: each.figures.left, default=None
    )
    context = {"told": told, "places": places, "worst": worst}
    return render(request, "agreements/coverage/coverage.html", context)


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def coverage_left(request: MemberRequest, line: str) -> HttpResponse:
    """The records of which one line doesn't hold."""
    found = queries.line_called(line, request.member)
    if found is None:
        raise Http404
    page = Paginator(found.left(request.member).order_by("pk"), PAGE).get_page(request.GET.get("page"))
    context = {"line": found, "page": page, "crumbs": [Link(_("Coverage"), address(request, "coverage"))]}
    return render(request, "agreements/coverage/left.html", context)
