"""A source as it is cited: the reference that calc knows, the line in a list, the words in brackets.

Of an interview the name that stands in for the person is cited, never who it was.
"""

from django.utils.translation import gettext as _

from imbizo.calc import citations
from imbizo.calc.references import Reference, ReferenceType
from imbizo.evidence.models import Source
from imbizo.evidence.states import ConsentGiven, SourceKind

_TYPES = {
    SourceKind.POLICY: ReferenceType.LAW,
    SourceKind.PRACTICE: ReferenceType.OTHER,
    SourceKind.REPORT: ReferenceType.REPORT,
    SourceKind.MEDIA: ReferenceType.NEWS,
}


def reference_of(source: Source) -> Reference:
    """The reference of a source."""
    if source.kind == SourceKind.INTERVIEW:
        return _interview(source)
    volume, _bracket, issue = source.volume.partition("(")
    return Reference(
        type=_TYPES.get(SourceKind(source.kind)) or _literature(source),
        title=source.title,
        authors=tuple(source.authors),
        year=source.year or (source.published_on.year if source.published_on else None),
        container=source.container,
        volume=volume.strip(),
        issue=issue.removesuffix(")").strip(),
        pages=source.pages_cited,
        publisher=source.publisher,
        doi=source.doi,
        url=source.url,
        abstract=source.abstract,
        language=source.language,
        keywords=tuple(source.keywords),
    )


def line(source: Source) -> str:
    """As it stands in the list of references."""
    return citations.full(reference_of(source))


def short(source: Source) -> str:
    """As it stands in a sentence: "(Misago et al., 2009)"."""
    return citations.short(reference_of(source))


def _literature(source: Source) -> ReferenceType:
    return ReferenceType.ARTICLE if source.container else ReferenceType.BOOK


def _interview(source: Source) -> Reference:
    given = source.interview
    if given.consent == ConsentGiven.TAKEN_BACK:
        return Reference(title=source.title)
    return Reference(title=_("Interview"), authors=(given.called,), year=given.held_on.year)
