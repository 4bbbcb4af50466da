"""Taking an import back, as far as nothing hangs on what it made."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors import tasks
from imbizo.actors.errors import NotNow
from imbizo.actors.models import Actor, Affiliation, ContactPoint, ImportBatch, ImportRow, Note, Pair
from imbizo.actors.operations.imports import progress
from imbizo.actors.operations.references import Reference, references
from imbizo.actors.queries.imports import find_batch
from imbizo.actors.states import BatchState, RowPlan
from imbizo.base import bulk
from imbizo.programmes.models import Membership
from imbizo.thread.models import AuditEntry, Link
from imbizo.thread.operations import audit

CHUNK = 300
# By these an import notes what it made or might have met; they go with the actor.
NOTING = frozenset({ImportRow, Pair})
_SCALAR = ("title", "language")


@transaction.atomic
def undo_import(*, batch: ImportBatch, by: Membership) -> None:
    """Begin to take back what the batch brought in. Raises NotNow."""
    begun = ImportBatch.objects.filter(pk=batch.pk, state=BatchState.DONE).update(
        state=BatchState.UNDOING, rows_done=0, updated_at=timezone.now()
    )
    if not begun:
        raise NotNow(_("This import isn't brought in, or is being taken back already."))
    audit("undo", [batch], by=by)
    tasks.undo_import.enqueue(str(batch.pk))


def undo_batch(*, id: UUID) -> None:
    """Take back chunk by chunk, from the last row to the first; people of the sheet go before their organisations.

    Who has been changed, merged, linked, listed or tagged since stays, with the reason at the row.
    """
    batch = find_batch(id)
    if batch is None or batch.state != BatchState.UNDOING:
        return
    done = batch.rows_done
    while True:
        with transaction.atomic():
            rows = list(ImportRow.objects.filter(batch=batch).order_by("-number")[done : done + CHUNK])
            if not progress.advance(batch, BatchState.UNDOING, done, done + len(rows)):
                return
            _take_back(batch, rows)
            if not rows:
                _finish(batch)
                return
        done += len(rows)


def _take_back(batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    made = [row.pk for row in rows if row.actor_id == row.pk]
    stays = reasons_to_stay(Actor.objects.filter(pk__in=made, batch=batch))
    _delete(batch, [pk for pk in made if pk not in stays])
    for row in rows:
        if row.actor_id in stays and row.actor_id == row.pk:
            row.reasons = [*row.reasons, *([reason, ""] for reason in stays[row.pk])]
    kept = [(row.reasons, row.pk) for row in rows if row.pk in stays]
    bulk.update_rows(ImportRow, ("reasons",), kept)
    _revert(
        batch, [row for row in rows if row.plan == RowPlan.UPDATE and row.actor_id != row.pk and row.changes]
    )


def reasons_to_stay(actors: QuerySet[Actor]) -> dict[UUID, list[str]]:
    """Those of the actors on whom something hangs that the import didn't make, with what it is."""
    made = dict(actors.values_list("pk", "created_at"))
    reasons: dict[UUID, list[str]] = {}
    for reason, pks in _hanging(made):
        for pk in pks:
            reasons.setdefault(pk, [])
            if reason not in reasons[pk]:
                reasons[pk].append(reason)
    return reasons


def _hanging(made: dict[UUID, Any]) -> Iterable[tuple[str, Iterable[UUID]]]:
    ids = list(made)
    edits = AuditEntry.objects.filter(subject_id__in=ids).exclude(verb__in=("import", "export"))
    yield "stays_changed", edits.values_list("subject_id", flat=True)
    again = AuditEntry.objects.filter(subject_id__in=ids, verb="import").values_list("subject_id", flat=True)
    yield "stays_changed", [pk for pk, times in Counter(again).items() if times > 1]
    yield "stays_linked", Link.objects.filter(record_id__in=ids).values_list("record_id", flat=True)
    yield "stays_linked", Link.objects.filter(source_id__in=ids).values_list("source_id", flat=True)
    for reference in references():
        if reference.model not in NOTING and not reference.model._meta.auto_created:
            yield "stays_used", _later(reference, made)


def _later(reference: Reference, made: dict[UUID, Any]) -> list[UUID]:
    """The actors to which a row refers that came after them, or was changed after it came."""
    # An import stamps all that it writes in a chunk within moments of the actor.
    rows = reference.model._base_manager.filter(**{f"{reference.name}__in": list(made)})
    found = rows.values_list(reference.name, "created_at", "updated_at")
    return [
        pk
        for pk, created, updated in found
        if (created - made[pk]).total_seconds() > 5 or (updated - created).total_seconds() > 5
    ]


def _delete(batch: ImportBatch, ids: Sequence[UUID]) -> None:
    """Remove actors on whom nothing hangs, and the organisations that only they needed."""
    gone = list(Actor.objects.filter(pk__in=ids))
    beside = set(Affiliation.objects.filter(person__in=ids).values_list("organisation_id", flat=True))
    audit("undo_import", gone, by=batch.uploaded_by)
    Actor.objects.filter(pk__in=ids).delete()
    left = Actor.objects.filter(pk__in=beside, batch=batch, affiliates=None, import_rows=None)
    lonely = list(left.exclude(pk__in=list(reasons_to_stay(left))))
    audit("undo_import", lonely, by=batch.uploaded_by)
    Actor.objects.filter(pk__in=[actor.pk for actor in lonely]).delete()


def _revert(batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    """Give those who were added to what they had before; a field that was changed again since stays as it is."""
    actors = Actor.objects.in_bulk([row.actor_id for row in rows if row.actor_id])
    made = [pk for row in rows for pk in row.changes.get("made", ())]
    for model in (ContactPoint, Affiliation, Note):
        model._default_manager.filter(pk__in=made).delete()
    moved = [each for row in rows for each in row.changes.get("moved", ())]
    for affiliation, before, after in reversed(moved):
        Affiliation.objects.filter(pk=affiliation, position=after).update(position=before)
    for row in rows:
        if row.actor_id in actors:
            _revert_fields(actors[row.actor_id], row.changes)
    reverted = list(actors.values())
    fields = (*_SCALAR, "place_id", "municipality_id", "place_text", "updated_at")
    now = timezone.now()
    bulk.update_rows(
        Actor, fields, [[*(getattr(a, name) for name in fields[:-1]), now, a.pk] for a in reverted]
    )
    audit("undo_import", reverted, by=batch.uploaded_by)


def _revert_fields(actor: Actor, changes: dict[str, Any]) -> None:
    for name in _SCALAR:
        if name in changes and getattr(actor, name) == changes[name][1]:
            setattr(actor, name, changes[name][0])
    if "place" in changes and actor.place_text == changes["place"][1]:
        before = changes.get("place_before") or [None, None]
        actor.place_text = changes["place"][0]
        actor.place_id, actor.municipality_id = (UUID(pk) if pk else None for pk in before)


def _finish(batch: ImportBatch) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.UNDONE, updated_at=timezone.now())
    audit("undone", [batch], by=batch.uploaded_by)


def kept_rows(batch: ImportBatch) -> QuerySet[ImportRow]:
    """The rows whose people stayed when the import was taken back."""
    return ImportRow.objects.filter(Q(batch=batch), actor_id=F("id")).select_related("actor")
