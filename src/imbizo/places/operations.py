"""The verbs of places: bringing in those that ship with Imbizo, and choosing where a programme works."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.accounts.models import User
from imbizo.places import queries
from imbizo.places.errors import NoSuchPlace
from imbizo.places.models import Place, WorkArea
from imbizo.programmes.models import Membership, Programme
from imbizo.programmes.operations import AreaChoice, changed

FOLDER = Path(__file__).parent / "data"
# Provinces and districts first: the other files hang their places on them.
FIRST = "south-africa.yaml"


@transaction.atomic
def load_places(
    *, programme: Programme | None = None, rows: Iterable[Mapping[str, Any]] | None = None
) -> int:
    """Bring in the places that ship with Imbizo, or `rows` of the same form for one programme; how many they are.

    Doing it again changes names and positions to what the file says and makes nothing twice. Raises NoSuchPlace
    for a parent that nobody knows.
    """
    given = list(_shipped() if rows is None else rows)
    known = {place.code: place for place in Place.objects.filter(programme=None).exclude(code="")}
    if programme is not None:
        known |= {place.code: place for place in Place.objects.filter(programme=programme)}
    for row in given:
        known[row["code"]] = _put(row, known, programme)
    return len(given)


@transaction.atomic
def set_work_areas(
    *, programme: Programme, places: Sequence[UUID], by: Membership | User | None
) -> list[WorkArea]:
    """Say in which districts and municipalities the programme works, in this order. Raises NoSuchPlace."""
    wanted = list(dict.fromkeys(places))
    found = {place.pk: place for place in queries.possible_areas(programme).filter(pk__in=wanted)}
    if len(found) != len(wanted):
        raise NoSuchPlace(
            _("One of these places isn't known here. Load the page again and choose once more.")
        )
    before = [str(area) for area in queries.work_areas(programme)]
    WorkArea.objects.filter(programme=programme).exclude(place__in=wanted).delete()
    areas = [_area(programme, found[pk], position) for position, pk in enumerate(wanted)]
    after = [str(area) for area in areas]
    if after != before:
        changed("change", [programme], by=by, changes={"areas": [before, after]})
    return areas


def area_choices() -> list[AreaChoice]:
    """What programmes ask, through their hook: every place that can be an area of work."""
    return _in_groups(queries.possible_areas())


def areas_of(programme: Programme) -> list[AreaChoice]:
    """What programmes ask, through their hook: where this one works."""
    return [_choice(area.place) for area in queries.work_areas(programme)]


def choose_areas(programme: Programme, places: Sequence[UUID], by: Membership | User | None) -> None:
    """What programmes say, through their hook."""
    set_work_areas(programme=programme, places=places, by=by)


def _choice(place: Place) -> AreaChoice:
    return AreaChoice(place.pk, place.name, str(place.parent or ""))


def _in_groups(places: Iterable[Place]) -> list[AreaChoice]:
    """Each district stands with its municipalities, at their head; the rest with their province."""
    found = list(places)
    heads = {place.parent_id for place in found}
    return sorted(
        (
            replace(_choice(place), within=place.name) if place.pk in heads else _choice(place)
            for place in found
        ),
        key=lambda choice: (choice.within, choice.name != choice.within, choice.name),
    )


def _area(programme: Programme, place: Place, position: int) -> WorkArea:
    return WorkArea.objects.update_or_create(
        programme=programme, place=place, defaults={"position": position}
    )[0]


def _shipped() -> Iterable[Mapping[str, Any]]:
    files = sorted(FOLDER.glob("*.yaml"), key=lambda path: (path.name != FIRST, path.name))
    for path in files:
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))["places"]


def _put(row: Mapping[str, Any], known: Mapping[str, Place], programme: Programme | None) -> Place:
    place = known.get(row["code"]) or Place(code=row["code"], programme=programme)
    if place.programme_id != (programme.pk if programme else None):
        return place  # The installation's own; a programme's file may name it but not change it.
    before = _content(place)
    place.name, place.kind = row["name"], row["kind"]
    place.other_names = list(row["other_names"])
    place.parent = _parent(row, known)
    place.latitude, place.longitude = _degrees(row["latitude"]), _degrees(row["longitude"])
    if place._state.adding or _content(place) != before:
        place.save()
    return place


def _content(place: Place) -> tuple[object, ...]:
    return (
        place.name, place.kind, list(place.other_names), place.parent_id, place.latitude, place.longitude,
    )  # fmt: skip


def _parent(row: Mapping[str, Any], known: Mapping[str, Place]) -> Place | None:
    if row["parent"] is None:
        return None
    if row["parent"] not in known:
        raise NoSuchPlace(_("%(place)s lies in a place that isn't known.") % {"place": row["name"]})
    return known[row["parent"]]


def _degrees(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
