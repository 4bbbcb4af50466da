"""Names of erased people in what members wrote of a gathering: its decisions, its actions, its proceedings.

Approved proceedings are emptied of them too: the law that lets somebody be forgotten asks it of every copy we hold.
"""

from collections.abc import Collection
from typing import Any, Final

from django.db.models import Model

from imbizo.actors.queries import traces
from imbizo.actors.registry import Forgotten
from imbizo.convening.models import Action, Attendance, Decision, Proceedings
from imbizo.convening.operations.nameless import NAMELESS
from imbizo.convening.rules.without_names import without
from imbizo.thread.operations import audit

_TEXTS: Final[tuple[tuple[type[Model], tuple[str, ...]], ...]] = (
    (Decision, ("text", "how", "withdrawn_because")),
    (Action, ("text", "note")),
    (Proceedings, ("title", "parts", "frozen")),
)


def names_of(forgotten: Forgotten) -> frozenset[str]:
    """What they were called, in the register and at the door, as far as it tells them apart."""
    came = Attendance.objects.filter(actor__in=forgotten.actors).values_list("name", flat=True)
    return forgotten.names | {name for name in came if traces.tells_apart(name)}


def take_out(forgotten: Forgotten, names: Collection[str]) -> None:
    """Put a dash for each of the names in the texts of the programme; each text that changes leaves an entry."""
    for model, columns in _TEXTS:
        rows = model._default_manager.filter(programme=forgotten.programme)
        near = rows.filter(pk__in=traces.holding(rows, columns, names))
        # Held: the rows are saved whole, and somebody may be writing in them.
        found = near.select_for_update(of=("self",)).order_by("pk")
        audit("take_out_name", [each for each in found if _rewritten(each, columns, names)], by=None)


def _rewritten(row: Any, columns: Collection[str], names: Collection[str]) -> bool:
    """Whether a name stood in it as such, and not inside that of somebody else."""
    before = {column: getattr(row, column) for column in columns}
    after = {column: without(value, names, NAMELESS) for column, value in before.items()}
    if before == after:
        return False
    for column, value in after.items():
        setattr(row, column, value)
    row.save(update_fields=[*columns, "updated_at"])
    return True
