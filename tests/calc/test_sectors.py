import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.languages import languages
from imbizo.calc.sectors import UNKNOWN, Kind, Sector, Sphere, is_sector, sector


@pytest.mark.parametrize(
    ("text", "kind", "sphere"),
    [
        ("Provincial government", Kind.GOVERNMENT, Sphere.PROVINCIAL),
        ("National department", Kind.GOVERNMENT, Sphere.NATIONAL),
        ("District municipality", Kind.GOVERNMENT, Sphere.DISTRICT),
        ("Local municipality", Kind.GOVERNMENT, Sphere.LOCAL),
        ("Plaaslike regering", Kind.GOVERNMENT, Sphere.LOCAL),
        ("Provincial", Kind.GOVERNMENT, Sphere.PROVINCIAL),
        ("Dept", Kind.GOVERNMENT, Sphere.NONE),
        ("Police", Kind.GOVERNMENT, Sphere.NATIONAL),
        ("Chapter 9 institution", Kind.CHAPTER9, Sphere.NONE),
        ("Civil society", Kind.CIVIL_SOCIETY, Sphere.NONE),
        ("NGO/CBO", Kind.CIVIL_SOCIETY, Sphere.NONE),
        ("Community policing", Kind.CIVIL_SOCIETY, Sphere.NONE),
        ("Burgerlike samelewing", Kind.CIVIL_SOCIETY, Sphere.NONE),
        ("Local business", Kind.BUSINESS, Sphere.NONE),
        ("Farmers", Kind.ORGANISED_AGRICULTURE, Sphere.NONE),
        ("Faith-based", Kind.FAITH, Sphere.NONE),
        ("Kerk", Kind.FAITH, Sphere.NONE),
        ("Traditional leader", Kind.TRADITIONAL, Sphere.NONE),
        ("Migrant-led", Kind.MIGRANT_LED, Sphere.NONE),
        ("UN agency", Kind.INTERNATIONAL, Sphere.NONE),
        ("Universiteit", Kind.ACADEMIC, Sphere.NONE),
        ("Media", Kind.MEDIA, Sphere.NONE),
    ],
)
def test_a_sector_column_tells_kind_and_sphere(text: str, kind: Kind, sphere: Sphere) -> None:
    assert sector(text) == Sector(kind, sphere)


def test_a_text_that_tells_nothing_is_unknown() -> None:
    assert (sector(""), sector("Qwerty")) == (UNKNOWN, UNKNOWN)


def test_a_sector_is_told_from_an_organisations_name() -> None:
    assert (is_sector("Faith-based"), is_sector("Ceres CPF"), is_sector("")) == (True, False, False)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Afr/Eng", ("af", "en")),
        ("Xhosa", ("xh",)),
        ("English & isiXhosa", ("en", "xh")),
        ("Sesotho sa Leboa", ("nso",)),
        ("Eng, English", ("en",)),
        ("Klingon", ()),
        ("", ()),
    ],
)
def test_languages_come_as_codes_in_the_order_written(text: str, codes: tuple[str, ...]) -> None:
    assert languages(text) == codes


@given(st.text(max_size=200))
def test_any_text_is_read_without_failing(text: str) -> None:
    assert isinstance(languages(text), tuple)
    assert isinstance(sector(text), Sector)
