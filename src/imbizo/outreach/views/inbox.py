"""The inbox: conversations by person, and one of them as a thread of messages."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from imbizo.base.web import MemberRequest, requires
from imbizo.outreach import queries
from imbizo.programmes.states import Permission


@requires(Permission.INBOX_VIEW)
@require_safe
def inbox(request: MemberRequest) -> HttpResponse:
    """The conversations that the member sees, newest first."""
    return render(
        request, "outreach/inbox/inbox.html", {"conversations": queries.conversations(request.member)[:50]}
    )


@requires(Permission.INBOX_VIEW)
@require_safe
def conversation(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One conversation."""
    found = get_object_or_404(queries.conversations(request.member), pk=pk)
    return render(request, "outreach/inbox/conversation.html", {"conversation": found})
