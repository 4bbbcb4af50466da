import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.references import (
    Reference,
    ReferenceType,
    authors_in,
    doi_in,
    merged,
    sort_key,
    surname,
    year_in,
)

MISAGO = Reference(
    ReferenceType.ARTICLE,
    "Towards tolerance, law, and dignity",
    ("Misago, Jean Pierre", "Landau, Loren", "Monson, Tamlyn"),
    2009,
    doi="10.1000/abc",
    keywords=("Violence", "migration"),
)


@pytest.mark.parametrize(
    "written",
    [
        "10.1016/S0140-6736(09)61720-X",
        "https://doi.org/10.1016/S0140-6736(09)61720-X.",
        "http://dx.doi.org/10.1016/S0140-6736%2809%2961720-x",
        "doi: 10.1016/s0140-6736(09)61720-X, 2009",
        "(see DOI:10.1016/S0140-6736(09)61720-X).",
        "https://doi.org/10.1016/s0140-6736(09)61720-x?ref=mail",
    ],
)
def test_a_doi_is_the_same_however_it_is_written(written: str) -> None:
    assert doi_in(written) == "10.1016/s0140-6736(09)61720-x"


@pytest.mark.parametrize("written", ["", "no DOI", "10.12/short", "https://example.org/10"])
def test_what_is_no_doi_gives_none(written: str) -> None:
    assert doi_in(written) == ""


@given(st.text())
def test_a_doi_that_was_found_is_found_again(text: str) -> None:
    assert doi_in(doi_in(text)) == doi_in(text)


@pytest.mark.parametrize(
    "written", ["2013", " 2013 ", "2013/05//", "2013/05/02/Spring", "2013-05", "May 2013", "c2013a"]
)
def test_a_year_is_read(written: str) -> None:
    assert year_in(written) == 2013


@pytest.mark.parametrize("written", ["", "20l3", "in press", "n.d.", "20135", "1998–2004", "/05//", "0000"])
def test_what_is_no_year_gives_none(written: str) -> None:
    assert year_in(written) is None


@pytest.mark.parametrize(
    ("cell", "authors"),
    [
        ("Misago, Jean Pierre", ("Misago, Jean Pierre",)),
        ("Misago, Jean Pierre and Landau, Loren", ("Misago, Jean Pierre", "Landau, Loren")),
        ("Misago, J.P., Landau, L.B. & Monson, T.", ("Misago, J.P.", "Landau, L.B.", "Monson, T.")),
        ("Misago JP; Landau LB", ("Misago, JP", "Landau, LB")),
        ("Statistics South Africa", ("Statistics South Africa",)),
        ("Department of Water, Forestry, Environment", ("Department of Water, Forestry, Environment",)),
        (" ; ", ()),
    ],
)
def test_authors_are_divided(cell: str, authors: tuple[str, ...]) -> None:
    assert authors_in(cell) == authors


def test_an_organisation_is_cited_whole() -> None:
    assert [surname(author) for author in ("Misago, Jean Pierre", "Statistics South Africa")] == [
        "Misago",
        "Statistics South Africa",
    ]


def test_a_list_runs_by_author_year_and_title_without_article() -> None:
    listed = [
        Reference(title="The zebra", authors=("Ávila, B",), year=2001),
        Reference(title="A cat", authors=("Avila, B",)),
        Reference(title="An apple", authors=("Avila, B",), year=2001),
    ]
    assert [one.title for one in sorted(listed, key=sort_key)] == ["An apple", "The zebra", "A cat"]


def test_of_two_records_the_fullest_fields_are_kept() -> None:
    other = Reference(
        title="TOWARDS TOLERANCE, LAW, AND DIGNITY: ADDRESSING VIOLENCE",
        authors=("Misago, J.",),
        year=2010,
        abstract="It says why.",
        keywords=("violence", "Xenophobia"),
    )
    one = merged([MISAGO, other])
    assert (one.title, one.authors, one.year, one.doi) == (MISAGO.title, MISAGO.authors, 2009, MISAGO.doi)
    assert (one.abstract, one.keywords) == ("It says why.", ("Violence", "migration", "Xenophobia"))


def test_a_missing_year_and_kind_come_from_the_other_record() -> None:
    one = merged([Reference(title="A"), MISAGO])
    assert (one.year, one.type) == (2009, ReferenceType.ARTICLE)


def test_nothing_can_not_be_merged() -> None:
    with pytest.raises(ValueError, match="nothing to merge"):
        merged([])


def test_a_reference_needs_a_title_or_a_doi_to_be_known_by() -> None:
    assert [one.is_named for one in (MISAGO, Reference(doi="10.1000/a"), Reference(year=2009))] == [
        True,
        True,
        False,
    ]
