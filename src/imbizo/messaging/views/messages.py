"""One message: what became of it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from imbizo.base.web import MemberRequest, requires
from imbizo.messaging import queries
from imbizo.programmes.states import Permission


@requires(Permission.CONTACTS_VIEW)
@require_safe
def message(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One message."""
    found = get_object_or_404(queries.messages(request.member), pk=pk)
    return render(request, "messaging/message.html", {"message": found})
