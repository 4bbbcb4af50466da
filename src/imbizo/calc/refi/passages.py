"""What was coded, as one flat list: a passage, a code and a person each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from imbizo.calc.refi.model import (
    Coding,
    PdfSource,
    PictureSource,
    Project,
    Source,
    TextSelection,
    TextSource,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """`code` (GUID) on `text[start:end]` of a source, by a user (GUID or ""); start is None for all of it.

    `comment` is what stands at the selection; `guid` is that of the coding.
    """

    guid: str
    source: str
    code: str
    start: int | None = None
    end: int | None = None
    text: str = ""
    comment: str = ""
    created_by: str = ""
    created_at: datetime | None = None


def passages(project: Project) -> tuple[Passage, ...]:
    """The codings of words and of whole sources, in the order of the text.

    A code that the same person gave to the same words twice counts once: ATLAS.ti repeats the codings of a
    PDF's words at the area in which they stand. Codings of areas and stretches of time alone have no words
    and aren't here.
    """
    found: dict[tuple[str, int | None, int | None, str, str], Passage] = {}
    for source in project.sources:
        for passage in sorted(_of(source), key=lambda each: (each.start or 0, each.end or 0)):
            key = (passage.source, passage.start, passage.end, passage.code, passage.created_by)
            found.setdefault(key, passage)
    return tuple(found.values())


def words_of(source: Source) -> TextSource | None:
    """The text of a source, whatever kind it is."""
    match source:
        case TextSource():
            return source
        case PdfSource():
            return source.representation
        case PictureSource():
            return source.text_description
        case _:
            return None


def _of(source: Source) -> Iterator[Passage]:
    for coding in source.codings:
        yield _whole(source.guid, coding)
    words = words_of(source)
    if words is None:
        return
    if words is not source:
        for coding in words.codings:
            yield _whole(source.guid, coding)
    for selection in words.selections:
        for coding in selection.codings:
            yield _part(source.guid, words.text or "", selection, coding)


def _whole(source: str, coding: Coding) -> Passage:
    return Passage(
        guid=coding.guid,
        source=source,
        code=coding.code,
        created_by=coding.created_by,
        created_at=coding.created_at,
    )


def _part(source: str, text: str, selection: TextSelection, coding: Coding) -> Passage:
    """Who coded is who made the selection, where the coding itself doesn't say."""
    return Passage(
        guid=coding.guid,
        source=source,
        code=coding.code,
        start=selection.start,
        end=selection.end,
        text=text[selection.start : selection.end],
        comment=selection.description,
        created_by=coding.created_by or selection.created_by,
        created_at=coding.created_at or selection.created_at,
    )
