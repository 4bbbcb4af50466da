"""An import from the upload to the moment when it is brought in: what a person does with it, and its states."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.actors import tasks
from imbizo.actors.errors import BadEntry, BadFile, NotNow
from imbizo.actors.models import ImportBatch, ImportRow
from imbizo.actors.operations.imports import columns
from imbizo.actors.queries.imports import opted_out, plan_counts, stalled
from imbizo.actors.states import Basis, BatchState
from imbizo.base.models import new_id
from imbizo.calc.fields import Field
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Sharing
from imbizo.thread.operations import audit

STALLED_AFTER = timedelta(minutes=3)
ATTEMPTS = 3
_DELETED_ROWS = 2_000
_BEFORE = (BatchState.UPLOADED, BatchState.READING, BatchState.MAPPING, BatchState.CHECKING, BatchState.READY)
Rows = Mapping[str, Sequence[Sequence[Any]]]


@transaction.atomic
def upload(*, file: File[Any], by: Membership, id: UUID | None = None) -> ImportBatch:
    """Take a file in, to be read by the worker. The same `id` again gives the same batch. Raises BadFile."""
    if (before := _made_before(id, by)) is not None:
        return before
    if (file.size or 0) > settings.UPLOAD_LIMIT:
        raise BadFile(too_large())
    batch = ImportBatch(
        id=id or new_id(),
        programme=by.programme,
        owner=by.partner,
        sharing=Sharing.ITSELF,
        uploaded_by=by,
        filename=(file.name or "")[-200:],
        digest=_digest(file),
    )
    batch.file.save(f"{batch.pk}.register", file, save=False)
    batch.save(force_insert=True)
    audit("upload", [batch], by=by)
    tasks.read_import.enqueue(str(batch.pk))
    return batch


def _made_before(id: UUID | None, by: Membership) -> ImportBatch | None:
    mine = ImportBatch.objects.filter(programme=by.programme, owner=by.partner)
    found: ImportBatch | None = mine.filter(pk=id).first() if id else None
    return found


def too_large() -> str:
    """What is said of a file beyond the limit."""
    limit = settings.UPLOAD_LIMIT // 1_000_000
    return str(_("This file is larger than %(limit)s MB. Take pictures out of it, or save it as CSV.")) % {
        "limit": limit
    }


def begin_reading(*, batch: ImportBatch) -> bool:
    """Say that the file is being read; False when it was already, or when it has broken the reader again and again."""
    attempts = batch.counts.get("attempts", 0) + 1
    if attempts > ATTEMPTS:
        refuse(
            batch=batch,
            why=_("This file can't be read: it is broken in a way that stops the program. Save it again."),
        )
        return False
    begun = ImportBatch.objects.filter(pk=batch.pk, state__in=(BatchState.UPLOADED, BatchState.READING))
    counts = batch.counts | {"attempts": attempts}
    return bool(begun.update(state=BatchState.READING, counts=counts, updated_at=timezone.now()))


@transaction.atomic
def take_sheets(*, batch: ImportBatch, sheets: Rows) -> None:
    """Keep what each column of each sheet may mean, for a person to confirm. Refuses a file without a usable column."""
    described = columns.described_sheets(sheets, batch.programme)
    usable = [sheet for sheet in described if sheet["usable"] and sheet["rows"]]
    if not usable:
        refuse(batch=batch, why=_(
            "No column of this file could be a name, an organisation, a number or an e-mail address. "
            "Give the columns a header, such as “Name” and “Cell”, and bring it again."
        ))  # fmt: skip
        return
    ImportBatch.objects.filter(pk=batch.pk, state=BatchState.READING).update(
        state=BatchState.MAPPING,
        columns=described,
        sheet=usable[0]["name"],
        header_row=usable[0]["header_row"],
        rows_total=usable[0]["rows"],
        updated_at=timezone.now(),
    )


@transaction.atomic
def refuse(*, batch: ImportBatch, why: str | Promise) -> None:
    """Refuse the file whole; it isn't kept."""
    refused = ImportBatch.objects.filter(pk=batch.pk, state__in=_BEFORE)
    if refused.update(state=BatchState.REFUSED, refusal=str(why), updated_at=timezone.now()):
        drop_file(batch)
        audit("refuse", [batch], by=batch.uploaded_by)


@transaction.atomic
def confirm_columns(
    *,
    batch: ImportBatch,
    sheet: str,
    fields: Mapping[int, str],
    stated: Mapping[int, tuple[str, str]],
    source: str,
    basis: str,
    basis_note: str,
    by: Membership,
) -> ImportBatch:
    """Say what the columns mean, where the file comes from and on what lawful basis, and have the rows checked.

    `fields` maps a column's place to its field; `stated` gives ground and purpose of sensitive columns that are
    taken. Columns that are never taken stay so, whatever is asked. Raises NotNow, BadEntry.
    """
    current = _held(batch, BatchState.MAPPING, BatchState.READY)
    chosen = next((each for each in current.columns if each["name"] == sheet), None)
    if chosen is None:
        raise BadEntry(_("Choose a sheet of this file."), field="sheet")
    if not source.strip() or basis not in Basis.values:
        raise BadEntry(
            _("Say where the register comes from and on what lawful basis you hold it."), field="source"
        )
    for column in chosen["columns"]:
        _choose(column, fields.get(column["index"]), stated.get(column["index"]))
    if not columns.layout_of(chosen).is_usable:
        raise BadEntry(
            _("Choose at least one column with names, organisations, numbers or e-mail addresses.")
        )
    columns.remember(current, chosen)
    current.sheet, current.header_row, current.state = sheet, chosen["header_row"], BatchState.CHECKING
    current.source, current.basis, current.basis_note = source.strip()[:200], basis, basis_note.strip()[:300]
    current.rows_done, current.rows_total = 0, chosen["rows"]
    current.save()
    audit(
        "confirm_columns",
        [current],
        by=by,
        changes={"basis": [None, basis], "source": [None, current.source]},
    )
    tasks.check_import.enqueue(str(batch.pk))
    return current


