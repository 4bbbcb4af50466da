"""The parts of a project as elements, each with its children in the order of the schema."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeAlias

from lxml import etree

from imbizo.calc.refi.elements import FORBIDDEN, REPLACEMENT
from imbizo.calc.refi.members import Members
from imbizo.calc.refi.model import (
    AreaSelection,
    Authored,
    Case,
    Code,
    Coding,
    Collection,
    File,
    FileSource,
    Link,
    PdfSource,
    PictureSource,
    RecordingSource,
    Scalar,
    Selection,
    Source,
    TextSource,
    Transcript,
    User,
    Value,
    Variable,
)
from imbizo.calc.refi.positions import Mover, back, script

Attributes: TypeAlias = dict[str, str | int | None]


class Writer:
    """Adds elements of one namespace to a tree, and the files they speak of to the members of a package."""

    def __init__(self, namespace: str, members: Members) -> None:
        self._namespace = namespace
        self._members = members

    def add(self, parent: etree._Element, name: str, attributes: Attributes | None = None) -> etree._Element:
        """A new last child; attributes that are empty or None aren't written."""
        element = etree.SubElement(parent, f"{{{self._namespace}}}{name}")
        for key, value in (attributes or {}).items():
            if value is not None and value != "":
                element.set(key, clean(str(value)))
        return element

    def words(self, parent: etree._Element, text: str, name: str = "Description") -> None:
        """A child with a text, where there's one."""
        if text:
            self.add(parent, name).text = clean(text)

    def refer(self, parent: etree._Element, name: str, guids: Iterable[str]) -> None:
        for guid in guids:
            self.add(parent, name, {"targetGUID": guid})

    def user(self, parent: etree._Element, user: User) -> None:
        self.add(parent, "User", {"guid": user.guid, "name": user.name, "id": user.id})

    def code(self, parent: etree._Element, code: Code) -> None:
        element = self.add(
            parent,
            "Code",
            {
                "guid": code.guid,
                "name": code.name,
                "isCodable": "true" if code.codable else "false",
                "color": code.colour,
            },
        )
        self.words(element, code.description)
        self.refer(element, "NoteRef", code.notes)
        for below in code.codes:
            self.code(element, below)

    def variable(self, parent: etree._Element, variable: Variable) -> None:
        element = self.add(
            parent,
            "Variable",
            {"guid": variable.guid, "name": variable.name, "typeOfVariable": variable.type},
        )
        self.words(element, variable.description)

    def case(self, parent: etree._Element, case: Case) -> None:
        element = self.add(parent, "Case", {"guid": case.guid, "name": case.name})
        self.words(element, case.description)
        self.refer(element, "CodeRef", case.codes)
        self._values(element, case.values)
        self.refer(element, "SourceRef", case.sources)
        self.refer(element, "SelectionRef", case.selections)

    def collection(self, parent: etree._Element, found: Collection) -> None:
        element = self.add(parent, "Set", {"guid": found.guid, "name": found.name})
        self.words(element, found.description)
        self.refer(element, "MemberCode", found.codes)
        self.refer(element, "MemberSource", found.sources)
        self.refer(element, "MemberNote", found.notes)

    def codes_together(self, parent: etree._Element, found: Collection) -> None:
        """A set in a codebook, which knows codes only and calls their GUIDs by another name."""
        element = self.add(parent, "Set", {"guid": found.guid, "name": found.name})
        self.words(element, found.description)
        for guid in found.codes:
            self.add(element, "MemberCode", {"guid": guid})

    def link(self, parent: etree._Element, link: Link) -> None:
        element = self.add(
            parent,
            "Link",
            {
                "guid": link.guid,
                "name": link.name,
                "direction": link.direction,
                "color": link.colour,
                "originGUID": link.origin,
                "targetGUID": link.target,
            },
        )
        self.refer(element, "NoteRef", link.notes)

    def source(self, parent: etree._Element, source: Source) -> None:
        match source:
            case TextSource():
                self.text(parent, "TextSource", source)
            case PdfSource():
                self._pdf(parent, source)
            case PictureSource():
                self._picture(parent, source)
            case RecordingSource():
                self._recording(parent, source)

    def memo(self, parent: etree._Element, memo: TextSource) -> None:
        self.text(parent, "Note", memo)

    def text(self, parent: etree._Element, name: str, source: TextSource) -> None:
        """A TextSource, Note, Representation or TextDescription."""
        move = None
        path = source.text_path
        if source.text is not None:
            ours = script(source.text)
            path, move = self._members.text(source.guid, ours.text), back(ours)
        rich = self._path(source.guid, source.rich)
        element = self._authored(parent, name, source, richTextPath=rich, plainTextPath=path)
        self.words(element, source.description)
        for selection in source.selections:
            self._text_selection(element, selection.start, selection.end, selection, move)
        self._tail(element, source.codings, source.notes, source.values)

    def _text_selection(
        self, parent: etree._Element, start: int, end: int, selection: Selection, move: Mover | None
    ) -> None:
        """Positions move with the line ends and the mark that our text doesn't have."""
        if move is not None:
            start, end = move(start), move(end)
        places = {"startPosition": start, "endPosition": end}
        self._selection(parent, "PlainTextSelection", selection, **places)

    def _authored(
        self,
        parent: etree._Element,
        name: str,
        record: TextSource | FileSource | Transcript | Selection,
        **attributes: str | int | None,
    ) -> etree._Element:
        """An element with a GUID, a name and a stamp."""
        named: Attributes = {"guid": record.guid, "name": record.name}
        return self.add(parent, name, named | attributes | stamp(record))

    def _selection(
        self, parent: etree._Element, name: str, selection: Selection, **places: str | int | None
    ) -> etree._Element:
        element = self._authored(parent, name, selection, **places)
        self.words(element, selection.description)
        if isinstance(selection, AreaSelection) and selection.representation is not None:
            self.text(element, "Representation", selection.representation)
        self._tail(element, selection.codings, selection.notes)
        return element

    def _tail(
        self,
        element: etree._Element,
        codings: Iterable[Coding],
        notes: Iterable[str],
        values: Iterable[Value] = (),
    ) -> None:
        """What ends every source and selection."""
        for coding in codings:
            self._coding(element, coding)
        self.refer(element, "NoteRef", notes)
        self._values(element, values)

    def _coding(self, parent: etree._Element, coding: Coding) -> None:
        element = self.add(
            parent,
            "Coding",
            {
                "guid": coding.guid,
                "creatingUser": coding.created_by,
                "creationDateTime": moment(coding.created_at),
            },
        )
        self.refer(element, "CodeRef", [coding.code])
        self.refer(element, "NoteRef", coding.notes)

    def _values(self, parent: etree._Element, values: Iterable[Value]) -> None:
        for value in values:
            element = self.add(parent, "VariableValue")
            self.refer(element, "VariableRef", [value.variable])
            if value.value is not None:
                name, text = written(value.value)
                self.add(element, name).text = clean(text)

    def _path(self, guid: str, file: File | None) -> str:
        if file is None or file.content is None:
            return file.path if file is not None else ""
        return self._members.add(guid, file.extension, file.content)

    def _file_source(self, parent: etree._Element, name: str, source: FileSource) -> etree._Element:
        element = self._authored(parent, name, source, path=self._path(source.guid, source.file))
        self.words(element, source.description)
        return element

    def _pdf(self, parent: etree._Element, source: PdfSource) -> None:
        element = self._file_source(parent, "PDFSource", source)
        for area in source.selections:
            self._selection(element, "PDFSelection", area, page=area.page or 0, **corners(area))
        if source.representation is not None:
            self.text(element, "Representation", source.representation)
        self._tail(element, source.codings, source.notes, source.values)

    def _picture(self, parent: etree._Element, source: PictureSource) -> None:
        element = self._file_source(parent, "PictureSource", source)
        if source.text_description is not None:
            self.text(element, "TextDescription", source.text_description)
        for area in source.selections:
            self._selection(element, "PictureSelection", area, **corners(area))
        self._tail(element, source.codings, source.notes, source.values)

    def _recording(self, parent: etree._Element, source: RecordingSource) -> None:
        element = self._file_source(parent, f"{source.medium}Source", source)
        for transcript in source.transcripts:
            self._transcript(element, transcript)
        for stretch in source.selections:
            self._selection(
                element, f"{source.medium}Selection", stretch, begin=stretch.begin, end=stretch.end
            )
        self._tail(element, source.codings, source.notes, source.values)

    def _transcript(self, parent: etree._Element, found: Transcript) -> None:
        ours = script(found.text or "")
        move = back(ours)
        path = found.text_path if found.text is None else self._members.text(found.guid, ours.text)
        rich = self._path(found.guid, found.rich)
        element = self._authored(parent, "Transcript", found, richTextPath=rich, plainTextPath=path)
        self.words(element, found.description)
        for point in found.sync_points:
            position = point.position
            if position is not None and found.text is not None:
                position = move(position)
            self.add(
                element, "SyncPoint", {"guid": point.guid, "timeStamp": point.time, "position": position}
            )
        for spoken in found.selections:
            ends = {"fromSyncPoint": spoken.from_point, "toSyncPoint": spoken.to_point}
            self._selection(element, "TranscriptSelection", spoken, **ends)
        self.refer(element, "NoteRef", found.notes)


