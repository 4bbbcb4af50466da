"""Places come in from files, again and again without doubling, and a programme says where it works."""

from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command

from imbizo.base.models import new_id
from imbizo.places.errors import NoSuchPlace
from imbizo.places.models import Place, WorkArea
from imbizo.places.operations import load_places, set_work_areas
from imbizo.places.queries import work_areas
from imbizo.programmes.operations import areas_of
from imbizo.thread.models import AuditEntry
from tests.cast import Cast


def ids(*codes: str) -> list[UUID]:
    found = {place.code: place.pk for place in Place.objects.filter(programme=None)}
    return [found[code] for code in codes]


def chosen(cast: Cast) -> list[str]:
    return [area.place.code for area in work_areas(cast.programme)]


def test_places_hang_together(db: None) -> None:
    load_places()
    ceres = Place.objects.get(code="WC022/ceres")
    assert (ceres.parent.code, ceres.municipality.name) == ("WC022", "Witzenberg")  # type: ignore[union-attr]


def test_loading_again_makes_nothing_twice(db: None) -> None:
    first = load_places()
    assert (load_places(), Place.objects.count()) == (first, first)


def test_loading_again_mends_what_was_changed(db: None) -> None:
    load_places()
    Place.objects.filter(code="WC022").update(name="Witsenberg")
    call_command("load_places", verbosity=0)
    assert Place.objects.get(code="WC022").name == "Witzenberg"


def test_loading_again_leaves_the_rest_untouched(db: None) -> None:
    load_places()
    before = list(Place.objects.order_by("code").values_list("updated_at", flat=True))
    load_places()
    assert list(Place.objects.order_by("code").values_list("updated_at", flat=True)) == before


def test_a_programme_brings_places_of_its_own(cast: Cast) -> None:
    load_places()
    row: dict[str, Any] = {
        "code": "WC022/hall",
        "name": "Hall",
        "kind": "point",
        "parent": "WC022",
        "other_names": [],
    }
    load_places(programme=cast.programme, rows=[{**row, "latitude": None, "longitude": None}])
    hall = Place.objects.get(programme=cast.programme)
    assert (hall.name, hall.parent.code) == ("Hall", "WC022")  # type: ignore[union-attr]


def test_a_programme_does_not_change_the_installations_places(cast: Cast) -> None:
    load_places()
    row: dict[str, Any] = {
        "code": "WC022",
        "name": "Ours",
        "kind": "municipality",
        "parent": None,
        "other_names": [],
    }
    load_places(programme=cast.programme, rows=[{**row, "latitude": None, "longitude": None}])
    assert Place.objects.get(code="WC022").name == "Witzenberg"


def test_a_place_in_an_unknown_one_is_refused(db: None) -> None:
    row: dict[str, Any] = {"code": "X", "name": "X", "kind": "town", "parent": "nowhere", "other_names": []}
    with pytest.raises(NoSuchPlace):
        load_places(rows=[{**row, "latitude": None, "longitude": None}])


def test_areas_keep_their_order(cast: Cast) -> None:
    load_places()
    set_work_areas(programme=cast.programme, places=ids("WC024", "WC022"), by=cast.amina)
    assert chosen(cast) == ["WC024", "WC022"]


def test_areas_are_chosen_anew(cast: Cast) -> None:
    load_places()
    set_work_areas(programme=cast.programme, places=ids("WC024", "WC022"), by=cast.amina)
    set_work_areas(programme=cast.programme, places=ids("WC022", "WC023"), by=cast.amina)
    assert chosen(cast) == ["WC022", "WC023"]


def test_a_change_of_areas_is_told_once(cast: Cast) -> None:
    load_places()
    for _ in range(2):
        set_work_areas(programme=cast.programme, places=ids("WC022"), by=cast.amina)
    told = AuditEntry.objects.filter(verb="change").values_list("changes", flat=True)
    assert list(told) == [{"areas": [[], ["Witzenberg"]]}]


def test_a_town_is_no_area_of_work(cast: Cast) -> None:
    load_places()
    with pytest.raises(NoSuchPlace):
        set_work_areas(programme=cast.programme, places=ids("WC022/ceres"), by=cast.amina)


def test_a_place_that_nobody_knows_is_refused(cast: Cast) -> None:
    with pytest.raises(NoSuchPlace):
        set_work_areas(programme=cast.programme, places=[new_id()], by=cast.amina)
    assert not WorkArea.objects.exists()


def test_programmes_learn_where_they_work(cast: Cast) -> None:
    load_places()
    set_work_areas(programme=cast.programme, places=ids("WC022"), by=cast.amina)
    assert [(area.name, area.within) for area in areas_of(cast.programme)] == [
        ("Witzenberg", "Cape Winelands")
    ]
