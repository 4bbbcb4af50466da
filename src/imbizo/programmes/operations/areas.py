"""Where a programme works. Places stand above programmes on the map, so they are asked through hooks."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from imbizo.base.registry import Hooks
from imbizo.programmes.models import Programme
from imbizo.programmes.operations.editing import Author


@dataclass(frozen=True)
class AreaChoice:
    """A place that a programme can work in, and what it lies in."""

    id: UUID
    name: str
    within: str


# Upward: what can be chosen, what is, and the choice itself.
available: Hooks[[], Sequence[AreaChoice]] = Hooks("areas that can be chosen")
chosen: Hooks[[Programme], Sequence[AreaChoice]] = Hooks("areas of a programme")
on_choice: Hooks[[Programme, Sequence[UUID], Author], None] = Hooks("areas chosen")


def area_choices() -> list[AreaChoice]:
    """Every district and municipality that can be chosen."""
    return [choice for choices in available for choice in choices()]


def areas_of(programme: Programme) -> list[AreaChoice]:
    """Where the programme works now, in its order."""
    return [choice for choices in chosen for choice in choices(programme)]


def choose_areas(*, programme: Programme, areas: Sequence[UUID], by: Author) -> None:
    """Say where the programme works. Raises what places raise for one that isn't known."""
    for choose in on_choice:
        choose(programme, areas, by)