def corners(area: AreaSelection) -> Attributes:
    return {
        "firstX": area.first_x,
        "firstY": area.first_y,
        "secondX": area.second_x,
        "secondY": area.second_y,
    }


def stamp(record: Authored, suffix: str = "") -> Attributes:
    """Who and when, as attributes; `suffix` is "GUID" in those of the project itself."""
    return {
        f"creatingUser{suffix}": record.created_by,
        "creationDateTime": moment(record.created_at),
        f"modifyingUser{suffix}": record.modified_by,
        "modifiedDateTime": moment(record.modified_at),
    }


def moment(found: datetime | None) -> str:
    """The moment in UTC, as xsd:dateTime."""
    return found.astimezone(UTC).isoformat().replace("+00:00", "Z") if found is not None else ""


def written(value: Scalar) -> tuple[str, str]:
    """The element for a value, and its text."""
    match value:
        case bool():
            return "BooleanValue", "true" if value else "false"
        case int():
            return "IntegerValue", str(value)
        case Decimal():
            return "FloatValue", format(value, "f")
        case datetime():
            return "DateTimeValue", moment(value)
        case date():
            return "DateValue", value.isoformat()
        case _:
            return "TextValue", str(value)


def clean(text: str) -> str:
    """The text without characters that XML forbids."""
    return FORBIDDEN.sub(REPLACEMENT, text)
