"""How far an import is, and that only one worker takes it further."""

from django.utils import timezone

from imbizo.actors.models import ImportBatch
from imbizo.actors.states import BatchState


def advance(batch: ImportBatch, state: BatchState, done: int, to: int) -> bool:
    """Take the next chunk, as the first statement of its transaction; False where another worker has taken it.

    The row stays locked until the chunk is written, so a chunk is written once or not at all.
    """
    claimed = ImportBatch.objects.filter(pk=batch.pk, state=state, rows_done=done)
    return bool(claimed.update(rows_done=to, updated_at=timezone.now()))


def beat(batch: ImportBatch, *, total: int) -> None:
    """Say that the work goes on."""
    ImportBatch.objects.filter(pk=batch.pk).update(rows_total=total, updated_at=timezone.now())
