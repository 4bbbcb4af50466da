"""Themes across gatherings: who raised what where, how many voices stand behind it, and what few raised gravely.

A voice is a person for whom an input speaks: a table of seven that hands in one sentence is seven voices. Where nobody
counted, an input is one voice, and the number is marked as a least one.

No sector or group of fewer than five voices is named: such ones are folded into one column, into which the next
smallest follow until it has five. Cells of fewer than five voices in a column that is named are closed, and others
with them as `disclosure` says, so that none can be had by subtraction. Totals by theme and by column are open: the
first name no group, the second are five or more. Gatherings and municipalities are places, and stay open.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median
from typing import TypeVar

from imbizo.calc.disclosure import FEW, Closed, closed_cells

Key = Hashable
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Said:
    """One input under one theme. `people` is for how many it speaks, None where nobody counted; None is also unsaid."""

    input: Key
    theme: Key
    gathering: Key | None = None
    municipality: Key | None = None
    sector: Key | None = None
    group: Key | None = None
    people: int | None = 1
    is_grave: bool = False


class Dimension(StrEnum):
    """What the columns are: a field of `Said`."""

    GATHERING = "gathering"
    MUNICIPALITY = "municipality"
    SECTOR = "sector"
    GROUP = "group"


Slot = tuple["ColumnKind", Key | None]
_OF_PEOPLE = frozenset({Dimension.SECTOR, Dimension.GROUP})


class ColumnKind(StrEnum):
    """NAMED has a key; UNSAID is of inputs where it isn't known; FEW holds those too small to be named."""

    NAMED = "named"
    UNSAID = "unsaid"
    FEW = "few"


_ORDER = tuple(ColumnKind)


@dataclass(frozen=True, slots=True)
class Count:
    """Inputs, each once, and their voices; `is_least` where some of the inputs weren't counted."""

    inputs: int
    voices: int
    is_least: bool


@dataclass(frozen=True, slots=True)
class Column:
    kind: ColumnKind
    key: Key | None
    total: Count


@dataclass(frozen=True, slots=True)
class Row:
    """One theme; a cell per column, None where it's closed. `grave` counts the inputs marked so."""

    theme: Key
    cells: tuple[Count | None, ...]
    total: Count
    grave: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Themes, those of most voices first, by columns, the largest first, then the unsaid, then the small ones."""

    dimension: Dimension
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class By:
    """A sector that raised a theme, and in how many of the theme's municipalities it did."""

    sector: Key
    municipalities: int


@dataclass(frozen=True, slots=True)
class Raised:
    """What a sentence on a theme needs: "raised in 4 of 5 municipalities, by farm workers in all four".

    `municipalities` in the order given, of `of_municipalities`; `by` the sectors that may be named, those in most
    municipalities first; `is_by_others` whether others raised it that may not be named or aren't known.
    """

    theme: Key
    municipalities: tuple[Key, ...]
    of_municipalities: int
    gatherings: int
    by: tuple[By, ...]
    is_by_others: bool
    total: Count
    grave: int

    @property
    def by_in_all(self) -> tuple[Key, ...]:
        """The sectors that raised it in every municipality where it was raised."""
        return tuple(each.sector for each in self.by if each.municipalities == len(self.municipalities))


@dataclass(frozen=True, slots=True)
class Grave:
    """A theme that few raised and some of them as grave."""

    theme: Key
    total: Count
    grave: int


def matrix(said: Iterable[Said], dimension: Dimension) -> Matrix:
    """Themes by the dimension. An input that stands twice under a theme counts once, as it stands first."""
    rows = _once(said)
    if dimension not in _OF_PEOPLE:
        return _laid_out(rows, dimension, frozenset())
    small = _small(rows, dimension)
    while True:
        found = _laid_out(rows, dimension, small)
        named = [column.key for column in found.columns if column.kind is ColumnKind.NAMED]
        closed = closed_cells(_voices(found), len(named))
        if closed is not None:
            return _with_closed(found, closed)
        small |= {named[-1]}


def raised(said: Iterable[Said], municipalities: Sequence[Key]) -> list[Raised]:
    """The facts on each theme, in the order of the matrix; `municipalities` are all of the programme."""
    rows = _once(said)
    by_sector = matrix(rows, Dimension.SECTOR)
    own = _sorted_out(rows, lambda row: row.theme)
    return [_raised(row, own[row.theme], by_sector.columns, municipalities) for row in by_sector.rows]