def _choose(column: dict[str, Any], field: str | None, stated: tuple[str, str] | None) -> None:
    if column["guess"] == Field.FORBIDDEN:
        return
    if field in set(Field) - {Field.FORBIDDEN}:
        column["field"] = field
    column["ground"], column["purpose"] = ("", "")
    if column["field"] == Field.SENSITIVE and stated:
        column["ground"], column["purpose"] = (text.strip()[:200] for text in stated)


def begin_checking(*, batch: ImportBatch) -> bool:
    """Clear what an earlier run staged; False where the batch isn't to be checked (any more)."""
    while True:
        with transaction.atomic():
            held = ImportBatch.objects.filter(pk=batch.pk, state=BatchState.CHECKING)
            if not held.update(rows_done=0, updated_at=timezone.now()):
                return False
            rows = ImportRow.objects.filter(batch=batch).values_list("pk", flat=True)[:_DELETED_ROWS]
            if not ImportRow.objects.filter(pk__in=list(rows)).delete()[0]:
                return True


@transaction.atomic
def change_columns(*, batch: ImportBatch, by: Membership) -> ImportBatch:
    """Go back from the dry run to the columns. Raises NotNow."""
    current = _held(batch, BatchState.READY)
    current.state = BatchState.MAPPING
    current.save(update_fields=["state", "updated_at"])
    audit("change_columns", [current], by=by)
    return current


@transaction.atomic
def bring_in(*, batch: ImportBatch, keep_out: bool | None, by: Membership) -> ImportBatch:
    """Have the rows brought in as the dry run says. `keep_out`: whether those who are marked so are never written to.

    Raises NotNow, and BadEntry while it hasn't been said what becomes of the opt-outs found.
    """
    current = _held(batch, BatchState.READY)
    if keep_out is None and opted_out(current).exists():
        raise BadEntry(_("Say what becomes of those who don't want messages."), field="keep_out")
    current.state, current.rows_done = BatchState.APPLYING, 0
    current.rows_total = ImportRow.objects.filter(batch=current).count()
    current.suppress_confirmed = bool(keep_out)
    current.save()
    audit("begin_import", [current], by=by, changes={"suppress_confirmed": [False, bool(keep_out)]})
    tasks.apply_import.enqueue(str(batch.pk))
    return current


@transaction.atomic
def discard(*, batch: ImportBatch, by: Membership | None) -> ImportBatch:
    """Throw the file and what was staged of it away. Raises NotNow once it is being brought in."""
    current = _held(batch, *_BEFORE)
    current.state = BatchState.DISCARDED
    current.save(update_fields=["state", "updated_at"])
    drop_file(current)
    ImportRow.objects.filter(batch=current).update(values={}, changes={}, reasons=[], match=None)
    audit("discard", [current], by=by)
    return current


def resume_stalled(now: datetime) -> int:
    """Have those imports taken up again that nothing was heard of for minutes; how many. Bound to the clock."""
    again = {
        BatchState.UPLOADED: tasks.read_import,
        BatchState.READING: tasks.read_import,
        BatchState.CHECKING: tasks.check_import,
        BatchState.APPLYING: tasks.apply_import,
        BatchState.UNDOING: tasks.undo_import,
    }
    found = list(stalled(now - STALLED_AFTER))
    for batch in found:
        with transaction.atomic():
            ImportBatch.objects.filter(pk=batch.pk).update(updated_at=now)
            again[BatchState(batch.state)].enqueue(str(batch.pk))
    return len(found)


@transaction.atomic
def recount(*, batch: ImportBatch) -> None:
    """Count again what the rows will do, after decisions."""
    kept = {name: batch.counts[name] for name in ("optouts", "attempts") if name in batch.counts}
    ImportBatch.objects.filter(pk=batch.pk).update(counts=plan_counts(batch) | kept)


def _held(batch: ImportBatch, *states: BatchState) -> ImportBatch:
    """The batch as it stands now, held to the end of the transaction. Raises NotNow in any other state."""
    current: ImportBatch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if current.state not in states:
        raise NotNow(
            _("This import is now: %(state)s. Load the page again.") % {"state": current.get_state_display()}
        )
    return current


def drop_file(batch: ImportBatch) -> None:
    """The file goes once the transaction stands: it may hold columns that are never taken."""
    name, storage = batch.file.name, batch.file.storage
    ImportBatch.objects.filter(pk=batch.pk).update(file="")
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def _digest(file: File[Any]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
