"""How later apps add to an actor's page what they know: what happened, in time order."""

from collections.abc import Callable, Iterable

from imbizo.actors.models import Actor
from imbizo.base.components import Event
from imbizo.programmes.models import Membership

TimelineSource = Callable[[Actor, Membership], Iterable[Event]]
_sources: list[TimelineSource] = []


def add_timeline(source: TimelineSource) -> None:
    """Let a source say what happened with an actor, as far as the member may know."""
    if source not in _sources:
        _sources.append(source)


def timeline_sources() -> tuple[TimelineSource, ...]:
    """The sources, in the order in which they were added."""
    return tuple(_sources)
