"""Who was present online, from an attendance export of Zoom or Teams.

Zoom: CSV with "Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", also with a block
about the meeting on top, or one row a person with a total only. Teams: tabs in UTF-16, with the sections "1. Summary",
"2. Participants" and "3. In-Meeting Activities", or the older "Full Name", "User Action", "Timestamp". Tables are
found by their header, so that a title in another language doesn't matter. The most exact table of a file counts:
single joins before actions before summaries before totals; a coarser one only adds people whom the finer one lacks.

Sources: Zoom Support, "Meeting and webinar reports"; Microsoft Support, "Manage meeting attendance reports in Teams".
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import islice
from typing import Final

from imbizo.calc import exporttimes, texttables
from imbizo.calc.errors import NoAttendanceError
from imbizo.calc.exporttimes import Order
from imbizo.calc.folding import fold, tidy

MOST_ROWS: Final = 50_000


class Omission(StrEnum):
    """Why a row was left out."""

    NO_NAME = "no_name"
    UNREADABLE_TIME = "unreadable_time"
    LEAVES_BEFORE_JOINING = "leaves_before_joining"
    WAITING_ROOM = "waiting_room"
    UNKNOWN_ACTION = "unknown_action"
    LEFT_WITHOUT_JOINING = "left_without_joining"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row by its number in the file, from 1, and what it says."""

    row: int
    why: Omission
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """`minutes` counts overlapping joins once, rounded to the nearest. Times are None where the file has totals only.

    `original_name` is what stands in brackets in Zoom: often the name before it was changed, sometimes a pronoun.
    `was_still_there`: no leaving is recorded, so the last moment in the file was taken.
    """

    name: str
    original_name: str
    email: str
    first_join: datetime | None
    last_leave: datetime | None
    minutes: int
    joins: int
    was_still_there: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """`ambiguous`: day and month could change places; then they were read as `order`, and a person should be asked."""

    people: tuple[Person, ...]
    left_out: tuple[LeftOut, ...]
    order: Order
    ambiguous: bool


class _Column(StrEnum):
    NAME = "name"
    EMAIL = "email"
    JOIN = "join"
    LEAVE = "leave"
    FIRST = "first"
    LAST = "last"
    LENGTH = "length"
    ACTION = "action"
    AT = "at"
    WAITING = "waiting"


