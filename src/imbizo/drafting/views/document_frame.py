"""What the pages of one document share: finding it, the way here, what the member may do with it."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from imbizo.base.components import Link
from imbizo.base.form_pages import sharing_page
from imbizo.base.web import MemberRequest
from imbizo.drafting import queries
from imbizo.drafting.models import Component, Document, Section
from imbizo.drafting.operations.documents import share
from imbizo.drafting.rules.commenting import may_comment
from imbizo.drafting.rules.writing import CLOSED, may_decide, may_write
from imbizo.drafting.views.frame import address
from imbizo.programmes.queries import other_partners


def seen(request: MemberRequest, pk: UUID) -> Document:
    """The document, where the member sees it; else 404."""
    document: Document = get_object_or_404(queries.documents(request.member), pk=pk)
    return document


def ours(request: MemberRequest, pk: UUID) -> Document:
    """The document, where it is the member's own partner's; else 404."""
    rows = queries.own(queries.documents(request.member), request.member)
    document: Document = get_object_or_404(rows, pk=pk)
    return document


def own_section(request: MemberRequest, pk: UUID) -> Section:
    """The section of a document of the member's partner; else 404."""
    rows = queries.of_documents(Section, request.member, only_own=True)
    section: Section = get_object_or_404(rows.select_related("programme", "document__programme"), pk=pk)
    return section


def crumbs(request: MemberRequest, document: Document | None = None, *more: Link) -> list[Link]:
    """The way here."""
    way = [Link(_("Drafts"), address(request, "documents"))]
    return [*way, Link(document.title, document.get_absolute_url()), *more] if document else way


def frame(request: MemberRequest, document: Document) -> dict[str, Any]:
    """The context that every page of one document shares."""
    is_open = document.state not in CLOSED
    return {
        "document": document,
        "crumbs": crumbs(request, document),
        "may_write": is_open and may_write(request.member, document),
        "may_publish": is_open and may_decide(request.member, document),
        "may_decide": may_decide(request.member, document),
    }


def about(request: MemberRequest, document: Document, *further: Link) -> dict[str, Any]:
    """The same for pages of circulation and comments; `may_write` also where the document is closed, for its summaries
    are written then too.
    """
    return frame(request, document) | {
        "crumbs": crumbs(request, document, *further),
        "is_ours": document.owner_id == request.member.partner_id,
        "is_closed": document.state in CLOSED,
        "may_comment": may_comment(request.member, document),
        "may_write": may_write(request.member, document),
    }


def who_reads(request: MemberRequest, record: Document | Component, way: Sequence[Link]) -> HttpResponse:
    """The page on which a partner chooses who reads a document or component of its own."""
    return sharing_page(
        request,
        record,
        partial(share, record=record),
        partners=other_partners(request.member),
        heading=_("Who reads “%(name)s”?") % {"name": record.title},
        lede=_(
            "They read it with its comments. Only you write in it, and names in the reference group stay with you."
        ),
        crumbs=way,
    )
