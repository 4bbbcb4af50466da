"""The register of policies and practices, and municipalities side by side."""

import pytest

from imbizo.evidence.models import Practice, Source
from imbizo.evidence.queries import practices as queries
from imbizo.evidence.states import SourceKind, Standing
from imbizo.places.models import Place, WorkArea
from imbizo.places.states import PlaceKind
from tests.cast import Cast, signed_in
from tests.evidence.making import make_source

pytestmark = pytest.mark.django_db
HERE = "/p/winelands/evidence/practices/"


def _places(cast: Cast) -> list[Place]:
    """A district and two of its municipalities, in which the programme works."""
    district = Place.objects.create(kind=PlaceKind.DISTRICT, name="Alpha", programme=cast.programme)
    within = {"kind": PlaceKind.MUNICIPALITY, "programme": cast.programme, "parent": district}
    places = [district, *(Place.objects.create(name=name, **within) for name in ("Ceres", "Paarl"))]
    for place in places:
        WorkArea.objects.create(programme=cast.programme, place=place)
    return places


def _practice(cast: Cast, place: Place) -> Source:
    source = make_source(cast, kind=SourceKind.PRACTICE, title="A night number", place=place)
    Practice.objects.create(programme=cast.programme, source=source, standing=Standing.IN_USE)
    return source


def test_what_a_municipality_does_is_not_said_of_its_district(cast: Cast) -> None:
    district, _ceres, paarl = _places(cast)
    source = _practice(cast, paarl)
    found = queries.beside([district, paarl], cast.amina)
    assert [list(column.practices) for column in found] == [[], [source]]


def test_places_of_which_something_is_noted_stand_first(cast: Cast) -> None:
    district, ceres, paarl = _places(cast)
    _practice(cast, paarl)
    assert queries.noted([district, ceres, paarl], cast.amina)[0] == paarl


def test_the_register_says_under_the_title_what_it_is_and_how_it_stands(cast: Cast) -> None:
    _practice(cast, _places(cast)[1])
    page = signed_in(cast.amina).get(HERE).content.decode()
    assert "<small>Practice, in use</small>" in page


def test_a_programme_without_municipalities_is_asked_for_none(cast: Cast) -> None:
    page = signed_in(cast.amina).get(f"{HERE}compare/").content.decode()
    assert 'name="place"' not in page


def test_the_register_is_narrowed_by_municipality(cast: Cast) -> None:
    _district, ceres, paarl = _places(cast)
    _practice(cast, paarl)
    page = signed_in(cast.amina)
    found = [len(page.get(f"{HERE}?place={place.pk}").context["table"].rows) for place in (ceres, paarl)]
    assert found == [0, 1]
