"""Bringing a register in as a person does it, step by step, for tests."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from imbizo.actors.models import ImportBatch
from imbizo.actors.operations import imports
from imbizo.programmes.models import Membership


def csv_of(*rows: Sequence[Any], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A CSV file of these rows."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_of(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """An Excel file of these sheets."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return target.getvalue()


def uploaded(data: bytes | Path, by: Membership, name: str = "register.csv") -> ImportBatch:
    """The batch after the worker has looked at the file."""
    content = data if isinstance(data, bytes) else data.read_bytes()
    return fresh(imports.upload(file=ContentFile(content, name=name), by=by))


def checked(
    data: bytes | Path, by: Membership, name: str = "register.csv", **stated: tuple[str, str]
) -> ImportBatch:
    """The batch after its dry run, with the columns as guessed."""
    batch = uploaded(data, by, name)
    imports.confirm_columns(
        batch=batch,
        sheet=batch.sheet,
        fields={},
        stated={int(index.lstrip("c")): pair for index, pair in stated.items()},
        source="Office of the mayor",
        basis="public_task",
        basis_note="",
        by=by,
    )
    return fresh(batch)


def brought_in(
    data: bytes | Path, by: Membership, name: str = "register.csv", *, keep_out: bool | None = True
) -> ImportBatch:
    """The batch after everything, with nothing decided about doubles."""
    batch = checked(data, by, name)
    imports.bring_in(batch=batch, keep_out=keep_out, by=by)
    return fresh(batch)


def fresh(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.get(pk=batch.pk)
