"""Documents as lists and pages show them: how far they are, and what comes next."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from imbizo.drafting.models import Comment, Component, Document, Publication, Section
from imbizo.drafting.queries.outline import Entry
from imbizo.drafting.queries.seeing import documents
from imbizo.drafting.rules.writing import READY
from imbizo.programmes.models import Membership


@dataclass(frozen=True, slots=True)
class Progress:
    """How many sections a document has; how many are ready to be read, haven't begun, are late."""

    total: int
    ready: int
    empty: int
    unassigned: int
    waiting: int
    late: int

    @classmethod
    def of(cls, entries: list[Entry], *, waiting: int) -> "Progress":
        """`waiting` comments are open, on sections and on the whole document."""
        states = [entry.section.state for entry in entries]
        return cls(
            total=len(entries),
            ready=sum(state in READY for state in states),
            empty=sum(entry.is_empty for entry in entries),
            unassigned=sum(entry.section.writer_id is None for entry in entries),
            waiting=waiting,
            late=sum(entry.is_late for entry in entries),
        )


def listed(member: Membership) -> QuerySet[Document]:
    """The documents that the member sees, with `section_count`, `ready_count` and `waiting_count`."""
    standing = Section.objects.filter(joined_into=None, removed_because="")
    waiting = Comment.objects.filter(disposition=None, answers=None, withdrawn_because="")
    return documents(member).annotate(
        section_count=_count(standing),
        ready_count=_count(standing.filter(state__in=READY)),
        waiting_count=_count(waiting),
    )


def versions(document: Document) -> QuerySet[Publication]:
    """The published versions of a document, the last first, without their words."""
    rows = document.publications.select_related("programme", "by__user", "document")
    return rows.defer("frozen").order_by("-number")


def components_of(document: Document) -> QuerySet[Component]:
    """The components of a document that are pursued, in their order."""
    return document.components.filter(withdrawn_because="").select_related("programme")


def _count(rows: QuerySet[Any]) -> Coalesce:
    mine = rows.filter(document=OuterRef("pk")).order_by().values("document")
    counted = mine.annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
