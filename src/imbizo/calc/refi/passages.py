"""What was coded, as one flat list: a passage, a code and a person each; and the texts in which they lie."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from imbizo.calc.refi.model import (
    Coding,
    PdfSource,
    PictureSource,
    Project,
    RecordingSource,
    Selection,
    Source,
    TextSource,
    Transcript,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text that can be coded: a text source itself, the words of a PDF or picture, or a transcript.

    `guid` is of the text, `source` of the source that it is or belongs to, `name` that source's.
    """

    guid: str
    source: str
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """`code` (GUID) on `text[start:end]` of the Words `within`, by a user (GUID or "").

    Where a whole source was coded, start and end are None and `within` is the source. `guid` is that of the
    coding; `name` and `comment` are what the selection is called, often its words, and what stands at it;
    `notes` are GUIDs of memos.
    """

    guid: str
    source: str
    within: str
    code: str
    start: int | None = None
    end: int | None = None
    text: str = ""
    name: str = ""
    comment: str = ""
    notes: tuple[str, ...] = ()
    created_by: str = ""
    created_at: datetime | None = None


def words(project: Project) -> tuple[Words, ...]:
    """All texts of a project's sources that came with it."""
    return tuple(
        Words(guid=text.guid, source=source.guid, name=source.name or text.name, text=text.text)
        for source in project.sources
        for text in _texts(source)
        if text.text is not None
    )


def passages(project: Project) -> tuple[Passage, ...]:
    """The codings of words and of whole sources, in the order of the text.

    A code that the same person gave to the same words twice counts once: ATLAS.ti repeats the codings of a
    PDF's words at the area in which they stand. Codings of areas and of stretches of time have no words
    and aren't here.
    """
    found: dict[tuple[str, int | None, int | None, str, str], Passage] = {}
    for source in project.sources:
        for passage in sorted(_of(source), key=lambda each: (each.start or 0, each.end or 0)):
            key = (passage.within, passage.start, passage.end, passage.code, passage.created_by)
            found.setdefault(key, passage)
    return tuple(found.values())


def _texts(source: Source) -> tuple[TextSource | Transcript, ...]:
    match source:
        case TextSource():
            return (source,)
        case PdfSource():
            return (source.representation,) if source.representation else ()
        case PictureSource():
            return (source.text_description,) if source.text_description else ()
        case RecordingSource():
            return source.transcripts


def _of(source: Source) -> Iterator[Passage]:
    for coding in source.codings:
        yield _whole(source.guid, coding)
    for text in _texts(source):
        if isinstance(text, TextSource) and text is not source:
            yield from (_whole(source.guid, coding) for coding in text.codings)
        for selection, start, end in _places(text):
            yield from (_part(source.guid, text, selection, (start, end), each) for each in selection.codings)


def _places(text: TextSource | Transcript) -> Iterator[tuple[Selection, int, int]]:
    """The selections of a text; in a transcript, those of which the beginning is known."""
    if isinstance(text, TextSource):
        yield from ((selection, selection.start, selection.end) for selection in text.selections)
        return
    positions = {point.guid: point.position for point in text.sync_points}
    for selection in text.selections:
        start, end = positions.get(selection.from_point), positions.get(selection.to_point)
        last = len(text.text or "") if end is None else end
        if start is not None and start < last:
            yield selection, start, last


def _whole(source: str, coding: Coding) -> Passage:
    return Passage(
        guid=coding.guid,
        source=source,
        within=source,
        code=coding.code,
        notes=coding.notes,
        created_by=coding.created_by,
        created_at=coding.created_at,
    )


def _part(
    source: str, text: TextSource | Transcript, selection: Selection, place: tuple[int, int], coding: Coding
) -> Passage:
    """Who coded is who made the selection, where the coding itself doesn't say."""
    start, end = place
    return Passage(
        guid=coding.guid,
        source=source,
        within=text.guid,
        code=coding.code,
        start=start,
        end=end,
        text=(text.text or "")[start:end],
        name=selection.name,
        comment=selection.description,
        notes=(*selection.notes, *coding.notes),
        created_by=coding.created_by or selection.created_by,
        created_at=coding.created_at or selection.created_at,
    )
