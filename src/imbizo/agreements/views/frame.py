"""What the pages of agreements share: addresses, finding the agreement, the way here, a page with one form."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from imbizo.agreements import queries
from imbizo.agreements.models import AdoptionPath, Agreement
from imbizo.agreements.operations.holding import SETTLED
from imbizo.agreements.queries.adoption import title_of
from imbizo.base.components import Link
from imbizo.base.web import MemberRequest, addresses_of
from imbizo.programmes.states import Permission

address = addresses_of("agreements")


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


def path_crumbs(request: MemberRequest, path: AdoptionPath) -> list[Link]:
    """The way to a path: through the agreement's adoption, or that of a document such as the strategy."""
    if path.party is not None:
        agreement = path.party.agreement
        return [*crumbs(request, agreement), Link(_("Adoption"), address(request, "adoption", agreement.pk))]
    return [Link(title_of(path), address(request, "document-adoption", path.document_id))]


def frame(request: MemberRequest, agreement: Agreement) -> dict[str, Any]:
    """The context that every page of one agreement shares."""
    is_ours = agreement.owner_id == request.member.partner_id
    return {
        "agreement": agreement,
        "crumbs": crumbs(request, agreement),
        "is_ours": is_ours,
        "may_write": is_ours and request.member.may(Permission.AGREEMENTS_WRITE),
        "may_decide": is_ours and request.member.may(Permission.AGREEMENTS_DECIDE),
        "may_negotiate": is_ours and agreement.state not in SETTLED,
    }
