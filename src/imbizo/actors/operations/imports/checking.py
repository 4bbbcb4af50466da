"""The dry run: what each row would do. It writes staged rows and nothing else."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from imbizo.actors.models import ImportBatch, ImportRow
from imbizo.actors.operations.imports import columns, progress
from imbizo.actors.operations.imports.directory import Directory, Entry, names_of
from imbizo.actors.operations.imports.likeness import Likeness, compare, survivors
from imbizo.actors.operations.imports.understanding import Understood, understand_all
from imbizo.actors.operations.imports.updating import differences_of
from imbizo.actors.operations.imports.whereabouts import Gazetteer
from imbizo.actors.queries.imports import brought_in, plan_counts
from imbizo.actors.states import BatchState, RowPlan
from imbizo.base import bulk
from imbizo.base.models import new_id
from imbizo.calc.matching import Reason, Suggestion
from imbizo.thread.operations import audit

CHUNK = 1_000
HEARTBEAT = 5_000
DIGESTS = 500
_CONTACT = frozenset({Reason.SAME_NUMBER, Reason.SAME_EMAIL})
_FIELDS = ("id", "number", "values", "digest", "plan", "reasons", "changes", "match_id", "match_row", "score")


def check(*, batch: ImportBatch, rows: Sequence[Sequence[Any]]) -> None:
    """Understand every row, compare it with the register and with the rows above it, and stage what it would do.

    Effects in order: the staged rows in chunks, each in a transaction of its own; then the batch is ready. A run
    that is broken off is begun again from nothing (`begin_checking`), and one that has been overtaken stops.
    """
    sheet = columns.chosen_sheet(batch)
    found = _understood(batch, rows, sheet)
    gazetteer = Gazetteer(batch.programme)
    matches = _Matches(batch, found, gazetteer)
    done = 0
    for start in range(0, len(found), CHUNK):
        chunk = found[start : start + CHUNK]
        with transaction.atomic():
            if not progress.advance(batch, BatchState.CHECKING, done, done + len(chunk)):
                return
            _stage(batch, chunk, matches)
        done += len(chunk)
    _finish(batch, found)


def _understood(batch: ImportBatch, rows: Sequence[Sequence[Any]], sheet: dict[str, Any]) -> list[Understood]:
    layout, stated = columns.layout_of(sheet), columns.stated_columns(sheet)
    found: list[Understood] = []
    for row in understand_all(rows, layout, stated, batch.programme.region):
        found.append(row)
        if len(found) % HEARTBEAT == 0:
            progress.beat(batch, total=max(sheet["rows"], len(found)))
    progress.beat(batch, total=len(found))
    return found


def _stage(batch: ImportBatch, chunk: Sequence[Understood], matches: "_Matches") -> None:
    rows = [matches.staged(row) for row in chunk]
    matches.compare_updates(rows)
    bulk.insert_rows(
        ImportRow,
        _FIELDS,
        [[row[name] for name in _FIELDS] for row in rows],
        programme_id=batch.programme_id,
        batch_id=batch.pk,
    )


def _finish(batch: ImportBatch, found: Sequence[Understood]) -> None:
    counts = plan_counts(batch) | {"optouts": [row.number for row in found if row.values.get("refused")]}
    checked = ImportBatch.objects.filter(pk=batch.pk, state=BatchState.CHECKING, rows_done=len(found))
    with transaction.atomic():
        if checked.update(state=BatchState.READY, counts=counts, updated_at=timezone.now()):
            audit("ready", [batch], by=batch.uploaded_by)


class _Matches:
    """For each row whom it is or may be, so that its plan can be told."""

    def __init__(self, batch: ImportBatch, rows: Sequence[Understood], gazetteer: Gazetteer) -> None:
        assert batch.uploaded_by is not None
        self._batch, self._gazetteer = batch, gazetteer
        self._known = self._brought_in(rows)
        self._first_with: dict[str, int] = {}
        self._organisation_rows: dict[Entry, int] = {}
        fresh = [row for row in rows if row.plan == RowPlan.CREATE and row.digest not in self._known]
        self._likeness: Likeness = compare(fresh, gazetteer, batch.uploaded_by)
        self._directory = Directory(batch.uploaded_by, names_of(row.values for row in rows))

    def _brought_in(self, rows: Sequence[Understood]) -> dict[str, UUID]:
        digests = [row.digest for row in rows if row.digest]
        known: dict[str, UUID] = {}
        for start in range(0, len(digests), DIGESTS):
            known |= brought_in(self._batch.programme, digests[start : start + DIGESTS])
        merged = survivors(known.values()) if known else {}
        return {digest: merged.get(pk, pk) for digest, pk in known.items()}

    def staged(self, row: Understood) -> dict[str, Any]:
        """The row with its plan, as it is written."""
        staged = {
            "id": new_id(), "number": row.number, "values": row.values, "digest": row.digest, "plan": row.plan,
            "reasons": row.reasons, "changes": {}, "match_id": None, "match_row": None, "score": 0,
        }  # fmt: skip
        if row.plan == RowPlan.CREATE:
            self._plan(row, staged)
        return staged

    def _plan(self, row: Understood, staged: dict[str, Any]) -> None:
        above = self._first_with.setdefault(row.digest, row.number)
        if (known := self._known.get(row.digest)) is not None:
            self._is(staged, RowPlan.SAME, "same_row", match_id=known)
        elif above != row.number:
            self._is(staged, RowPlan.SAME, "same_row_above", match_row=above)
        elif row.is_person:
            self._plan_person(row, staged)
        else:
            self._plan_organisation(row, staged)

    def _is(self, staged: dict[str, Any], plan: RowPlan, reason: str, **match: Any) -> None:
        staged |= {"plan": plan, "score": 100, **match}
        staged["reasons"] = [*staged["reasons"], [reason, ""]]

    def _plan_organisation(self, row: Understood, staged: dict[str, Any]) -> None:
        """One key is one organisation, in the register or further up in the sheet."""
        entry = self._directory.entry(row.values["name"])
        above = self._organisation_rows.setdefault(entry, row.number)
        if entry.actor_id is not None:
            self._is(staged, RowPlan.UPDATE, "same_organisation_name", match_id=entry.actor_id)
        elif above != row.number:
            self._is(staged, RowPlan.UPDATE, "same_organisation_name", match_row=above)

    def _plan_person(self, row: Understood, staged: dict[str, Any]) -> None:
        found = self._likeness.of_row.get(row.number, [])
        shared = [address for _channel, address in row.addresses if address in self._likeness.shared]
        if shared:
            row.values["shared"] = shared
            staged["reasons"] = [*staged["reasons"], ["shared_number", ", ".join(shared)]]
        if not found:
            return
        best = found[0]
        staged["score"] = best.score
        staged["reasons"] = [*staged["reasons"], *([reason.value, ""] for reason in best.reasons)]
        staged |= _pointed(best)
        staged["plan"] = RowPlan.UPDATE if _is_certain(found) else RowPlan.DECIDE
        row.values["likely"] = [_kept(suggestion) for suggestion in found]

    def compare_updates(self, staged: Sequence[dict[str, Any]]) -> None:
        """Say what the matched rows would change; those that change nothing are the same."""
        updates = [
            row for row in staged if row["match_id"] and row["plan"] in (RowPlan.UPDATE, RowPlan.DECIDE)
        ]
        if not updates:
            return
        changes = differences_of(self._batch, updates, self._directory, self._gazetteer)
        for row, change in zip(updates, changes, strict=True):
            row["changes"] = change
            if not change and row["plan"] == RowPlan.UPDATE:
                row["plan"] = RowPlan.SAME


def _pointed(suggestion: Suggestion) -> dict[str, Any]:
    first = suggestion.first
    return {"match_id": first} if isinstance(first, UUID) else {"match_row": first}


def _kept(suggestion: Suggestion) -> list[Any]:
    """A suggestion as JSON keeps it: actor or row, score, sure, reasons."""
    first = suggestion.first
    who = str(first) if isinstance(first, UUID) else first
    return [who, suggestion.score, suggestion.sure, [reason.value for reason in suggestion.reasons]]


def _is_certain(found: Sequence[Suggestion]) -> bool:
    """The same full name with the same number or address, in the register, and nobody else in question there."""
    best = found[0]
    in_register = [suggestion for suggestion in found if isinstance(suggestion.first, UUID)]
    reasons = set(best.reasons)
    is_one = in_register == [best]
    return is_one and best.sure and Reason.SAME_NAME in reasons and bool(reasons & _CONTACT)
