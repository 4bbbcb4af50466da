"""Writing to rows while two people become one, with what undoing it puts back."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from django.db.models import Model

from imbizo.actors.models import Actor
from imbizo.actors.registry import Moved
from imbizo.thread.operations.audit import plain

M = TypeVar("M", bound=Model)


class Moves:
    """What was written, in order; `made` is undone from its end."""

    def __init__(self) -> None:
        self.made: list[Moved] = []

    def write(self, row: Model, values: Mapping[str, Any]) -> None:
        """Set these columns of a row, by their attribute's name ("actor_id"); what stays the same isn't noted."""
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not changed:
            return
        self.note(row, {name: getattr(row, name) for name in changed})
        self.set(row, changed)

    def set(self, row: Model, values: Mapping[str, Any]) -> None:
        """Set columns without noting it."""
        type(row)._default_manager.filter(pk=row.pk).update(**values)
        for name, value in values.items():
            setattr(row, name, value)

    def note(self, row: Model, values: Mapping[str, Any]) -> None:
        """Have undoing write these values, whatever was written here."""
        self.made.append([row._meta.label, str(row.pk), {k: plain(v) for k, v in values.items()}])


def twins(model: type[M], of: str, kept: Actor, gone: Actor, *, at: str) -> Iterator[tuple[M, M]]:
    """Pairs (the absorbed's, the survivor's) of rows that both have at one place.

    `of` is the column that holds the actor, `at` the one that says where: only one of each may stand there.
    """
    rows = model._default_manager.select_for_update()
    theirs = {getattr(each, at): each for each in rows.filter(**{of: kept.pk})}
    for mine in rows.filter(**{of: gone.pk, f"{at}__in": list(theirs)}):
        yield mine, theirs[getattr(mine, at)]


def filled(mine: Model, theirs: Model, names: tuple[str, ...]) -> dict[str, Any]:
    """What the absorbed's row says where the survivor's says nothing."""
    empty: tuple[Any, ...] = (None, "")
    return {name: getattr(mine, name) for name in names if getattr(theirs, name) in empty}


def either(mine: Model, theirs: Model, names: tuple[str, ...]) -> dict[str, bool]:
    """Marks that hold where one of the two has them."""
    return {name: getattr(mine, name) or getattr(theirs, name) for name in names}
