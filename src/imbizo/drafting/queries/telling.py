"""How components, sections and comments stand in the plain sentences of a thread."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.base.sentences import listed
from imbizo.calc.outlines import Leaf, numbered
from imbizo.drafting.models import Comment, Component, Disposition, Document, Section
from imbizo.drafting.queries.outline import standing
from imbizo.drafting.states import DocumentKind, SectionState
from imbizo.programmes.models import Membership
from imbizo.thread.queries.telling import few
from imbizo.thread.registry import Telling
from imbizo.thread.states import Part, Stage


def numbers_in(documents: Collection[UUID]) -> dict[UUID, str]:
    """The numbers that the sections of these documents have now: one query for all of them."""
    rows = Section.objects.filter(document__in=list(documents), removed_because="", joined_into=None)
    rows = rows.order_by("position", "created_at").only("document_id", "parent_id", "position")
    leaves: dict[UUID, list[Leaf[UUID]]] = {}
    for each in rows:
        leaves.setdefault(each.document_id, []).append(Leaf(each.pk, each.parent_id, each.position))
    return {place.id: place.number for found in leaves.values() for place in numbered(found)}


def sections(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    """Where in which documents, by the numbers of now. Those of agreements are told as clauses."""
    rows = Section.objects.filter(pk__in=list(ids), removed_because="", joined_into=None)
    rows = rows.exclude(document__kind=DocumentKind.AGREEMENT)
    titles: dict[UUID, str] = {}
    inside: dict[UUID, list[UUID]] = {}
    for pk, document, title in rows.order_by("document__title").values_list(
        "pk", "document", "document__title"
    ):
        titles[document] = title
        inside.setdefault(document, []).append(pk)
    number = numbers_in(titles)
    return few([in_document(inside[pk], number, title) for pk, title in titles.items()])


def in_document(ids: Sequence[UUID], number: Mapping[UUID, str], title: str) -> str:
    """Some sections in the order of reading: "section 3 of “Strategy”", "sections 3, 4.2 and 5 of “Strategy”"."""
    order = {pk: at for at, pk in enumerate(number)}
    found = [number[pk] for pk in sorted((pk for pk in ids if pk in order), key=order.__getitem__)]
    words = ngettext(
        "section %(numbers)s of “%(document)s”", "sections %(numbers)s of “%(document)s”", len(found)
    )
    return words % {"numbers": listed(few(found)), "document": title}


def count_sections(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    return (ngettext("%(count)s section", "%(count)s sections", len(ids)) % {"count": len(ids)},)


def components(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    rows = Component.objects.filter(pk__in=list(ids), withdrawn_because="")
    return few([_("the component “%(title)s”") % {"title": each.title} for each in rows])


def count_components(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    return (ngettext("%(count)s component", "%(count)s components", len(ids)) % {"count": len(ids)},)


def comments(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    """How many comments; answers to comments and withdrawn ones don't count."""
    number = Comment.objects.filter(pk__in=list(ids), answers=None, withdrawn_because="").count()
    return (
        (ngettext("%(count)s comment", "%(count)s comments", number) % {"count": number},) if number else ()
    )


def disposed(_member: Membership, comment: Comment) -> str:
    """What was decided about a comment, with the reason; or that it waits."""
    found = Disposition.objects.filter(comment=comment).first()
    if found is None:
        return _("It waits for a decision.") if not comment.withdrawn_because else _("It was withdrawn.")
    words = {
        "decision": found.get_verdict_display(),
        "day": date_format(found.at, "j F Y"),
        "why": found.reason,
    }
    if not found.reason:
        return _("The decision of %(day)s on it: %(decision)s.") % words
    return _("The decision of %(day)s on it: %(decision)s, because: %(why)s") % words


def sections_of(_member: Membership, document: Document) -> Sequence[Section]:
    """The sections whose threads are the document's."""
    return list(standing(document).defer("html", "text"))


def _written(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Sections of strategies and reports that somebody has written."""
    rows = rows.filter(removed_because="", joined_into=None).exclude(state=SectionState.EMPTY)
    return rows.exclude(document__kind=DocumentKind.AGREEMENT)


TELLINGS: Final = (
    Telling(
        kind="drafting.component",
        stage=Stage.PLANNED,
        became=components,
        origin=count_components,
        must_rest=True,
        resting=lambda rows: rows.filter(withdrawn_because=""),
    ),
    Telling(
        kind="drafting.section",
        stage=Stage.WRITTEN,
        became=sections,
        origin=count_sections,
        must_rest=True,
        resting=_written,
    ),
    Telling(kind="drafting.document", stage=Stage.PUBLISHED, parts=sections_of),
    Telling(kind="drafting.publication", stage=Stage.PUBLISHED),
    Telling(
        kind="drafting.comment",
        stage=Stage.REMARKED,
        part=Part.DREW,
        stands=disposed,
        became=comments,
        origin=comments,
        is_root=True,
        ends_origin=True,
    ),
)
"""Registered in `drafting.records`."""
