"""Who must be told before the public is, and hasn't been."""

from imbizo.convening.models import FirstToTell, Gathering, Telling
from imbizo.convening.states import TellingState
from imbizo.places.models import Place


def untold(gathering: Gathering) -> list[FirstToTell]:
    """The offices of its place, municipality and district that haven't been told of this gathering, in their order."""
    if gathering.place is None:
        return []
    told = Telling.objects.filter(gathering=gathering).exclude(state=TellingState.DRAFT)
    rows = FirstToTell.objects.filter(
        programme=gathering.programme, place__in=lineage(gathering.place), ended_on=None
    )
    rows = rows.exclude(pk__in=told.values("first")).select_related("place", "actor")
    return list(rows.order_by("position", "pk"))


def lineage(place: Place) -> list[Place]:
    """The place and what it lies in."""
    found: list[Place] = []
    current: Place | None = place
    while current is not None and current not in found:
        found.append(current)
        current = current.parent
    return found
