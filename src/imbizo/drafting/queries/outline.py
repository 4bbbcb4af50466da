"""The outline of a document: its sections in the order of reading, numbered, each with how far it is."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.text import Truncator

from imbizo.calc.outlines import Leaf, Numbered, numbered, within
from imbizo.calc.richtext import ATOM_CHARACTER, parse
from imbizo.drafting.models import Document, Section
from imbizo.drafting.rules.writing import is_late
from imbizo.drafting.states import SectionState

OPEN = Q(comments__disposition=None, comments__answers=None, comments__withdrawn_because="")
"""Of a document's or section's comments, those that wait for a decision."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A section in the outline. `is_last` and `index` say where it stands among its neighbours."""

    section: Section
    number: str
    depth: int
    open_comments: int
    words: int
    is_first: bool
    is_last: bool
    is_late: bool

    @property
    def is_empty(self) -> bool:
        return self.section.state == SectionState.EMPTY


def standing(document: Document) -> QuerySet[Section]:
    """The sections that stand in a document: neither taken away nor joined with another."""
    rows = Section.objects.filter(document_id=document.pk, joined_into=None, removed_because="")
    return rows.order_by("position", "created_at")


def outline(document: Document) -> list[Entry]:
    """The sections in the order of reading: one query."""
    rows = standing(document).select_related("programme", "writer__user", "component")
    counted = rows.annotate(waiting=Count("comments", filter=OPEN))
    by_id = {row.pk: row for row in counted}
    places = ordered(list(by_id.values()))
    ends = _ends(places, by_id)
    return [_entry(by_id[each.id], each, ends) for each in places]


def ordered(sections: list[Section]) -> tuple[Numbered[UUID], ...]:
    """These sections in the order of reading, with their numbers."""
    return numbered(Leaf(each.pk, each.parent_id, each.position) for each in sections)


def taken_away(document: Document) -> QuerySet[Section]:
    """The sections that were taken away, the last first. They can be put back."""
    rows = document.sections.exclude(removed_because="").filter(joined_into=None)
    return rows.select_related("programme").defer("html", "text").order_by("-updated_at")


def _entry(section: Section, place: Numbered[UUID], ends: tuple[set[UUID], set[UUID]]) -> Entry:
    return Entry(
        section=section,
        number=place.number,
        depth=place.depth,
        open_comments=getattr(section, "waiting", 0),
        words=len(section.text.split()),
        is_first=section.pk in ends[0],
        is_last=section.pk in ends[1],
        is_late=is_late(section, timezone.localdate(timezone=section.programme.zone)),
    )


def _ends(places: tuple[Numbered[UUID], ...], by_id: Mapping[UUID, Section]) -> tuple[set[UUID], set[UUID]]:
    """The sections that are the first, and those that are the last, below their parent."""
    first: dict[UUID | None, UUID] = {}
    last: dict[UUID | None, UUID] = {}
    for each in places:
        parent = by_id[each.id].parent_id
        first.setdefault(parent, each.id)
        last[parent] = each.id
    return set(first.values()), set(last.values())


def beginnings(section: Section) -> list[tuple[int, str]]:
    """The paragraphs with which a section's second half could begin: their index, and how they begin."""
    blocks = parse(section.html).blocks
    shown = (
        (at, Truncator(block.plain.replace(ATOM_CHARACTER, "")).words(14)) for at, block in enumerate(blocks)
    )
    return [(at, words or "…") for at, words in shown if at]


def joinable(section: Section) -> tuple[list[Entry], UUID | None]:
    """The sections to which another can be joined, and the one before it in the order of reading."""
    entries = outline(section.document)
    below = within([Leaf(e.section.pk, e.section.parent_id, e.section.position) for e in entries], section.pk)
    before = [
        entry.section.pk for entry in itertools.takewhile(lambda e: e.section.pk != section.pk, entries)
    ]
    return [entry for entry in entries if entry.section.pk not in below], before[-1] if before else None
