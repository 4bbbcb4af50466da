"""A campaign's text, ready to be shared to groups by hand."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from imbizo.base.web import MemberRequest, requires
from imbizo.outreach import queries
from imbizo.programmes.states import Permission


@requires(Permission.OUTREACH_VIEW)
def campaign_share(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The texts of a campaign to copy, and who shared them where."""
    found = get_object_or_404(queries.campaigns(request.member), pk=pk)
    return render(request, "outreach/calls/share.html", {"campaign": found})
