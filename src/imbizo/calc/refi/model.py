"""A project of qualitative analysis as REFI-QDA 1.5 knows it, in frozen records.

GUIDs are lower case, with hyphens and without braces. Texts end their lines with LF and have no byte order
mark; positions in them are Unicode code points, counted from 0, end exclusive. Moments have a zone.
Descriptions have no white space around them. Colours are "#rrggbb" in lower case, or empty.
Source: REFI-QDA 1.5, Project.xsd of 18 March 2019 and Codebook.xsd.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Authored:
    """Who made a thing and changed it last (GUIDs of users), and when."""

    created_by: str = ""
    created_at: datetime | None = None
    modified_by: str = ""
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    guid: str
    name: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code with the codes under it; `codable` is false for a mere heading; `notes` are GUIDs of memos."""

    guid: str
    name: str
    codable: bool = True
    colour: str = ""
    description: str = ""
    notes: tuple[str, ...] = ()
    codes: tuple["Code", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A Set of the standard: codes, sources and notes (GUIDs) that someone put together under a name."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """What a .qdc holds."""

    origin: str = ""
    codes: tuple[Code, ...] = ()
    sets: tuple[Collection, ...] = ()


class VariableType(StrEnum):
    TEXT = "Text"
    BOOLEAN = "Boolean"
    INTEGER = "Integer"
    FLOAT = "Float"
    DATE = "Date"
    MOMENT = "DateTime"


Scalar: TypeAlias = str | bool | int | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    guid: str
    name: str
    type: VariableType = VariableType.TEXT
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a case or a source has for a variable; None is "no value", a text stands where it fits no type."""

    variable: str
    value: Scalar = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A person, household, place or meeting that is studied; the tuples are GUIDs, but for `values`."""

    guid: str
    name: str = ""
    description: str = ""
    codes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """`code` (GUID) was given to the selection or source that this stands in."""

    guid: str
    code: str
    notes: tuple[str, ...] = ()
    created_by: str = ""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection(Authored):
    """What all selections have; many programs put the quoted words, or their beginning, into `name`."""

    guid: str
    name: str = ""
    description: str = ""
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSelection(Selection):
    """`text[start:end]` of the source that this stands in."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the package: `content`, whose kind `extension` tells (".pdf", lower case); or, where
    content is None, one that stays elsewhere, at `path` as the project gives it.
    """

    extension: str = ""
    content: bytes | None = None
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSource(Authored):
    """A text with its selections: a source, a memo (Note), or the text of a PDF or picture.

    `text` is None where the package lacks it; `text_path` says then where the project looked for it.
    `codings` are of the whole text; `rich` is the formatted original.
    """

    guid: str
    name: str = ""
    description: str = ""
    text: str | None = None
    text_path: str = ""
    rich: File | None = None
    selections: tuple[TextSelection, ...] = ()
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaSelection(Selection):
    """A rectangle: pixels from the top left of a picture, points from the bottom left of a PDF's page.

    `page` counts from 1 and is None in a picture; `representation` is the text of the area, in a PDF only.
    """

    first_x: int
    first_y: int
    second_x: int
    second_y: int
    page: int | None = None
    representation: TextSource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSelection(Selection):
    """A stretch of a recording, in milliseconds."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPoint:
    """`position` in a transcript was said at `time` (milliseconds)."""

    guid: str
    time: int | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptSelection(Selection):
    """What lies between two sync points (GUIDs), either of which may be missing."""

    from_point: str = ""
    to_point: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript(Authored):
    """The words of a recording."""

    guid: str
    name: str = ""
    description: str = ""
    text: str | None = None
    text_path: str = ""
    rich: File | None = None
    sync_points: tuple[SyncPoint, ...] = ()
    selections: tuple[TranscriptSelection, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSource(Authored):
    """What sources that aren't text have."""

    guid: str
    name: str = ""
    description: str = ""
    file: File | None = None
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfSource(FileSource):
    """Codings of words stand in the `representation`; ATLAS.ti repeats them as areas with the same GUID."""

    selections: tuple[AreaSelection, ...] = ()
    representation: TextSource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSource(FileSource):
    selections: tuple[AreaSelection, ...] = ()
    text_description: TextSource | None = None


class Medium(StrEnum):
    AUDIO = "Audio"
    VIDEO = "Video"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingSource(FileSource):
    medium: Medium
    transcripts: tuple[Transcript, ...] = ()
    selections: tuple[TimeSelection, ...] = ()


Source: TypeAlias = TextSource | PdfSource | PictureSource | RecordingSource


class Direction(StrEnum):
    ASSOCIATIVE = "Associative"
    ONE_WAY = "OneWay"
    BOTH_WAYS = "Bidirectional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A line from one thing of the project to another (GUIDs)."""

    guid: str
    origin: str
    target: str
    name: str = ""
    direction: Direction | None = None
    colour: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Authored):
    """What a .qdpx holds; `memos` are the Notes, `notes` the GUIDs of those on the project as a whole."""

    name: str
    origin: str = ""
    base_path: str = ""
    description: str = ""
    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    memos: tuple[TextSource, ...] = ()
    links: tuple[Link, ...] = ()
    sets: tuple[Collection, ...] = ()
    notes: tuple[str, ...] = ()
