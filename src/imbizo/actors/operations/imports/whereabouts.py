"""From what a register calls a place to the place itself: "Ceres (Witzenberg)", "Breedevallei", "Town / Municipality".

Only whole names count. A name that two places bear is decided by the other names in the cell, else by the area in
which the programme works, else not at all.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from imbizo.calc.folding import words
from imbizo.places.models import Place
from imbizo.places.queries import known_places, work_areas
from imbizo.places.states import PlaceKind
from imbizo.programmes.models import Programme

_PARTS = re.compile(r"[()\[\],;/|]|\s[-–]\s")
# A municipality before the town of the same name: the larger area never claims too much.
_ORDER = (PlaceKind.MUNICIPALITY, PlaceKind.DISTRICT, PlaceKind.TOWN, PlaceKind.WARD, PlaceKind.POINT)


@dataclass(frozen=True, slots=True)
class Found:
    """A place and the municipality that it is or lies in."""

    place: UUID | None = None
    municipality: UUID | None = None


NOWHERE = Found()


class Gazetteer:
    """The places that a programme knows, by their folded names."""

    def __init__(self, programme: Programme) -> None:
        places = {place.pk: place for place in known_places(programme)}
        self._areas = {area.place_id for area in work_areas(programme)}
        self._parents = {pk: _line(place, places) for pk, place in places.items()}
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        for place in places.values():
            for name in {" ".join(words(name)) for name in (place.name, *place.other_names)}:
                self._by_name[name].append(place)
        self._longest = max((len(name.split()) for name in self._by_name), default=0)
        self._places = places
        self._seen: dict[str, Found] = {}

    def find(self, text: str) -> Found:
        """The place that a cell names; NOWHERE if it names none that is known."""
        if text not in self._seen:
            self._seen[text] = self._look(text)
        return self._seen[text]

    def inside(self, text: str) -> Found:
        """The place whose name stands somewhere in a longer name: "SAPS Ceres"."""
        key = f"\0{text}"
        if key not in self._seen:
            said = words(text)
            runs = (
                " ".join(said[start:end]) for start in range(len(said)) for end in range(len(said), start, -1)
            )
            named = [run for run in runs if run in self._by_name]
            self._seen[key] = self._found(self._choose([max(named, key=len)])) if named else NOWHERE
        return self._seen[key]

    def _look(self, text: str) -> Found:
        parts = [part for part in (" ".join(words(piece)) for piece in _PARTS.split(text)) if part]
        known = [part for part in parts if part in self._by_name]
        return self._found(self._choose(known))

    def _choose(self, names: list[str]) -> Place | None:
        """The place of the first name, told from its namesakes by the others."""
        if not names:
            return None
        within = {place.pk for name in names[1:] for place in self._by_name[name]}
        namesakes = self._by_name[names[0]]
        told = [place for place in namesakes if within & self._parents[place.pk] - {place.pk}]
        if told:
            return min(told, key=_rank)
        near = [place for place in namesakes if self._areas & self._parents[place.pk]] or namesakes
        return min(near, key=_rank) if _agree(near) else None

    def _found(self, place: Place | None) -> Found:
        if place is None:
            return NOWHERE
        line = (self._places[pk] for pk in self._parents[place.pk])
        municipality = next((each.pk for each in line if each.kind == PlaceKind.MUNICIPALITY), None)
        return Found(place.pk, municipality)


def _line(place: Place, places: dict[UUID, Place]) -> set[UUID]:
    """The place and all that it lies in."""
    line: set[UUID] = set()
    current: Place | None = place
    while current is not None and current.pk not in line:
        line.add(current.pk)
        current = places.get(current.parent_id) if current.parent_id else None
    return line


def _rank(place: Place) -> int:
    return _ORDER.index(place.kind) if place.kind in _ORDER else len(_ORDER)


def _agree(places: Iterable[Place]) -> bool:
    """Namesakes of different kinds are an area and its town; two of one kind are two places."""
    kinds = [place.kind for place in places]
    return len(kinds) == len(set(kinds))
