"""Sources with their selections: texts, PDFs, pictures, recordings; and memos, which are texts as well."""

from collections.abc import Iterator
from typing import TypedDict

from lxml import etree

from imbizo.calc.refi import scalars
from imbizo.calc.refi.elements import attribute, child, children, local, words
from imbizo.calc.refi.findings import Reason
from imbizo.calc.refi.intake import Intake, Stamp
from imbizo.calc.refi.model import (
    AreaSelection,
    Coding,
    File,
    Medium,
    PdfSource,
    PictureSource,
    RecordingSource,
    Source,
    SyncPoint,
    TextSelection,
    TextSource,
    TimeSelection,
    Transcript,
    TranscriptSelection,
    Value,
)
from imbizo.calc.refi.positions import Sample, Script, find_reading, mover, placed, usual
from imbizo.calc.refi.readcases import values
from imbizo.calc.refi.standard import SOURCES

CORNERS = ("firstX", "firstY", "secondX", "secondY")
OURS = "imbizo"  # what we wrote is counted as the standard says, whatever names suggest


class Common(TypedDict):
    """The fields of a selection, but for its stamp and its place."""

    guid: str
    name: str
    description: str
    codings: tuple[Coding, ...]
    notes: tuple[str, ...]


class FileFields(Stamp):
    """The fields of a source that isn't text."""

    guid: str
    name: str
    description: str
    file: File | None
    codings: tuple[Coding, ...]
    notes: tuple[str, ...]
    values: tuple[Value, ...]


def settle_reading(root: etree._Element, intake: Intake) -> None:
    """Finds out how positions are counted in this project, and lists what is unusual about it."""
    samples = list(_samples(intake))
    origin = attribute(root, "origin")
    if not origin.lower().startswith(OURS):
        intake.reading = find_reading(samples, usual(origin))
    changed = sum(
        (start, end) != (sample.start, sample.end) for sample, start, end in placed(samples, intake.reading)
    )
    if changed:
        for word in intake.reading.said():
            intake.findings.add(Reason.POSITIONS_READ_AS, "PlainTextSelection", word, count=changed)


def _samples(intake: Intake) -> Iterator[Sample]:
    for element, script in intake.scripts.items():
        for selection in children(element, "PlainTextSelection"):
            start = scalars.whole(attribute(selection, "startPosition"))
            end = scalars.whole(attribute(selection, "endPosition"))
            if start is not None and end is not None:
                yield Sample(script, start, end, attribute(selection, "name"))


def sources(parent: etree._Element | None, intake: Intake) -> tuple[Source, ...]:
    """All sources in their order."""
    found = parent if parent is not None else ()
    return tuple(_source(element, intake) for element in found if local(element) in SOURCES)


def memos(parent: etree._Element | None, intake: Intake) -> tuple[TextSource, ...]:
    """All memos (Notes) in their order."""
    return tuple(text_source(element, intake) for element in children(parent, "Note"))


def _source(element: etree._Element, intake: Intake) -> Source:
    match local(element):
        case "TextSource":
            return text_source(element, intake)
        case "PDFSource":
            return _pdf(element, intake)
        case "PictureSource":
            return _picture(element, intake)
        case _:
            return _recording(element, intake)


def text_source(element: etree._Element, intake: Intake) -> TextSource:
    """A TextSource, Note, Representation or TextDescription."""
    script = intake.scripts.get(element)
    guid, name = intake.guid(element), attribute(element, "name")
    owner = name or attribute(element, "plainTextPath") or guid
    return TextSource(
        guid=guid,
        name=name,
        description=words(element, "Description"),
        text=script.text if script else None,
        text_path="" if script else attribute(element, "plainTextPath"),
        rich=intake.file(attribute(element, "richTextPath"), local(element), owner),
        selections=_text_selections(element, script, owner, intake),
        codings=intake.codings(element, guid, owner),
        notes=intake.notes(element),
        values=values(element, intake),
        **intake.stamp(element),
    )


def _text_selections(
    element: etree._Element, script: Script | None, owner: str, intake: Intake
) -> tuple[TextSelection, ...]:
    selections = list(children(element, "PlainTextSelection"))
    if script is None:
        if selections:
            intake.findings.add(Reason.NO_TEXT, "PlainTextSelection", owner, count=len(selections))
        return ()
    move = mover(script, intake.reading)
    found = []
    for selection in selections:
        start = scalars.whole(attribute(selection, "startPosition"))
        end = scalars.whole(attribute(selection, "endPosition"))
        if start is None or end is None:
            intake.findings.add(Reason.NO_POSITIONS, "PlainTextSelection", owner)
            continue
        place = _inside(move(start), move(end + intake.reading.last), script, owner, intake)
        if place is not None:
            common = _common(selection, owner, intake)
            found.append(TextSelection(start=place[0], end=place[1], **common, **intake.stamp(selection)))
    return tuple(found)


def _inside(start: int, end: int, script: Script, owner: str, intake: Intake) -> tuple[int, int] | None:
    """The place cut to the text, or None if no part of it is in the text."""
    length = len(script.text)
    if not 0 <= start <= end or (start >= length and end > length):
        intake.findings.add(Reason.OUTSIDE_TEXT, "PlainTextSelection", owner)
        return None
    if end > length:
        intake.findings.add(Reason.CLIPPED, "PlainTextSelection", owner)
    return start, min(end, length)


