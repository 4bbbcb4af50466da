"""Who is on the list of a gathering, and who is left out."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from imbizo.base.web import MemberRequest, requires
from imbizo.convening.queries.balance import balance as drawn
from imbizo.convening.views.frame import frame, own
from imbizo.programmes.states import Permission


@requires(Permission.INVITED_VIEW)
def balance(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The balance of one gathering: tables that open down to names."""
    gathering = own(request, pk)
    context = {**frame(request, gathering), "balance": drawn(gathering, request.member)}
    return render(request, "convening/selection/balance.html", context)
