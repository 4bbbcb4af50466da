"""What the pages of one gathering share: finding it, the way here, and trying an operation."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from imbizo.base.components import Link
from imbizo.base.errors import DomainError
from imbizo.base.web import MemberRequest
from imbizo.convening import queries
from imbizo.convening.models import Gathering

T = TypeVar("T")


def address(request: MemberRequest, name: str, *rest: object) -> str:
    """The address of a page of gatherings in the member's programme."""
    return reverse(f"convening:{name}", args=[request.member.programme.slug, *rest])


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


def attempt(form: forms.BaseForm, act: Callable[[dict[str, Any]], T]) -> T | None:
    """What `act` gives for a valid form; None where it is refused, with the sentence on the form."""
    if not form.is_valid():
        return None
    try:
        # A savepoint: the view goes on to draw the page.
        with transaction.atomic():
            return act(form.cleaned_data)
    except DomainError as error:
        field = getattr(error, "field", "")
        form.add_error(field if field in form.fields else None, str(error))
        return None


def tried(request: HttpRequest, act: Callable[[], T]) -> T | None:
    """What `act` gives; None where it is refused, with the sentence as a message on the next page."""
    try:
        return act()
    except DomainError as error:
        messages.error(request, str(error))
        return None
