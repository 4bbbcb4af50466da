"""A Word file that was never here, as the sections of a document to be begun."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from imbizo.base.documents import word_review
from imbizo.base.documents.word_review import Returned, ReturnedSection
from imbizo.calc.richtext import Block, Citation, Inline, RichText, Run, SectionReference
from imbizo.drafting.errors import Unreadable
from imbizo.drafting.imports.word import points_of
from imbizo.drafting.operations.bringing import NewPart
from imbizo.drafting.operations.returns import Point

_DEEPEST: Final = 6
_MOST_SECTIONS: Final = 1_000
_LONGEST_TITLE: Final = 200
_LONGEST_SECTION: Final = 400_000  # code points
_TOO_MANY: Final = gettext_lazy("This file has more than 1,000 headings. Bring it in several parts.")
_TOO_LONG: Final = gettext_lazy(
    "The part “%(title)s” is longer than a section can be. Divide it by headings, and bring the file again."
)


@dataclass(frozen=True, slots=True)
class NewText:
    """What a document begun from the file would be; `numbers` and `depths` go with the parts."""

    title: str
    parts: tuple[NewPart, ...]
    numbers: tuple[str, ...]
    depths: tuple[int, ...]
    points: tuple[Point, ...]
    warnings: tuple[str, ...]
    left_out: tuple[str, ...]


def new_text(content: bytes, name: str) -> NewText:
    """The sections of a Word file, called as it says or as the file is named.

    Raises NotRead (it can't be read) and Unreadable (too many or too long sections); the texts say how to mend it.
    """
    returned = word_review.read(content)
    depths = [min(section.level, _DEEPEST) for section in returned.sections]
    parts = _parts(returned, depths)
    _check(parts, returned.sections)
    return NewText(
        title=(returned.title or name.rpartition(".")[0] or name).strip()[:_LONGEST_TITLE],
        parts=tuple(parts),
        numbers=tuple(word_review.numbers((depth, True) for depth in depths)),
        depths=tuple(depths),
        points=points_of(returned, [part.id for part in parts]),
        warnings=tuple(_warnings(returned)),
        left_out=(*returned.left_out, *_notes_moved(returned), *_citations_left(returned)),
    )


def _parts(returned: Returned, depths: Iterable[int]) -> list[NewPart]:
    """A part for each heading, each below the last one that stands higher."""
    parts = [NewPart(_title(section), RichText()) for section in returned.sections]
    known = {
        section.identity: part.id
        for section, part in zip(returned.sections, parts, strict=True)
        if section.identity
    }
    open_parts: list[tuple[int, UUID]] = []
    made = []
    for part, section, depth in zip(parts, returned.sections, depths, strict=True):
        open_parts = [each for each in open_parts if each[0] < depth]
        parent = open_parts[-1][1] if open_parts else None
        open_parts.append((depth, part.id))
        made.append(replace(part, text=_body(section, known), parent=parent))
    return made


def _title(section: ReturnedSection) -> str:
    title = " ".join(section.title.split())
    return title[:_LONGEST_TITLE] or _("Opening words")


def _body(section: ReturnedSection, known: Mapping[UUID, UUID]) -> RichText:
    """Its words, a heading that is too long whole on top, its footnotes at the end."""
    long = [Block((Run(section.title),))] if len(section.title) > _LONGEST_TITLE else []
    blocks = [Block(tuple(_ours(block.content, known)), block.shape) for block in section.body.blocks]
    notes = [
        Block((Run(f"[{number}] {' '.join(note.text.split())}"),))
        for number, note in enumerate(section.notes, start=1)
    ]
    return RichText.of([*long, *blocks, *notes])


def _ours(content: Iterable[Inline], known: Mapping[UUID, UUID]) -> Iterator[Inline]:
    """References lead to the new sections; citations belong to another document, and are left out."""
    for each in content:
        if isinstance(each, SectionReference) and each.id in known:
            yield replace(each, id=known[each.id])
        elif isinstance(each, Run):
            yield each


def _check(parts: Iterable[NewPart], sections: Iterable[ReturnedSection]) -> None:
    if len(list(parts)) > _MOST_SECTIONS:
        raise Unreadable(_TOO_MANY)
    for section in sections:
        if len(section.text) > _LONGEST_SECTION:
            raise Unreadable(_TOO_LONG % {"title": _title(section)})


def _warnings(returned: Returned) -> Iterator[str]:
    if len(returned.sections) == 1 and not returned.sections[0].title:
        yield _(
            "No headings were found, so all words stand in one section. Give the headings in Word one of its "
            "heading styles and bring the file again, or divide the section here."
        )
    if returned.stamp is not None:
        yield _(
            "This file went out from a document here. A new document doesn't share its comments or its thread."
        )


def _notes_moved(returned: Returned) -> Iterator[str]:
    count = sum(len(section.notes) for section in returned.sections)
    if count:
        yield ngettext(
            "%(count)s footnote stands at the end of its section.",
            "%(count)s footnotes stand at the end of their sections.",
            count,
        ) % {"count": count}


def _citations_left(returned: Returned) -> Iterator[str]:
    atoms = (atom for section in returned.sections for atom in section.body.atoms)
    count = sum(isinstance(atom, Citation) for atom in atoms)
    if count:
        yield ngettext(
            "%(count)s citation of the other document was left out.",
            "%(count)s citations of the other document were left out.",
            count,
        ) % {"count": count}
