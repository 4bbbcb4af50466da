"""What is taught at a training."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from imbizo.base.web import MemberRequest, requires
from imbizo.convening.queries import training as queries
from imbizo.convening.views.frame import found, frame
from imbizo.programmes.states import Permission


@requires(Permission.GATHERINGS_VIEW)
def training(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The modules of a training."""
    gathering = found(request, pk)
    context = frame(request, gathering) | {"taught": queries.taught(gathering)}
    return render(request, "convening/training/training.html", context)