def few_but_grave(said: Iterable[Said]) -> list[Grave]:
    """Themes of no more voices than the middle one, that somebody marked grave: the gravest share of inputs first."""
    themes = matrix(said, Dimension.GATHERING).rows
    middle = median(row.total.voices for row in themes) if themes else 0
    found = [row for row in themes if row.grave and row.total.voices <= middle]
    found.sort(key=lambda row: (-row.grave / row.total.inputs, -row.grave, row.total.voices))
    return [Grave(row.theme, row.total, row.grave) for row in found]


def _once(said: Iterable[Said]) -> list[Said]:
    """Each input once under each theme; grave where any of its rows says so."""
    found: dict[tuple[Key, Key], Said] = {}
    for row in said:
        before = found.setdefault((row.theme, row.input), row)
        if row.is_grave and not before.is_grave:
            found[row.theme, row.input] = replace(before, is_grave=True)
    return list(found.values())


def _count(rows: Iterable[Said]) -> Count:
    people = {row.input: row.people for row in rows}
    voices = sum(max(1, number or 1) for number in people.values())
    return Count(len(people), voices, is_least=None in people.values())


def _sorted_out(rows: Iterable[Said], key: Callable[[Said], K]) -> dict[K, list[Said]]:
    found: dict[K, list[Said]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _slot(row: Said, dimension: Dimension, small: frozenset[Key]) -> Slot:
    """The column in which an input stands."""
    key: Key | None = getattr(row, dimension)
    if key is None:
        return ColumnKind.UNSAID, None
    return (ColumnKind.FEW, None) if key in small else (ColumnKind.NAMED, key)


def _small(rows: Sequence[Said], dimension: Dimension) -> frozenset[Key]:
    """What can't be named: sectors or groups of fewer than five, and the next smallest until they are five together."""
    own = _sorted_out(rows, lambda row: getattr(row, dimension))
    sizes = [(_count(said).voices, key) for key, said in own.items() if key is not None]
    found: set[Key] = set()
    together = 0
    for voices, key in sorted(sizes, key=lambda size: size[0]):
        if voices >= FEW and (not found or together >= FEW):
            break
        found.add(key)
        together += voices
    return frozenset(found)


def _laid_out(rows: Sequence[Said], dimension: Dimension, small: frozenset[Key]) -> Matrix:
    """The whole matrix, every cell open."""
    by_slot = _sorted_out(rows, lambda row: _slot(row, dimension, small))
    columns = [Column(kind, key, _count(own)) for (kind, key), own in by_slot.items()]
    columns.sort(key=lambda column: (_ORDER.index(column.kind), -column.total.voices))
    themes = []
    for theme, own in _sorted_out(rows, lambda row: row.theme).items():
        cells = _sorted_out(own, lambda row: _slot(row, dimension, small))
        counts = tuple(_count(cells.get((column.kind, column.key), ())) for column in columns)
        themes.append(Row(theme, counts, _count(own), sum(row.is_grave for row in own)))
    themes.sort(key=lambda row: -row.total.voices)
    return Matrix(dimension, tuple(columns), tuple(themes))


def _voices(found: Matrix) -> list[list[int]]:
    return [[cell.voices if cell else 0 for cell in row.cells] for row in found.rows]


def _with_closed(found: Matrix, closed: Closed) -> Matrix:
    rows = tuple(
        replace(row, cells=tuple(None if shut else cell for cell, shut in zip(row.cells, shuts, strict=True)))
        for row, shuts in zip(found.rows, closed, strict=True)
    )
    return replace(found, rows=rows)


def _raised(
    row: Row, own: Sequence[Said], columns: Sequence[Column], municipalities: Sequence[Key]
) -> Raised:
    """The facts on one theme from its row by sector and all that was said under it."""
    where = {each.municipality for each in own}
    named = [
        By(column.key, _places(own, column.key, municipalities))
        for column, cell in zip(columns, row.cells, strict=True)
        if column.kind is ColumnKind.NAMED and cell and cell.voices
    ]
    named.sort(key=lambda by: -by.municipalities)
    return Raised(
        theme=row.theme,
        municipalities=tuple(each for each in municipalities if each in where),
        of_municipalities=len(municipalities),
        gatherings=len({each.gathering for each in own} - {None}),
        by=tuple(named),
        is_by_others=bool({each.sector for each in own} - {by.sector for by in named}),
        total=row.total,
        grave=row.grave,
    )


def _places(own: Iterable[Said], sector: Key, municipalities: Sequence[Key]) -> int:
    return len({each.municipality for each in own if each.sector == sector} & set(municipalities))