def _common(element: etree._Element, owner: str, intake: Intake) -> Common:
    guid = intake.guid(element)
    return {
        "guid": guid,
        "name": attribute(element, "name"),
        "description": words(element, "Description"),
        "codings": intake.codings(element, guid, owner),
        "notes": intake.notes(element),
    }


def _numbers(element: etree._Element, names: tuple[str, ...], owner: str, intake: Intake) -> list[int] | None:
    """The numbers in these attributes, or None, with a word about it, if one is missing."""
    read = [scalars.whole(attribute(element, name)) for name in names]
    found = [number for number in read if number is not None]
    if len(found) == len(names):
        return found
    intake.findings.add(Reason.NO_POSITIONS, local(element), owner)
    return None


def _file_fields(element: etree._Element, intake: Intake) -> FileFields:
    """What all sources that aren't text have in common."""
    guid, name = intake.guid(element), attribute(element, "name")
    path = attribute(element, "path") or attribute(element, "currentPath")
    owner = name or path or guid
    if not path:
        intake.findings.add(Reason.MISSING_FILE, local(element), owner)
    return {
        "guid": guid,
        "name": name,
        "description": words(element, "Description"),
        "file": intake.file(path, local(element), owner),
        "codings": intake.codings(element, guid, owner),
        "notes": intake.notes(element),
        "values": values(element, intake),
        **intake.stamp(element),
    }


def _pdf(element: etree._Element, intake: Intake) -> PdfSource:
    fields = _file_fields(element, intake)
    areas = (_area(found, fields["name"], intake) for found in children(element, "PDFSelection"))
    return PdfSource(
        selections=tuple(area for area in areas if area is not None),
        representation=_text_in(element, "Representation", intake),
        **fields,
    )


def _picture(element: etree._Element, intake: Intake) -> PictureSource:
    fields = _file_fields(element, intake)
    areas = (_area(found, fields["name"], intake) for found in children(element, "PictureSelection"))
    return PictureSource(
        selections=tuple(area for area in areas if area is not None),
        text_description=_text_in(element, "TextDescription", intake),
        **fields,
    )


def _text_in(element: etree._Element, name: str, intake: Intake) -> TextSource | None:
    found = child(element, name)
    return text_source(found, intake) if found is not None else None


def _area(element: etree._Element, owner: str, intake: Intake) -> AreaSelection | None:
    on_page = local(element) == "PDFSelection"
    names = (*CORNERS, "page") if on_page else CORNERS
    numbers = _numbers(element, names, owner, intake)
    if numbers is None:
        return None
    return AreaSelection(
        first_x=numbers[0],
        first_y=numbers[1],
        second_x=numbers[2],
        second_y=numbers[3],
        page=numbers[4] if on_page else None,
        representation=_text_in(element, "Representation", intake) if on_page else None,
        **_common(element, owner, intake),
        **intake.stamp(element),
    )


def _recording(element: etree._Element, intake: Intake) -> RecordingSource:
    fields = _file_fields(element, intake)
    medium = Medium.AUDIO if local(element) == "AudioSource" else Medium.VIDEO
    stretches = (_stretch(found, fields["name"], intake) for found in children(element, f"{medium}Selection"))
    return RecordingSource(
        medium=medium,
        transcripts=tuple(_transcript(found, intake) for found in children(element, "Transcript")),
        selections=tuple(stretch for stretch in stretches if stretch is not None),
        **fields,
    )


def _stretch(element: etree._Element, owner: str, intake: Intake) -> TimeSelection | None:
    numbers = _numbers(element, ("begin", "end"), owner, intake)
    if numbers is None:
        return None
    begin, end = numbers
    return TimeSelection(begin=begin, end=end, **_common(element, owner, intake), **intake.stamp(element))


def _transcript(element: etree._Element, intake: Intake) -> Transcript:
    script = intake.scripts.get(element)
    guid, name = intake.guid(element), attribute(element, "name")
    owner = name or guid
    points = tuple(_sync_point(point, script, intake) for point in children(element, "SyncPoint"))
    return Transcript(
        guid=guid,
        name=name,
        description=words(element, "Description"),
        text=script.text if script else None,
        text_path="" if script else attribute(element, "plainTextPath"),
        rich=intake.file(attribute(element, "richTextPath"), "Transcript", owner),
        sync_points=points,
        selections=tuple(_spoken(found, owner, intake) for found in children(element, "TranscriptSelection")),
        notes=intake.notes(element),
        **intake.stamp(element),
    )


def _sync_point(element: etree._Element, script: Script | None, intake: Intake) -> SyncPoint:
    position = scalars.whole(attribute(element, "position"))
    if position is not None and script is not None:
        position = max(0, min(mover(script, intake.reading)(position), len(script.text)))
    return SyncPoint(
        guid=intake.guid(element), time=scalars.whole(attribute(element, "timeStamp")), position=position
    )


def _spoken(element: etree._Element, owner: str, intake: Intake) -> TranscriptSelection:
    start, end = (
        intake.reference(attribute(element, name), "SyncPoint", "TranscriptSelection")
        for name in ("fromSyncPoint", "toSyncPoint")
    )
    return TranscriptSelection(
        from_point=start, to_point=end, **_common(element, owner, intake), **intake.stamp(element)
    )
