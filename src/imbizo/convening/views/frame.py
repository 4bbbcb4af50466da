"""What the pages of one gathering share: finding it, and the way here."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from imbizo.base.components import Link
from imbizo.base.web import MemberRequest, addresses_of
from imbizo.convening import queries
from imbizo.convening.models import Gathering

address = addresses_of("convening")


def found(request: MemberRequest, pk: UUID) -> Gathering:
    """The gathering, where the member sees it; else 404."""
    gathering: Gathering = get_object_or_404(queries.gatherings(request.member), pk=pk)
    return gathering


def own(request: MemberRequest, pk: UUID) -> Gathering:
    """The gathering, where the member's partner convenes it; else 404."""
    gathering: Gathering = get_object_or_404(queries.own(request.member), pk=pk)
    return gathering


def crumbs(request: MemberRequest, gathering: Gathering | None = None) -> list[Link]:
    """The way here."""
    way = [Link(_("Gatherings"), address(request, "gatherings"))]
    return [*way, Link(gathering.name, gathering.get_absolute_url())] if gathering else way


def frame(request: MemberRequest, gathering: Gathering) -> dict[str, Any]:
    """The context that every page of one gathering shares."""
    return {
        "gathering": gathering,
        "crumbs": crumbs(request, gathering),
        "is_ours": gathering.owner_id == request.member.partner_id,
    }
