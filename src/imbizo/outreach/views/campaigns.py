"""The list of campaigns, and a campaign from its first draft to its copy."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from imbizo.base.web import MemberRequest, requires
from imbizo.outreach import queries
from imbizo.outreach.tables.campaigns import CampaignsTable
from imbizo.programmes.states import Permission


@requires(Permission.OUTREACH_VIEW)
@require_safe
def campaigns(request: MemberRequest) -> HttpResponse:
    """The campaigns that the member sees, the newest first."""
    table = CampaignsTable(request, queries.campaigns(request.member))
    return render(request, "outreach/campaigns/campaigns.html", {"table": table})


@requires(Permission.OUTREACH_VIEW)
@require_safe
def campaign(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A campaign."""
    found = get_object_or_404(queries.campaigns(request.member), pk=pk)
    return render(request, "outreach/campaigns/campaign.html", {"campaign": found})
