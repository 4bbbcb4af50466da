"""What the pages of circulation and comments share: the document, the way here, whether it is ours."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from imbizo.base.components import Link
from imbizo.base.web import MemberRequest
from imbizo.drafting import queries
from imbizo.drafting.models import Document
from imbizo.drafting.rules.commenting import may_comment
from imbizo.drafting.rules.writing import CLOSED, may_decide, may_write
from imbizo.drafting.views.frame import address


def seen(request: MemberRequest, pk: UUID) -> Document:
    """The document, where the member sees it; else 404."""
    document: Document = get_object_or_404(queries.documents(request.member), pk=pk)
    return document


def ours(request: MemberRequest, pk: UUID) -> Document:
    """The document, where it is the member's own partner's; else 404."""
    rows = queries.own(queries.documents(request.member), request.member)
    document: Document = get_object_or_404(rows, pk=pk)
    return document


def about(request: MemberRequest, document: Document, *further: Link) -> dict[str, Any]:
    """The context that every page about one document shares."""
    member = request.member
    way = [
        Link(_("Drafts"), address(request, "documents")),
        Link(document.title, document.get_absolute_url()),
    ]
    return {
        "document": document,
        "crumbs": [*way, *further],
        "is_ours": document.owner_id == member.partner_id,
        "may_decide": may_decide(member, document),
        "may_write": may_write(member, document),
        "may_comment": may_comment(member, document),
        "is_closed": document.state in CLOSED,
    }
