"""What later apps add to the register: what happened with an actor, and what they forget with an erased one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from imbizo.actors.models import Actor
from imbizo.base.components import Event
from imbizo.base.registry import Hooks
from imbizo.programmes.models import Membership, Programme

TimelineSource = Callable[[Actor, Membership], Iterable[Event]]
_sources: list[TimelineSource] = []
_file_only: list[TimelineSource] = []


def add_timeline(source: TimelineSource) -> None:
    """Let a source say what happened with an actor, as far as the member may know."""
    if source not in _sources:
        _sources.append(source)


def timeline_sources() -> tuple[TimelineSource, ...]:
    """The sources, in the order in which they were added."""
    return tuple(_sources)


def add_to_file(source: TimelineSource) -> None:
    """Let a source say what the person's own file holds beyond the timeline: needs, answers in full, consents."""
    if source not in _file_only:
        _file_only.append(source)


def file_sources() -> tuple[TimelineSource, ...]:
    """What goes into the file that a person is given: the timeline's sources and those for the file alone."""
    return (*_sources, *_file_only)


@dataclass(frozen=True)
class Forgotten:
    """Whose traces must go: the actors, emptied already, and the addresses (channel, address) that were theirs.

    `names` is what they were called, whole; one that others' names could hold isn't in it.
    """

    programme: Programme
    actors: Sequence[Actor]
    addresses: frozenset[tuple[str, str]]
    names: frozenset[str] = frozenset()


# A row that was changed: its model's label, its id, and the values that undoing puts back, as JSON keeps them.
Moved = list[Any]

# Upward, with the survivor, the absorbed and who merges: what can't simply point at the survivor is joined here.
on_merge: Hooks[[Actor, Actor, Membership], Sequence[Moved]] = Hooks("actors merged")

# Upward: whatever keeps texts about people beside the register empties them too, in the same transaction.
on_erase: Hooks[[Forgotten], None] = Hooks("actor erased")
