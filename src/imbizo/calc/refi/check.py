"""What must be true of a project before it's written, so that every program can rely on what it reads."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from imbizo.calc.refi import scalars
from imbizo.calc.refi.errors import InvalidProjectError
from imbizo.calc.refi.model import (
    AreaSelection,
    Case,
    Code,
    Codebook,
    Coding,
    Collection,
    File,
    Link,
    Project,
    Selection,
    TextSource,
    TimeSelection,
    Transcript,
    TranscriptSelection,
    User,
    Value,
    Variable,
)


class Problem(StrEnum):
    NO_CODES = "no codes"
    NO_NAME = "no name"
    BAD_GUID = "not a GUID in lower case"
    GUID_TWICE = "the same GUID twice"
    BAD_COLOUR = "not a colour like #a0b1c2"
    BAD_EXTENSION = "not the ending of a file"
    BAD_POSITIONS = "a selection that doesn't lie in its text or recording"
    NO_ZONE = "a moment without a zone"
    UNKNOWN = "a reference to what isn't there"


Found: TypeAlias = tuple[str, object]  # the field in which a record stands, and the record
GROUPS: dict[type, str] = {User: "user", Code: "code", Case: "case", Variable: "variable"}


def check(whole: Project | Codebook) -> None:
    """Raises InvalidProjectError for the first problem found."""
    if isinstance(whole, Codebook) and not whole.codes:
        raise InvalidProjectError(Problem.NO_CODES, whole.origin)
    records = list(_walk("", whole))
    known = _known(records)
    for _field, record in records:
        _check_itself(record)
        for guid, group in _references(record):
            if guid and guid not in known.get(group, ()):
                raise InvalidProjectError(Problem.UNKNOWN, guid)


def _walk(field: str, value: object) -> Iterator[Found]:
    if isinstance(value, tuple):
        for part in value:
            yield from _walk(field, part)
    elif is_dataclass(value):
        yield field, value
        for inner in fields(value):
            yield from _walk(inner.name, getattr(value, inner.name))


def _known(records: list[Found]) -> dict[str, set[str]]:
    """The GUIDs by what may be referred to; refuses any that isn't one or stands twice among its like."""
    known: dict[str, set[str]] = {"any": set()}
    seen: set[tuple[str, str]] = set()
    for field, record in records:
        guid = getattr(record, "guid", None)
        if guid is None:
            continue
        like = _like(field, record)
        if not scalars.GUID.fullmatch(guid):
            raise InvalidProjectError(Problem.BAD_GUID, guid)
        if (like, guid) in seen:
            raise InvalidProjectError(Problem.GUID_TWICE, guid)
        seen.add((like, guid))
        known.setdefault(_group(field, record), set()).add(guid)
        known["any"].add(guid)
    return known


def _like(field: str, record: object) -> str:
    return field if field in {"sources", "memos"} else f"{type(record).__name__} {field}"


def _group(field: str, record: object) -> str:
    if isinstance(record, Selection):
        return "selection"
    return GROUPS.get(type(record), field)


def _references(record: object) -> Iterator[tuple[str, str]]:
    """The GUIDs that a record refers to, each with the group in which it must be."""
    notes = getattr(record, "notes", ())
    yield from ((guid, "memos") for guid in notes)
    for name in ("created_by", "modified_by"):
        yield getattr(record, name, ""), "user"
    match record:
        case Coding():
            yield record.code, "code"
        case Value():
            yield record.variable, "variable"
        case Link():
            yield from ((record.origin, "any"), (record.target, "any"))
        case TranscriptSelection():
            yield from ((record.from_point, "sync_points"), (record.to_point, "sync_points"))
        case Case() | Collection():
            yield from ((guid, "code") for guid in record.codes)
            yield from ((guid, "sources") for guid in record.sources)
            yield from ((guid, "selection") for guid in getattr(record, "selections", ()))
        case _:
            pass


def _check_itself(record: object) -> None:
    """What can be seen from the record alone."""
    guid = str(getattr(record, "guid", ""))
    if isinstance(record, Code | Variable | Collection | Project) and not record.name:
        raise InvalidProjectError(Problem.NO_NAME, guid)
    colour = getattr(record, "colour", "")
    if colour and not scalars.COLOUR.fullmatch(colour):
        raise InvalidProjectError(Problem.BAD_COLOUR, guid)
    if isinstance(record, File) and record.extension and not scalars.EXTENSION.fullmatch(record.extension):
        raise InvalidProjectError(Problem.BAD_EXTENSION, record.extension)
    if any(moment.tzinfo is None for moment in _moments(record)):
        raise InvalidProjectError(Problem.NO_ZONE, guid)
    if not _lies_inside(record):
        raise InvalidProjectError(Problem.BAD_POSITIONS, guid)


def _moments(record: object) -> Iterator[datetime]:
    names = ("created_at", "modified_at", "value")
    found = (getattr(record, name, None) for name in names)
    yield from (moment for moment in found if isinstance(moment, datetime))


def _lies_inside(record: object) -> bool:
    match record:
        case TextSource():
            length = len(record.text) if record.text is not None else -1
            return all(0 <= found.start <= found.end <= length for found in record.selections)
        case Transcript():
            length = len(record.text) if record.text is not None else -1
            positions = (point.position for point in record.sync_points)
            return length < 0 or all(0 <= found <= length for found in positions if found is not None)
        case TimeSelection():
            return 0 <= record.begin <= record.end
        case AreaSelection():
            return record.page is None or record.page >= 0
        case _:
            return True
