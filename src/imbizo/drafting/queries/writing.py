"""What the page of a section shows: its words, what it cites, who writes it, how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from imbizo.calc.merging import Side, merge
from imbizo.calc.richtext import parse
from imbizo.drafting.models import Citation, Document, Revision, Section
from imbizo.drafting.queries.drawing import cited_words
from imbizo.drafting.queries.seeing import documents, of_documents, own, sections
from imbizo.drafting.rules.writing import CLOSED, may_write
from imbizo.programmes.models import Membership
from imbizo.thread import registry

_SHOWN_CHANGES = 3
_SHOWN_WORDS = 80


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation in the text, with the record's address where the member may see it."""

    id: UUID
    words: str
    quote: str
    url: str
    locator: str


@dataclass(frozen=True, slots=True)
class News:
    """What others wrote since somebody opened a section: who, and some of their words."""

    who: tuple[str, ...]
    what: tuple[str, ...]


def written(member: Membership) -> QuerySet[Section]:
    """The sections that the member sees, read for their page."""
    return sections(member).select_related("document__owner", "writer__user", "component", "joined_into")


def is_open_to(section: Section, member: Membership) -> bool:
    """Whether the member may write in the section now."""
    is_open = section.document.state not in CLOSED and not section.is_gone
    return is_open and may_write(member, section.document)


def cited(section: Section, member: Membership) -> list[Cited]:
    """What the section cites as it stands, in the order in which it was cited; a query for each kind."""
    rows = list(section.citations.filter(is_in_text=True))
    seen = {
        kind: registry.visible(member, kind, {row.source_id for row in rows if row.source_kind == kind})
        for kind in {row.source_kind for row in rows}
    }
    return [_cited(row, seen[row.source_kind].get(row.source_id)) for row in rows]


def _cited(row: Citation, record: object | None) -> Cited:
    url = record.get_absolute_url() if record is not None and hasattr(record, "get_absolute_url") else ""
    quote = str(record)[:_SHOWN_WORDS] if record is not None else ""
    return Cited(row.pk, cited_words(row), quote, url, row.locator)


def own_citations(member: Membership) -> QuerySet[Citation]:
    """The citations in documents of the member's partner."""
    rows = of_documents(Citation, member, path="section__document", only_own=True)
    return rows.select_related("programme", "section__document", "section__programme")


def writers(document: Document) -> QuerySet[Membership]:
    """Who of the owner's members may write in it."""
    rows = Membership.objects.active().filter(partner_id=document.owner_id).select_related("user", "partner")
    return rows.filter(pk__in=[member.pk for member in rows if may_write(member)])


def mine(member: Membership) -> QuerySet[Section]:
    """The sections that the member writes, in documents that are still open; what is due first comes first."""
    seen = own(documents(member), member).exclude(state__in=CLOSED).order_by()
    rows = written(member).filter(writer=member, document__in=seen.values("pk"))
    rows = rows.filter(removed_because="", joined_into=None)
    # Databases differ in where they put what has no day: here it comes last.
    rows = rows.annotate(is_undated=ExpressionWrapper(Q(due_on=None), output_field=BooleanField()))
    return rows.order_by("is_undated", "due_on", "document__title", "position")


def news(section: Section, since: int, until: int, member: Membership) -> News:
    """What others wrote after the state `since`, up to the state `until`."""
    rows = list(
        section.revisions.filter(number__gt=since, number__lte=until)
        .exclude(by=member)
        .select_related("by__user")
    )
    who = tuple(dict.fromkeys(_name(row) for row in rows if row.by))
    return News(who, tuple(_changes(section, since, rows))) if rows else News((), ())


def _name(row: Revision) -> str:
    return str(row.by.user) if row.by else ""


def _changes(section: Section, since: int, rows: Sequence[Revision]) -> list[str]:
    before = section.revisions.filter(number__lte=since).first()
    if before is None:
        return []
    base = parse(before.html)
    changes = merge(base, base, parse(rows[0].html)).credits
    words = (each.after.strip()[:_SHOWN_WORDS] for each in changes if each.side is Side.THEIRS)
    return [each for each in words if each][:_SHOWN_CHANGES]
