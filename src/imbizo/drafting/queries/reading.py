"""A document as a page shows it to a reader: numbers, headings, words with citations, and who stands behind it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.html import format_html

from imbizo.calc.richtext import Atom, Kind, SectionReference, Shape, to_html
from imbizo.drafting.models import Document, Publication
from imbizo.drafting.queries.frozen import Reading, ReadPart, as_published, current
from imbizo.drafting.queries.sources import said

_DEEPEST_TAG = 6


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A section for a page. `level` is that of its heading tag; `sources` says who stands behind it, a line each."""

    id: UUID
    number: str
    title: str
    level: int
    html: str
    sources: tuple[str, ...]
    version: int


def as_it_stands(document: Document) -> list[ShownPart]:
    """The document as it stands now."""
    return shown(current(document))


def as_it_was(publication: Publication) -> list[ShownPart]:
    """The document as it was published."""
    return shown(as_published(publication))


def shown(reading: Reading) -> list[ShownPart]:
    """Each section of a reading, with its words drawn."""
    draw = drawing(reading, {part.id for part in reading.parts})
    return [_shown(part, draw) for part in reading.parts]


def drawing(reading: Reading, there: Iterable[UUID]) -> Callable[[Atom], str]:
    """How atoms are drawn on a page that shows the sections `there`: a reference leads to its section on that page."""
    here = frozenset(there)

    def draw(atom: Atom) -> str:
        words = reading.label(atom)
        if isinstance(atom, SectionReference) and atom.id in here:
            return format_html('<a class="section-reference" href="#s-{}">{}</a>', atom.id, words)
        return format_html('<span class="citation">{}</span>', words)

    return draw


def heading_from(level: int, shapes: Iterable[Shape]) -> int:
    """The tag of a first heading, such that the outermost of these stands one below the section's own, at `level`."""
    used = [shape.level for shape in shapes if shape.kind is Kind.HEADING]
    return level + 2 - min(used, default=1)


def _shown(part: ReadPart, draw: Callable[[Atom], str]) -> ShownPart:
    level = min(part.depth + 1, _DEEPEST_TAG)
    return ShownPart(
        id=part.id,
        number=part.number,
        title=part.title,
        level=level,
        html=to_html(
            part.text, draw=draw, heading_from=heading_from(level, (b.shape for b in part.text.blocks))
        ),
        sources=tuple(said(part.sources)),
        version=part.version,
    )
