"""Reads of the library: the list, one source with what its kind adds, who of the register may be named."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from imbizo.actors import queries as people
from imbizo.evidence.models import Excerpt, Source, TextVersion
from imbizo.evidence.queries import seeing
from imbizo.evidence.states import CodingState, SourceKind, TextState
from imbizo.places.models import Place
from imbizo.places.queries import work_areas
from imbizo.programmes.models import Membership

HAS_TEXT = Q(text_state__in=[TextState.READ, TextState.PARTLY])
STALLED_AFTER = timedelta(minutes=10)


def listed(member: Membership) -> QuerySet[Source]:
    """The sources that a member sees, as lists need them: without their texts, with how many excerpts each has."""
    rows = seeing.sources(member).defer("text", "abstract", "note")
    counted = Excerpt.objects.filter(source=OuterRef("pk")).order_by().values("source")
    return rows.annotate(excerpt_count=Subquery(counted.annotate(number=Count("pk")).values("number")))


def one(member: Membership) -> QuerySet[Source]:
    """The sources that a member sees, as a source's own page needs them: without the text."""
    return seeing.sources(member).defer("text")


def own(member: Membership) -> QuerySet[Source]:
    """The sources that a member's partner owns, and may change."""
    return seeing.own(seeing.sources(member), member)


def with_words(
    rows: QuerySet[Source], member: Membership, words: str, found: Iterable[UUID]
) -> QuerySet[Source]:
    """Those whose title or authors have the words, or which were found by their text; others' interviews never so."""
    others = Q(kind=SourceKind.INTERVIEW) & ~Q(owner_id=member.partner_id)
    in_text = Q(pk__in=list(found)) & ~others
    return rows.filter(Q(title__icontains=words) | Q(authors__icontains=words) | in_text)


def excerpts_of(source: Source, member: Membership) -> QuerySet[Excerpt]:
    """A source's excerpts in the order of its text; those from paper come last."""
    rows = seeing.excerpts(member).filter(source=source).defer("source__text").select_related("by__user")
    return rows.order_by("is_orphaned", "start", "created_at")


def excerpts(member: Membership) -> QuerySet[Excerpt]:
    """The excerpts that a member sees, as their own page needs them."""
    return seeing.excerpts(member).select_related("by__user", "source__interview")


def same_file(source: Source, member: Membership) -> Source | None:
    """Another source that the member sees with the very same file."""
    if not source.file_digest:
        return None
    rows = one(member).filter(file_digest=source.file_digest, withdrawn_because="").exclude(pk=source.pk)
    found: Source | None = rows.first()
    return found


def municipalities(member: Membership) -> QuerySet[Place]:
    """The places that the programme works in, by name."""
    areas = work_areas(member.programme).values("place")
    return Place.objects.filter(pk__in=areas).order_by("name")


def names(member: Membership, ids: Iterable[UUID | None]) -> dict[UUID, Any]:
    """The people and organisations among these that the member sees, by their ids. One query."""
    wanted = {each for each in ids if each}
    return {each.pk: each for each in people.actors(member).filter(pk__in=wanted)}


def progress_key(id: UUID) -> str:
    """Under which the cache keeps (pages read, pages in all) while a file is read."""
    return f"evidence-reading:{id}"


def progress(source: Source) -> tuple[int, int] | None:
    """How many pages of how many are read; None before the first."""
    known: tuple[int, int] | None = cache.get(progress_key(source.pk))
    return known


def is_stalled(source: Source) -> bool:
    """Whether its file waits so long that the worker must have stopped."""
    waits = source.text_state == TextState.READING
    return waits and timezone.now() - source.updated_at > STALLED_AFTER


def earlier_texts(source: Source, member: Membership) -> QuerySet[TextVersion]:
    """The texts of a source that the member sees, as they were before each correction."""
    return seeing.of_sources(TextVersion, member).filter(source=source).select_related("by__user")


def versions(source: Source, member: Membership) -> QuerySet[TextVersion]:
    """The same without their words, the newest first."""
    return earlier_texts(source, member).defer("text").exclude(text="")


def orphans(source: Source, member: Membership) -> list[Any]:
    """Excerpts and codings whose words are gone from the text."""
    gone = excerpts_of(source, member).filter(is_orphaned=True).exclude(quote="")
    coded = seeing.codings(member).filter(source=source, state=CodingState.ORPHANED)
    return [*gone, *coded.select_related("code", "programme").defer("source__text")]


def what_goes(source: Source) -> dict[str, int]:
    """How much goes when the consent to an interview is taken back."""
    return {
        "excerpts": source.excerpts.count(),
        "codings": source.codings.exclude(state=CodingState.TAKEN_BACK).count(),
        "versions": source.text_versions.count(),
    }