_HEADERS: Final[Mapping[str, _Column]] = {
    "name (original name)": _Column.NAME, "name": _Column.NAME, "full name": _Column.NAME,
    "user email": _Column.EMAIL, "email": _Column.EMAIL, "e-mail": _Column.EMAIL,
    "join time": _Column.JOIN, "leave time": _Column.LEAVE,
    "first join": _Column.FIRST, "first join time": _Column.FIRST,
    "last leave": _Column.LAST, "last leave time": _Column.LAST,
    "in-meeting duration": _Column.LENGTH, "duration": _Column.LENGTH,
    "duration (minutes)": _Column.LENGTH, "total duration (minutes)": _Column.LENGTH,
    "user action": _Column.ACTION, "timestamp": _Column.AT, "in waiting room": _Column.WAITING,
}  # fmt: skip
# What makes a row of headers one of a table, the most exact first.
_KINDS: Final = (
    frozenset({_Column.NAME, _Column.JOIN, _Column.LEAVE}),
    frozenset({_Column.NAME, _Column.ACTION, _Column.AT}),
    frozenset({_Column.NAME, _Column.FIRST, _Column.LAST, _Column.LENGTH}),
    frozenset({_Column.NAME, _Column.LENGTH}),
)
_TIMES = (_Column.JOIN, _Column.LEAVE, _Column.FIRST, _Column.LAST, _Column.AT)
_DELIMITERS = ("\t", ",", ";")
_SECTION = re.compile(r"\d\. \D+")
_BRACKETS = re.compile(r"(?P<name>.*\S)\s*\((?P<original>[^()]+)\)")
_MARKS = re.compile(r"\s*\((?:guest|unverified|external)\)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    row: int
    cells: tuple[str, ...]
    said: Mapping[_Column, str]


@dataclass(frozen=True, slots=True)
class _Table:
    """`kind` is the place in _KINDS."""

    kind: int
    columns: Mapping[_Column, int]
    has_originals: bool
    lines: list[_Line]


@dataclass(frozen=True, slots=True)
class _Stay:
    """One join, or a summary of several: then `length` is given, and the times are of the first and the last."""

    name: str
    original: str
    email: str
    start: datetime | None
    end: datetime | None
    length: timedelta | None = None
    is_open: bool = False

    @property
    def key(self) -> str:
        return self.email or fold(self.name)


def read(data: bytes, *, zone: tzinfo, order: Order | None = None, held_on: date | None = None) -> Export:
    """The people of an export. `zone` is that of the clock in the file, which the file doesn't name.

    `order` is a person's answer to `ambiguous`; `held_on`, the day of the gathering, may spare the question.
    Raises a TableError: NoAttendanceError where no table is one of attendance, MixedDatesError, BinaryTableError.
    """
    tables = sorted(_tables(texttables.decode(data)), key=lambda table: table.kind)
    times = [line.said.get(column, "") for table in tables for line in table.lines for column in _TIMES]
    found = order or exporttimes.order(times, held_on)
    reader = _Reader(zone, found or Order.DAY_FIRST)
    stays = list[_Stay]()
    for table in tables:
        known = {stay.key for stay in stays}
        stays += [stay for stay in reader.stays(table) if stay.key not in known]
    return Export(
        people=tuple(_people(stays)),
        left_out=tuple(sorted(reader.left_out, key=lambda each: each.row)),
        order=reader.order,
        ambiguous=found is None and exporttimes.is_two_ways(times),
    )


def _tables(text: str) -> list[_Table]:
    for delimiter in _DELIMITERS:
        if tables := _split(text, delimiter):
            return tables
    raise NoAttendanceError


def _split(text: str, delimiter: str) -> list[_Table]:
    """The tables of a file: each from its header to the next one, or to the title of a section."""
    tables, table = list[_Table](), None
    for row, cells in _rows(text, delimiter):
        if header := _header(cells):
            tables.append(table := header)
        elif _is_title(cells):
            table = None
        elif table is not None and any(cells):
            said = {name: cells[at] for name, at in table.columns.items() if at < len(cells)}
            table.lines.append(_Line(row, cells, said))
    return tables


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in islice(reader, MOST_ROWS):
            yield reader.line_num, tuple(tidy(cell) for cell in cells)
    except csv.Error as error:
        raise NoAttendanceError from error


def _header(cells: Sequence[str]) -> _Table | None:
    names = [fold(cell) for cell in cells]
    columns = {_HEADERS[name]: at for at, name in reversed(list(enumerate(names))) if name in _HEADERS}
    kind = next((at for at, needed in enumerate(_KINDS) if needed <= columns.keys()), None)
    return None if kind is None else _Table(kind, columns, "name (original name)" in names, [])


def _is_title(cells: Sequence[str]) -> bool:
    return any(cells) and _SECTION.fullmatch(cells[0]) is not None and not any(cells[1:])


class _Reader:
    """Turns lines into stays; what it can't read it keeps in `left_out`."""

    def __init__(self, zone: tzinfo, order: Order) -> None:
        self.zone = zone
        self.order = order
        self.left_out: list[LeftOut] = []

    def stays(self, table: _Table) -> list[_Stay]:
        lines = [line for line in table.lines if self._is_present(line)]
        if _Column.ACTION in table.columns:
            return self._from_actions(lines)
        read = (self._stay(line, table) for line in lines)
        return [stay for stay in read if stay is not None]

    def _is_present(self, line: _Line) -> bool:
        if not line.said.get(_Column.NAME):
            return self._omit(line, Omission.NO_NAME)
        if line.said.get(_Column.WAITING, "").lower() == "yes":
            return self._omit(line, Omission.WAITING_ROOM)
        return True

    def _omit(self, line: _Line, why: Omission) -> bool:
        self.left_out.append(LeftOut(line.row, why, line.cells))
        return False

    def _moment(self, line: _Line, *columns: _Column) -> datetime | None:
        written = next((line.said[column] for column in columns if column in line.said), "")
        return exporttimes.moment(written, self.order, self.zone)

    def _stay(self, line: _Line, table: _Table) -> _Stay | None:
        start = self._moment(line, _Column.JOIN, _Column.FIRST)
        end = self._moment(line, _Column.LEAVE, _Column.LAST)
        # The times of a single join say more than its length, which is rounded.
        length = None if table.kind == 0 else exporttimes.duration(line.said.get(_Column.LENGTH, ""))
        if length is None and (start is None or end is None):
            self._omit(line, Omission.UNREADABLE_TIME)
            return None
        if start and end and end < start:
            self._omit(line, Omission.LEAVES_BEFORE_JOINING)
            return None
        return _Stay(*_names(line, has_originals=table.has_originals), start, end, length)

    def _from_actions(self, lines: Sequence[_Line]) -> list[_Stay]:
        """Joins paired with the next leaving of the same person, in the order of time."""
        timed = sorted(self._timed(lines), key=lambda each: each[0])
        joined, stays = dict[str, tuple[datetime, _Line]](), list[_Stay]()
        for at, line in timed:
            name, _, email = _names(line)
            key = email or fold(name)
            if not line.said[_Column.ACTION].lower().startswith("left"):
                joined.setdefault(key, (at, line))
            elif key in joined:
                stays.append(_Stay(*_names(line), joined.pop(key)[0], at))
            else:
                self._omit(line, Omission.LEFT_WITHOUT_JOINING)
        still = (_Stay(*_names(line), at, timed[-1][0], is_open=True) for at, line in joined.values())
        return [*stays, *still]

    def _timed(self, lines: Sequence[_Line]) -> Iterator[tuple[datetime, _Line]]:
        for line in lines:
            action = line.said.get(_Column.ACTION, "").lower()
            if not action.startswith(("joined", "left")):
                self._omit(line, Omission.UNKNOWN_ACTION)
            elif at := self._moment(line, _Column.AT):
                yield at, line
            else:
                self._omit(line, Omission.UNREADABLE_TIME)


def _names(line: _Line, *, has_originals: bool = False) -> tuple[str, str, str]:
    """Name, original name and e-mail address."""
    name = _MARKS.sub("", line.said[_Column.NAME]) or line.said[_Column.NAME]
    email = line.said.get(_Column.EMAIL, "").lower()
    found = _BRACKETS.fullmatch(name) if has_originals else None
    return (found["name"], found["original"], email) if found else (name, "", email)


def _people(stays: Iterable[_Stay]) -> Iterator[Person]:
    of_person: dict[str, list[_Stay]] = {}
    for stay in stays:
        of_person.setdefault(stay.key, []).append(stay)
    for mine in of_person.values():
        yield Person(
            name=mine[0].name,
            original_name=next((stay.original for stay in mine if stay.original), ""),
            email=mine[0].email,
            first_join=min((stay.start for stay in mine if stay.start), default=None),
            last_leave=max((stay.end for stay in mine if stay.end), default=None),
            minutes=(_present(mine) + timedelta(seconds=30)) // timedelta(minutes=1),
            joins=len(mine),
            was_still_there=any(stay.is_open for stay in mine),
        )


def _present(stays: Sequence[_Stay]) -> timedelta:
    """The time covered: overlaps once, gaps not at all; lengths that a summary states are added as they are."""
    total = sum((stay.length for stay in stays if stay.length is not None), timedelta())
    spans = sorted(
        (stay.start, stay.end) for stay in stays if stay.length is None and stay.start and stay.end
    )
    covered: datetime | None = None
    for start, end in spans:
        begins = start if covered is None else max(start, covered)
        total += max(end - begins, timedelta())
        covered = end if covered is None else max(end, covered)
    return total
