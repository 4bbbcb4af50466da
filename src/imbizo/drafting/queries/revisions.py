"""The states of a section as a list shows them: what one person saved while writing is one of them."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.html import format_html

from imbizo.calc.diff import Comparison, compare
from imbizo.calc.richtext import Atom, parse
from imbizo.calc.tracked import tracked_html
from imbizo.drafting.models import Revision, Section
from imbizo.drafting.queries.drawing import atoms_of
from imbizo.drafting.queries.reading import heading_from
from imbizo.drafting.states import RevisionKind


def states(section: Section) -> QuerySet[Revision]:
    """The states of a section, the last first; of those that one person saved in a row, the last."""
    later = Revision.objects.filter(
        section_id=OuterRef("section_id"),
        by_id=OuterRef("by_id"),
        began_at=OuterRef("began_at"),
        kind=RevisionKind.AUTOSAVED,
        number__gt=OuterRef("number"),
    )
    rows = section.revisions.annotate(goes_on=Exists(later))
    rows = rows.exclude(goes_on=True, kind=RevisionKind.AUTOSAVED)
    return rows.select_related("by__user").prefetch_related("credit__user").order_by(F("number").desc())


def before(revision: Revision) -> Revision | None:
    """The state before this one in the list."""
    found: Revision | None = states(revision.section).filter(number__lt=revision.number).first()
    return found


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed from one state to another, drawn for a page; all of it is new where there was none before."""

    old: Revision | None
    new: Revision
    words: Comparison
    html: str


def changed(old: Revision | None, new: Revision) -> Changed:
    """The two states compared."""
    texts = parse(old.html if old else ""), parse(new.html)
    words, atoms = compare(*texts), atoms_of(texts, new.section.document)

    def draw(atom: Atom) -> str:
        return format_html('<span class="citation">{}</span>', atoms.label(atom))

    return Changed(
        old,
        new,
        words,
        tracked_html(words, draw=draw, heading_from=heading_from(1, (block.shape for block in words.blocks))),
    )
