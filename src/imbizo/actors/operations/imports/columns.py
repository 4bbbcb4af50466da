"""What the columns of a sheet mean: guessed, remembered from the last time, chosen by a person."""

from collections.abc import Mapping, Sequence
from typing import Any

from imbizo.actors.models import ColumnMapping, ImportBatch
from imbizo.actors.operations.imports.understanding import StatedColumn
from imbizo.actors.queries.imports import remembered
from imbizo.calc import tabular
from imbizo.calc.contents import cell_text, without_identity_numbers
from imbizo.calc.fields import Field
from imbizo.programmes.models import Programme

Rows = Sequence[Sequence[Any]]
SAMPLES = 3
LONGEST_SAMPLE = 60
NEVER_SHOWN = frozenset({Field.FORBIDDEN, Field.SENSITIVE})


def described_sheets(sheets: Mapping[str, Rows], programme: Programme) -> list[dict[str, Any]]:
    """Each sheet as the mapping page shows it, the most promising first."""
    ranked = tabular.rank_sheets(list(sheets.items()), region=programme.region)
    return [_described(sheet, sheets[sheet.name], programme) for sheet in ranked]


def _described(sheet: tabular.RankedSheet, rows: Rows, programme: Programme) -> dict[str, Any]:
    layout = tabular.understand(rows, region=programme.region)
    fingerprint = tabular.fingerprint(layout.header)
    known = remembered(programme, fingerprint)
    data = rows[layout.first_row :]
    columns = [_column(column, data) for column in layout.columns]
    if known is not None:
        _recall(columns, known.columns)
    return {
        "name": sheet.name,
        "rows": sum(any(cell_text(cell) for cell in row) for row in data),
        "header_row": layout.first_row,
        "fingerprint": fingerprint,
        "superseded": sheet.is_superseded,
        "usable": layout.is_usable,
        "remembered": known is not None,
        "columns": columns,
    }


def _column(column: tabular.Column, data: Rows) -> dict[str, Any]:
    return {
        "index": column.index,
        "header": column.header[:120],
        "guess": column.field.value,
        "field": column.field.value,
        "why": column.reason.value,
        "sensitive": column.sensitive.value if column.sensitive else "",
        "ground": "",
        "purpose": "",
        "samples": [] if column.field in NEVER_SHOWN else _samples(column.index, data),
    }


def _samples(index: int, data: Rows) -> list[str]:
    """The first different values of a column, without numbers of identity documents."""
    seen: dict[str, None] = {}
    for row in data:
        if index < len(row) and (text := cell_text(row[index])):
            seen.setdefault(without_identity_numbers(text)[:LONGEST_SAMPLE])
        if len(seen) == SAMPLES:
            break
    return list(seen)


def _recall(columns: list[dict[str, Any]], chosen: Sequence[str]) -> None:
    """Take last time's choices for the same header; a column that is never taken stays so."""
    for column, field in zip(columns, chosen, strict=False):
        if column["guess"] != Field.FORBIDDEN and field != Field.FORBIDDEN and field != column["field"]:
            column["field"], column["why"] = field, tabular.Reason.CHOSEN.value


def remember(batch: ImportBatch, sheet: Mapping[str, Any]) -> None:
    """Keep what the columns of this header mean, for the next file of that office."""
    ColumnMapping.objects.update_or_create(
        programme_id=batch.programme_id,
        fingerprint=sheet["fingerprint"],
        defaults={"columns": [column["field"] for column in sheet["columns"]]},
    )


def chosen_sheet(batch: ImportBatch) -> dict[str, Any]:
    """The sheet that is brought in, as described."""
    found: dict[str, Any] = next(sheet for sheet in batch.columns if sheet["name"] == batch.sheet)
    return found


def layout_of(sheet: Mapping[str, Any]) -> tabular.Layout:
    """The sheet's columns as a person has confirmed them, to read its rows by."""
    columns = tuple(
        tabular.Column(column["index"], column["header"], Field(column["field"]), 1.0, tabular.Reason.CHOSEN)
        for column in sheet["columns"]
    )
    return tabular.Layout(sheet["header_row"] - 1 if sheet["header_row"] else None, columns)


def stated_columns(sheet: Mapping[str, Any]) -> list[StatedColumn]:
    """The sensitive columns for which a ground and a purpose were stated."""
    return [
        StatedColumn(column["index"], column["header"], column["ground"], column["purpose"])
        for column in sheet["columns"]
        if column["field"] == Field.SENSITIVE and column["ground"] and column["purpose"]
    ]
