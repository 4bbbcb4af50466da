"""The wall: what was let through, in big letters, for everybody in the room."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from imbizo.base.link_pages import link_closed
from imbizo.base.web import MemberRequest, public, requires
from imbizo.convening.models import Gathering
from imbizo.convening.queries import feed
from imbizo.convening.queries import inputs as queries
from imbizo.convening.views.frame import address, found, own
from imbizo.convening.views.guessing import note_wrong, unless_guessing
from imbizo.programmes.states import Permission
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import issue_public_link, open_public_link

_LINK = "wall"
_DAYS = 2


@requires(Permission.INPUTS_VIEW)
@never_cache
def wall(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The wall, for a member at the projector."""
    gathering = found(request, pk)
    return _wall(request, gathering, address(request, "wall", pk))


@public
@never_cache
@require_GET
@unless_guessing
def open_wall(request: HttpRequest, token: str) -> HttpResponseBase:
    """The wall on a laptop on which nobody is signed in."""
    try:
        link = open_public_link(token, purpose=_LINK)
    except LinkClosed:
        note_wrong(request)
        return link_closed(request)
    return _wall(request, queries.gathering_behind(link), request.path)


@require_POST
@requires(Permission.INPUTS_DECIDE)
def wall_link(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """An address for the projector's laptop: it opens the wall and nothing else, for two days."""
    gathering = own(request, pk)
    token = issue_public_link(gathering, purpose=_LINK, days=_DAYS, by=request.member)
    where = request.build_absolute_uri(reverse("convening:open-wall", args=[token]))
    messages.info(request, _("Open this on the projector, for two days: %(address)s") % {"address": where})
    return redirect(address(request, "inputs", pk))


def _wall(request: HttpRequest, gathering: Gathering, here: str) -> HttpResponse:
    """The whole page; to its own script what stands on it, or nothing where nothing has changed."""
    mark = feed.wall_mark(gathering)
    is_poll = "mark" in request.GET
    if is_poll and request.GET["mark"] == mark:
        return HttpResponse(status=204)
    chosen = {name: request.GET.get(name, "") for name in ("about", "language")}
    context: dict[str, Any] = {
        "gathering": gathering,
        "mark": mark,
        "rows": feed.on_wall(gathering, chosen["about"]),
        "here": here,
        "chosen": chosen,
    }
    part = "convening/inputs/wall_words.html" if is_poll else "convening/inputs/wall.html"
    return render(request, part, context)
