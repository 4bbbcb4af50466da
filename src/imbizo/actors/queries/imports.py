"""Named reads of imports."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from imbizo.actors.models import Actor, ColumnMapping, ImportBatch, ImportRow, Pair
from imbizo.actors.queries.duplicates import pairs
from imbizo.actors.states import ActorState, BatchState, RowPlan
from imbizo.programmes.models import Membership, Programme

WORKING = (BatchState.READING, BatchState.CHECKING, BatchState.APPLYING, BatchState.UNDOING)
WAITING = (BatchState.UPLOADED, *WORKING)


def imports(member: Membership) -> QuerySet[ImportBatch]:
    """The imports of the member's own partner: before they are brought in, a file is nobody else's business."""
    found: QuerySet[ImportBatch] = ImportBatch.objects.filter(
        programme_id=member.programme_id, owner_id=member.partner_id
    ).select_related("uploaded_by__user", "programme")
    return found


def find_batch(pk: UUID) -> ImportBatch | None:
    """One import with whom it belongs to, for the worker."""
    found: ImportBatch | None = (
        ImportBatch.objects.select_related("programme", "owner", "uploaded_by__user", "uploaded_by__partner")
        .filter(pk=pk)
        .first()
    )
    return found


def same_file(batch: ImportBatch) -> ImportBatch | None:
    """An earlier import of the same file that was brought in and not undone."""
    return (
        ImportBatch.objects.filter(
            programme_id=batch.programme_id, owner_id=batch.owner_id, digest=batch.digest
        )
        .filter(state=BatchState.DONE)
        .exclude(pk=batch.pk)
        .first()
    )


def stalled(since: datetime) -> QuerySet[ImportBatch]:
    """Imports that somebody should be working on and that nothing was heard of since then."""
    return ImportBatch.objects.filter(state__in=WAITING, updated_at__lt=since)


def rows(batch: ImportBatch) -> QuerySet[ImportRow]:
    """The rows of an import in the order of the sheet, with whom they match and what they became."""
    found = ImportRow.objects.filter(batch=batch).select_related("match__programme", "actor__programme")
    return found.order_by("number")


def plan_counts(batch: ImportBatch) -> dict[str, int]:
    """How many rows will do what."""
    counted = ImportRow.objects.filter(batch=batch).order_by().values_list("plan").annotate(Count("id"))
    return dict(counted)


def undecided(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Rows that may be somebody who is there, and about whom nobody has decided."""
    return ImportRow.objects.filter(batch=batch, plan=RowPlan.DECIDE)


def opted_out(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Rows whose notes say that the person doesn't want messages."""
    return (
        rows(batch)
        .filter(number__in=batch.counts.get("optouts", []))
        .exclude(plan__in=(RowPlan.SKIP, RowPlan.ERROR))
    )


def brought_in(programme: Programme, digests: list[str]) -> dict[str, UUID]:
    """Rows of earlier imports that are in the register still: digest to actor."""
    applied = ImportRow.objects.filter(
        Q(actor__isnull=False), programme=programme, is_applied=True, digest__in=digests
    )
    return dict(applied.values_list("digest", "actor_id"))


def remembered(programme: Programme, fingerprint: str) -> ColumnMapping | None:
    """What the columns of this header meant last time."""
    return ColumnMapping.objects.filter(programme=programme, fingerprint=fingerprint).first()


def sure_rows(batch: ImportBatch) -> int:
    """How many undecided rows have a suggestion that may be taken with one press."""
    return undecided(batch).filter(values__likely__0__2=True).count()


def made(batch: ImportBatch) -> dict[str, int]:
    """What the import brought that is there still: people and organisations."""
    there = Actor.objects.filter(batch=batch, state=ActorState.ACTIVE).order_by()
    return dict(there.values_list("form").annotate(Count("id")))


def doubles(batch: ImportBatch, member: Membership) -> QuerySet[Pair]:
    """Pairs with somebody of this import about which nobody has decided."""
    ours = Actor.objects.filter(batch=batch)
    return pairs(member).filter(Q(first__in=ours) | Q(second__in=ours))
