"""The themes that can call for a component, reached through the thread: drafting imports nothing of evidence."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from imbizo.drafting.models import Component
from imbizo.programmes.models import Membership
from imbizo.thread import registry
from imbizo.thread.models import Link
from imbizo.thread.states import Relation

THEME: Final = "evidence.theme"
MOST_OFFERED: Final = 500


def themes(member: Membership) -> list[Any]:
    """The themes that the member sees, by title."""
    kind = registry.find(THEME)
    if kind is None:
        return []
    found = list(kind.visible_to(member)[:MOST_OFFERED])
    registry.lend_programme(member, found)
    return sorted(found, key=lambda theme: str(theme).casefold())


def calling_for(component: Component, member: Membership) -> list[Any]:
    """The themes that call for a component, of those that the member sees."""
    ids = _linked([component.pk])[component.pk]
    return sorted(registry.visible(member, THEME, ids).values(), key=lambda theme: str(theme).casefold())


def counts(components: Sequence[Component]) -> dict[UUID, int]:
    """How many themes call for each component: one query."""
    return {pk: len(ids) for pk, ids in _linked([each.pk for each in components]).items()}


def _linked(components: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {pk: set() for pk in components}
    rows = Link.objects.filter(record_id__in=components, source_kind=THEME, relation=Relation.INFORMS)
    for record, source in rows.values_list("record_id", "source_id"):
        found[record].add(source)
    return found
