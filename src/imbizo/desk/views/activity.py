"""What was done by whom: in the programme, and to one record."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from imbizo.base.web import MemberRequest, requires
from imbizo.desk.forms import ActivityFilters, before_id
from imbizo.desk.tables import next_address
from imbizo.programmes.states import Permission
from imbizo.thread.queries import activity, find_record, record_history, tell

PAGE = 50
PART = 20


@requires(Permission.ACTIVITY_VIEW)
@require_safe
def activity_page(request: MemberRequest) -> HttpResponse:
    """The newest happenings that the member may know of, narrowed as asked."""
    filters = ActivityFilters(request.GET, member=request.member)
    found = activity(
        request.member, before=before_id(request.GET), limit=PAGE + 1, narrowed=filters.narrowed()
    )
    context = {
        "filters": filters,
        "lines": tell(request.member, found[:PAGE]),
        "next_url": next_address(request.GET, found, PAGE),
    }
    return render(request, "desk/activity.html", context)


@requires(Permission.ACTIVITY_VIEW)
@require_safe
def history_page(request: MemberRequest, kind: str, pk: UUID) -> HttpResponse:
    """Everything that was done to one record; with `part` only the newest, for the fold on its page."""
    record = find_record(request.member, kind, pk)
    if record is None:
        raise Http404
    limit = PART if "part" in request.GET else PAGE
    found = record_history(record, before=before_id(request.GET), limit=limit + 1)
    context = {
        "record": record,
        "lines": tell(request.member, found[:limit], here=True),
        "next_url": next_address(request.GET, found, limit),
    }
    return render(
        request, "desk/history_part.html" if "part" in request.GET else "desk/history.html", context
    )
