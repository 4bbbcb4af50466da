"""Two versions of a document side by side: as tracked changes, section by section, each by its identity."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.calc.richtext import Atom
from imbizo.calc.tracked import tracked_html
from imbizo.calc.versions import Fate, PartChange, VersionComparison, VersionPart, compare_versions
from imbizo.drafting.models import Document, Publication
from imbizo.drafting.queries.frozen import Reading, ReadPart, as_published, current
from imbizo.drafting.queries.progress import versions
from imbizo.drafting.queries.reading import drawing, heading_from

NOW = "now"
_TAG = 2  # All sections stand below the page's heading: those between may not have changed.


@dataclass(frozen=True, slots=True)
class Side:
    """A version that can be compared: a published one, or the document as it stands now (`publication` None)."""

    key: str
    name: str
    publication: Publication | None
    document: Document

    def reading(self) -> Reading:
        """Its words."""
        return as_published(self.publication) if self.publication else current(self.document)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions compared, with the words of the citations of both."""

    old: Side
    new: Side
    changes: VersionComparison[UUID]
    words: Reading

    @property
    def is_same(self) -> bool:
        return not self.changes.touched


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A section for the page: number and heading, what became of it in words, and its tracked changes."""

    id: UUID
    number: str
    title: str
    old_title: str
    level: int
    fate: str
    notes: tuple[str, ...]
    html: str


def sides(document: Document) -> list[Side]:
    """The versions that can be compared, the newest first: the document as it stands, then each published one."""
    now = Side(NOW, _("as it stands now"), None, document)
    return [now, *(_side(document, each) for each in versions(document))]


def compared(old: Side, new: Side) -> Compared:
    """What changed from one version to the other."""
    before, after = old.reading(), new.reading()
    changes = compare_versions([_part(each) for each in before.parts], [_part(each) for each in after.parts])
    return Compared(old, new, changes, Reading(after.parts, {**before.words, **after.words}))


def shown(found: Compared, *, only_changed: bool) -> list[ShownChange]:
    """The sections for a page; with `only_changed`, those that changed, and of them the paragraphs that did."""
    parts = found.changes.touched if only_changed else found.changes.parts
    draw = drawing(found.words, {part.newest.id for part in parts})
    return [_shown(part, draw, only_changed=only_changed) for part in parts]


def summary(found: Compared) -> list[str]:
    """What changed, in a few sentences."""
    added, out = found.changes.words_inserted, found.changes.words_deleted
    fates = [part.fate for part in found.changes.parts]
    said = [
        ngettext("%(count)s word added", "%(count)s words added", added) % {"count": f"{added:,}"},
        ngettext("%(count)s word taken out", "%(count)s words taken out", out) % {"count": f"{out:,}"},
    ]
    return said + _counts(fates, found)


def _counts(fates: Sequence[Fate], found: Compared) -> list[str]:
    changed, new, gone = (fates.count(fate) for fate in (Fate.CHANGED, Fate.ADDED, Fate.TAKEN_OUT))
    moved = sum(part.is_moved for part in found.changes.parts)
    counts = (
        (changed, ngettext("%(count)s section changed", "%(count)s sections changed", changed)),
        (new, ngettext("%(count)s section new", "%(count)s sections new", new)),
        (gone, ngettext("%(count)s section gone", "%(count)s sections gone", gone)),
        (moved, ngettext("%(count)s section moved", "%(count)s sections moved", moved)),
    )
    return [words % {"count": count} for count, words in counts if count]


def notes(part: PartChange[UUID]) -> tuple[str, ...]:
    """What became of a section beside its words."""
    said = {
        Fate.ADDED: [_("new")],
        Fate.TAKEN_OUT: [_("no longer here")],
        Fate.CHANGED: [],
        Fate.SAME: [_("words unchanged")],
    }[part.fate]
    if part.is_moved and part.old:
        said.append(_("moved from %(number)s") % {"number": part.old.number})
    elif part.is_renumbered and part.old:
        said.append(_("was %(number)s") % {"number": part.old.number})
    return tuple(said)


def _shown(part: PartChange[UUID], draw: Callable[[Atom], str], *, only_changed: bool) -> ShownChange:
    level = min(part.newest.depth + 1, 6)
    is_renamed = bool(part.old and part.new and part.old.title != part.new.title)
    first = heading_from(_TAG, (block.shape for block in part.words.blocks))
    html = tracked_html(part.words, draw=draw, heading_from=first, only_changed=only_changed)
    return ShownChange(
        id=part.newest.id,
        number=part.newest.number,
        title=part.newest.title,
        old_title=part.old.title if is_renamed and part.old else "",
        level=level,
        fate=part.fate.value,
        notes=notes(part),
        html=html,
    )


def _side(document: Document, publication: Publication) -> Side:
    name = _("version %(number)s") % {"number": publication.number}
    return Side(str(publication.number), name, publication, document)


def _part(part: ReadPart) -> VersionPart[UUID]:
    return VersionPart(part.id, part.number, part.depth, part.title, part.text, part.parent)
