"""Search over what the member may see."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from imbizo.base.web import MemberRequest, requires
from imbizo.desk.queries import search, searchable_kinds
from imbizo.desk.tables import kind_tabs
from imbizo.programmes.states import Permission
from imbizo.thread.operations import log_read


@requires(Permission.PROGRAMME_VIEW)
@require_safe
def search_page(request: MemberRequest) -> HttpResponse:
    """The best results for the words asked for, of one kind where one is chosen."""
    words, kind = request.GET.get("q", "").strip()[:200], request.GET.get("kind", "")
    found = search(request.member, words, kinds=[kind] if kind else [])
    log_read([result.record for result in found.results], by=request.member, how="search")
    context = {
        "found": found,
        "search_words": words,
        "kind": kind,
        "tabs": kind_tabs(searchable_kinds(request.member), words=words, chosen=kind),
    }
    return render(
        request,
        "desk/search_results.html" if "HX-Request" in request.headers else "desk/search.html",
        context,
    )
