"""What a member sees of drafts. Every page begins here.

A document that is shared is read by other partners, with its comments; only its owner's members write in it. Who sits
in the reference group, by name, stays with the owner: others see for whom they speak.
"""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from imbizo.drafting.models import Comment, Component, Document, Publication, Section
from imbizo.programmes.models import Membership, Shared
from imbizo.programmes.states import Permission

M = TypeVar("M", bound=Model)
S = TypeVar("S", bound=Shared)


def _shared(model: type[S], member: Membership) -> QuerySet[S]:
    if not member.may(Permission.DRAFTS_VIEW):
        return model._default_manager.none()
    rows: QuerySet[S] = model._default_manager.all().visible_to(member)
    return rows.select_related("programme", "owner")


def documents(member: Membership) -> QuerySet[Document]:
    """The documents of the member's partner, and those shared with it."""
    return _shared(Document, member)


def components(member: Membership) -> QuerySet[Component]:
    return _shared(Component, member).select_related("document")


def own(rows: QuerySet[S], member: Membership) -> QuerySet[S]:
    """Those of them that the member's partner owns, and may change."""
    return rows.filter(owner_id=member.partner_id)


def of_documents(
    model: type[M], member: Membership, *, path: str = "document", only_own: bool = False
) -> QuerySet[M]:
    """The rows of a model whose document (found at `path`) the member sees; or, with `only_own`, may change."""
    seen = own(documents(member), member) if only_own else documents(member)
    rows: QuerySet[Any] = model._default_manager.all()
    return rows.filter(**{f"{path}__in": seen.order_by().values("pk")})


def sections(member: Membership) -> QuerySet[Section]:
    return of_documents(Section, member).select_related("programme", "document")


def publications(member: Membership) -> QuerySet[Publication]:
    return of_documents(Publication, member).select_related("programme", "document")


def comments(member: Membership) -> QuerySet[Comment]:
    return of_documents(Comment, member).select_related("programme", "document", "section")
