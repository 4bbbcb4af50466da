"""The files of references that the worker reads; how each kind is read stands beside it in this room."""

from collections.abc import Sequence
from uuid import UUID

from imbizo.base.models import new_id
from imbizo.calc.referencematching import Ground, Pair, duplicates
from imbizo.calc.references import Reference
from imbizo.evidence.errors import Unreadable
from imbizo.evidence.imports import Problem, read_references
from imbizo.evidence.models import ReferenceImport, Scan, Source
from imbizo.evidence.queries.citing import reference_of
from imbizo.evidence.queries.scanning import library
from imbizo.evidence.rules.scanning import Row, as_row
from imbizo.evidence.states import FileState


def read_batch(*, id: UUID) -> None:
    """Read a file, and say of each reference what it is like. Done twice it is the same. Called by the worker."""
    batch = ReferenceImport.objects.select_related("scan").get(pk=id)
    if batch.state not in {FileState.WAITING, FileState.READING}:
        return
    ReferenceImport.objects.filter(pk=id).update(state=FileState.READING)
    try:
        with batch.file.open("rb") as opened:
            taken = read_references(opened.read())
    except Unreadable as error:
        batch.state, batch.problem = FileState.REFUSED, str(error)[:500]
    else:
        batch.rows = _compared(taken.references, batch.scan)
        batch.left_out = [_as_problem(each) for each in taken.problems]
        batch.count, batch.state = len(batch.rows), FileState.READ
    batch.save(update_fields=["rows", "left_out", "count", "state", "problem", "updated_at"])


def _as_problem(problem: Problem) -> Row:
    """What is to be known about an entry, as JSON keeps it."""
    return {
        "where": problem.place,
        "entry": problem.entry,
        "problem": problem.sentence,
        "is_left_out": problem.is_left_out,
    }


def _compared(references: Sequence[Reference], scan: Scan) -> list[Row]:
    """The references as rows, each with the first earlier one, or source of ours, that looks like the same work."""
    ours = list(library(scan).order_by("created_at", "pk"))
    in_scan = set(scan.items.values_list("source_id", flat=True))
    rows = [{"id": str(new_id()), "item": str(new_id()), "ref": as_row(each)} for each in references]
    for pair in duplicates([*map(reference_of, ours), *references]):
        if pair.second >= len(ours):
            _note_likeness(rows, pair, ours, in_scan)
    return rows


def _note_likeness(rows: list[Row], pair: Pair, ours: Sequence[Source], in_scan: set[UUID]) -> None:
    """Keep the surest likeness of a row. The same DOI or title is taken for the same work until somebody says no."""
    row = rows[pair.second - len(ours)]
    is_sure = pair.ground != Ground.ALIKE_TITLE
    if "like" in row and (row["same"] or not is_sure):
        return
    row["like"] = _other(rows, pair.first, ours, in_scan) | {"ground": pair.ground.value}
    row["same"] = True if is_sure else None


def _other(rows: list[Row], place: int, ours: Sequence[Source], in_scan: set[UUID]) -> Row:
    if place >= len(ours):
        return {"row": place - len(ours)}
    source = ours[place]
    return {"source": str(source.pk), "in_scan": source.pk in in_scan, "ref": as_row(reference_of(source))}
