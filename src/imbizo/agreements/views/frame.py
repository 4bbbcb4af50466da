"""What the pages of agreements share: addresses, finding the agreement, the way here, a page with one form."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from imbizo.agreements import queries
from imbizo.agreements.models import Agreement
from imbizo.base.components import Link
from imbizo.base.web import MemberRequest
from imbizo.programmes.states import Permission


def address(request: MemberRequest, name: str, *rest: object) -> str:
    """The address of a page of agreements in the member's programme."""
    return reverse(f"agreements:{name}", args=[request.member.programme.slug, *rest])


def found(request: MemberRequest, pk: UUID) -> Agreement:
    """The agreement, where the member sees it; else 404."""
    agreement: Agreement = get_object_or_404(queries.agreements(request.member), pk=pk)
    return agreement


def own(request: MemberRequest, pk: UUID) -> Agreement:
    """The agreement, where the member's partner keeps it; else 404."""
    agreement: Agreement = get_object_or_404(queries.own(request.member), pk=pk)
    return agreement


def crumbs(request: MemberRequest, agreement: Agreement | None = None) -> list[Link]:
    """The way here."""
    way = [Link(_("Agreements"), address(request, "agreements"))]
    return [*way, Link(str(agreement), agreement.get_absolute_url())] if agreement else way


def frame(request: MemberRequest, agreement: Agreement) -> dict[str, Any]:
    """The context that every page of one agreement shares."""
    is_ours = agreement.owner_id == request.member.partner_id
    return {
        "agreement": agreement,
        "crumbs": crumbs(request, agreement),
        "is_ours": is_ours,
        "may_write": is_ours and request.member.may(Permission.AGREEMENTS_WRITE),
        "may_decide": is_ours and request.member.may(Permission.AGREEMENTS_DECIDE),
    }


def form_page(
    request: MemberRequest,
    form: forms.BaseForm,
    *,
    heading: str,
    action: str,
    back_url: str,
    lede: str = "",
    way: Sequence[Link] = (),
    template: str = "agreements/form.html",
    **more: Any,
) -> HttpResponse:
    """A page with one form; `action` is the verb on its button."""
    context = {"form": form, "heading": heading, "lede": lede, "action": action, "back_url": back_url}
    return render(request, template, context | {"crumbs": way, **more})
