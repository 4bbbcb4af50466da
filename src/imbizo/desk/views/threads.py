"""The whole thread of one record."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission
from imbizo.thread.exports import prov_json
from imbizo.thread.queries import find_record, outline
from imbizo.thread.queries.picture import picture
from imbizo.thread.queries.telling import story


@requires(Permission.PROGRAMME_VIEW)
@require_safe
def thread_page(request: MemberRequest, kind: str, pk: UUID) -> HttpResponse:
    """Where the record came from and what became of it, to the ends: in sentences, as an outline, as a picture."""
    record = find_record(request.member, kind, pk)
    if record is None:
        raise Http404
    told = story(record, request.member)
    context = {
        "record": record,
        "kind": kind,
        "told": told,
        "came_from": outline(record.pk, told.before.strands),
        "became": outline(record.pk, told.after.strands),
        "picture": picture(record, told),
    }
    return render(request, "desk/thread.html", context)


@requires(Permission.PROGRAMME_VIEW)
@require_safe
def thread_export(request: MemberRequest, kind: str, pk: UUID) -> HttpResponse:
    """The same as PROV-JSON."""
    record = find_record(request.member, kind, pk)
    if record is None:
        raise Http404
    response = JsonResponse(prov_json(record, request.member), json_dumps_params={"indent": 1})
    response["Content-Disposition"] = f'attachment; filename="thread-{pk}.prov.json"'
    return response
