"""What the views of messaging share: addresses, the way back, trying an operation."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from imbizo.base.components import Link
from imbizo.base.errors import DomainError
from imbizo.base.web import MemberRequest, addresses_of
from imbizo.messaging.models import Gateway
from imbizo.messaging.queries.gateways import own_gateways

address = addresses_of("messaging")


def crumbs(request: MemberRequest, here: str, gateway: Gateway | None = None) -> list[Link]:
    """The way from the gateways to this page."""
    way = [Link(_("Gateways"), address(request, "gateways"))]
    if gateway is not None:
        way.append(Link(gateway.name, address(request, "gateway", gateway.pk)))
    return [*way, Link(here, "", is_current=True)]


def own_gateway_or_404(request: MemberRequest, pk: UUID) -> Gateway:
    """A gateway that the member's programme set up."""
    return get_object_or_404(own_gateways(request.member), pk=pk)


def is_done(form: forms.BaseForm, act: Callable[[], object], field_of: Callable[[str], str | None]) -> bool:
    """Whether the form is whole and what it asks for was done; if not, the form says why, at the field."""
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as error:
        form.add_error(field_of(getattr(error, "field", "")), str(error))
        return False
    return True
