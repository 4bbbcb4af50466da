"""What a person decides about the rows of a dry run."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.errors import NotNow
from imbizo.actors.models import ImportBatch, ImportRow
from imbizo.actors.operations.imports.batches import recount
from imbizo.actors.states import BatchState, RowPlan
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

# The word that a page sends, and the plan that it stands for.
DECISIONS = {
    "same": RowPlan.UPDATE,
    "different": RowPlan.CREATE,
    "skip": RowPlan.SKIP,
    "later": RowPlan.DECIDE,
}
_OPEN = (RowPlan.DECIDE, RowPlan.UPDATE, RowPlan.CREATE, RowPlan.SKIP)


@transaction.atomic
def decide(*, batch: ImportBatch, rows: Iterable[UUID], decision: str, by: Membership) -> int:
    """Say of rows that they are the person suggested, somebody else, to be left out, or to be decided later.

    Returns how many rows it holds for. A row without a suggestion can't be somebody; a row with an error can't come
    in. Raises NotNow.
    """
    if not ImportBatch.objects.filter(pk=batch.pk, state=BatchState.READY).exists():
        raise NotNow(_("Decisions can be taken once the rows are checked, and before they are brought in."))
    plan = DECISIONS[decision]
    chosen = ImportRow.objects.filter(batch=batch, pk__in=list(rows), plan__in=_OPEN)
    if plan in (RowPlan.UPDATE, RowPlan.DECIDE):
        chosen = chosen.filter(score__gt=0)
    decided = chosen.update(plan=plan)
    recount(batch=batch)
    audit("decide", [batch], by=by, changes={"decision": [None, decision], "rows": [None, decided]})
    return decided


@transaction.atomic
def decide_sure(*, batch: ImportBatch, by: Membership) -> int:
    """Say of every row whose suggestion is sure that it is that person; how many."""
    waiting = ImportRow.objects.filter(batch=batch, plan=RowPlan.DECIDE).only("id", "values")
    sure = [row.pk for row in waiting if (likely := row.values.get("likely")) and likely[0][2]]
    return decide(batch=batch, rows=sure, decision="same", by=by) if sure else 0
