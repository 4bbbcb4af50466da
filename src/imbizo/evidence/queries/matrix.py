"""Themes against places and people: the numbers, and the sentences that each of them counts.

Of sectors and groups no column is ever laid across places: what stands here is one table for each dimension, closed
where a number could point to fewer than five people (`calc.synthesis`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from imbizo.calc.synthesis import Column, ColumnKind, Count, Dimension, matrix
from imbizo.convening.models import Gathering
from imbizo.evidence.models import Theme
from imbizo.evidence.queries.in_themes import Members, inputs_of, live, places
from imbizo.evidence.queries.spoken import Spoken
from imbizo.evidence.queries.theme_words import sector_name
from imbizo.programmes.models import Membership

OF_PEOPLE = frozenset({Dimension.SECTOR, Dimension.GROUP})
_NONE = Count(0, 0, is_least=False)


@dataclass(frozen=True)
class Heading:
    """A column: `key` names it in addresses ("named-business", "unsaid", "few")."""

    key: str
    label: str
    total: Count


@dataclass(frozen=True)
class Line:
    """A theme; a count for each column, None where it is closed. `grave` counts the sentences marked so."""

    theme: Theme
    cells: tuple[Count | None, ...]
    total: Count
    grave: int


@dataclass(frozen=True)
class Grid:
    """The table as it is shown and exported."""

    dimension: Dimension
    columns: tuple[Heading, ...]
    lines: tuple[Line, ...]
    members: Members

    @property
    def is_closed_somewhere(self) -> bool:
        return any(cell is None for line in self.lines for cell in line.cells)


def grid(member: Membership, dimension: Dimension) -> Grid:
    """The themes that the member sees, by one dimension; those of which nothing was said yet come last."""
    themes = list(live(member))
    members = inputs_of(themes, member)
    found = matrix(members.said(), dimension)
    empty = _empty(member, dimension, members, found.columns)
    names = _names(member, dimension, members)
    columns = [_heading(each, names) for each in found.columns]
    by_id = {theme.pk: theme for theme in themes}
    zeros = (_NONE,) * len(empty)
    lines = [
        Line(by_id[UUID(str(row.theme))], (*row.cells, *zeros), row.total, row.grave) for row in found.rows
    ]
    said = {line.theme.pk for line in lines}
    width = len(columns) + len(empty)
    bare = [Line(theme, (_NONE,) * width, _NONE, 0) for theme in themes if theme.pk not in said]
    return Grid(dimension, (*columns, *empty), (*lines, *bare), members)


def counted(found: Grid, *, theme: str, column: str) -> set[UUID] | None:
    """The sentences that a number of the table counts; None where the table has no such number, or it is closed.

    Without a theme those of the whole column, without a column those of the whole theme.
    """
    lines = [line for line in found.lines if not theme or str(line.theme.pk) == theme]
    at = next((place for place, each in enumerate(found.columns) if each.key == column), None)
    if not lines or (column and at is None) or not (theme or column):
        return None
    if theme and at is not None and lines[0].cells[at] is None:
        return None
    ids = {pk for line in lines for pk in found.members.of[line.theme.pk]}
    return {pk for pk in ids if not column or _column_of(found, found.members.known[pk]) == column}


def _column_of(found: Grid, said: Spoken) -> str:
    """The key of the column in which a sentence stands."""
    value = getattr(said, found.dimension)
    if value is None:
        return str(ColumnKind.UNSAID)
    key = f"{ColumnKind.NAMED}-{value}"
    return key if any(each.key == key for each in found.columns) else str(ColumnKind.FEW)


def _heading(column: Column, names: Mapping[str, str]) -> Heading:
    if column.kind is ColumnKind.NAMED:
        key = str(column.key)
        return Heading(f"{ColumnKind.NAMED}-{key}", names.get(key, key), column.total)
    label = _("not known") if column.kind is ColumnKind.UNSAID else _("small ones together")
    return Heading(str(column.kind), label, column.total)


def _empty(
    member: Membership, dimension: Dimension, members: Members, columns: tuple[Column, ...]
) -> list[Heading]:
    """The municipalities of the programme in which no theme was raised: their silence shows too."""
    if dimension is not Dimension.MUNICIPALITY:
        return []
    there = {column.key for column in columns}
    silent = [area for area in places(member, members) if area.id not in there]
    return [Heading(f"{ColumnKind.NAMED}-{area.id}", area.name, _NONE) for area in silent]


def _names(member: Membership, dimension: Dimension, members: Members) -> dict[str, str]:
    """How the keys of a dimension read."""
    if dimension is Dimension.MUNICIPALITY:
        return {str(area.id): area.name for area in places(member, members)}
    if dimension is Dimension.GATHERING:
        rows = Gathering.objects.filter(programme_id=member.programme_id).order_by()
        return {str(pk): name for pk, name in rows.values_list("pk", "name")}
    if dimension is Dimension.SECTOR:
        keys = {each.sector for each in members.known.values() if each.sector}
        return {key: sector_name(key) for key in keys}
    return {}
