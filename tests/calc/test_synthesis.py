"""Themes across gatherings, sectors and groups: counts, sentences, and what few raised gravely."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.synthesis import (
    By,
    Column,
    ColumnKind,
    Count,
    Dimension,
    Matrix,
    Said,
    few_but_grave,
    matrix,
    raised,
)

PLACES = ["Witzenberg", "Drakenstein", "Stellenbosch", "Breede Valley", "Langeberg"]


def said(theme: str, count: int, **of: Any) -> list[Said]:
    """So many inputs of one voice each, all alike."""
    name = (theme, *of.values())
    return [Said(input=(name, number), theme=theme, **of) for number in range(count)]


def voices(found: Matrix) -> list[list[int | None]]:
    return [[cell.voices if cell else None for cell in row.cells] for row in found.rows]


def heads(found: Matrix) -> list[tuple[ColumnKind, object]]:
    return [(column.kind, column.key) for column in found.columns]


def test_without_inputs_the_matrix_is_empty() -> None:
    assert matrix([], Dimension.SECTOR) == Matrix(Dimension.SECTOR, (), ())


def test_themes_and_gatherings_stand_by_the_number_of_their_voices() -> None:
    found = matrix(
        [
            *said("water", 1, gathering="De Doorns"),
            *said("housing", 2, gathering="De Doorns"),
            *said("housing", 4, gathering="Ceres"),
        ],
        Dimension.GATHERING,
    )
    assert [row.theme for row in found.rows] == ["housing", "water"]
    assert heads(found) == [(ColumnKind.NAMED, "Ceres"), (ColumnKind.NAMED, "De Doorns")]
    assert voices(found) == [[4, 2], [0, 1]]


def test_a_table_of_seven_is_seven_voices_and_an_uncounted_one_at_least_one() -> None:
    found = matrix(
        [Said("a", "water", gathering="Ceres", people=7), Said("b", "water", gathering="Ceres", people=None)],
        Dimension.GATHERING,
    )
    assert found.rows[0].total == Count(inputs=2, voices=8, is_least=True)


def test_an_input_with_two_codes_of_a_theme_counts_once_and_stays_grave() -> None:
    row = Said("a", "water", gathering="Ceres")
    found = matrix([row, Said("a", "water", gathering="Ceres", is_grave=True)], Dimension.GATHERING)
    assert (found.rows[0].total.inputs, found.rows[0].grave) == (1, 1)


def test_an_input_in_two_themes_counts_once_in_its_column() -> None:
    found = matrix(
        [Said("a", "water", gathering="x"), Said("a", "housing", gathering="x")], Dimension.GATHERING
    )
    assert found.columns == (Column(ColumnKind.NAMED, "x", Count(1, 1, is_least=False)),)


def test_groups_of_fewer_than_five_are_folded_until_they_are_five() -> None:
    found = matrix(
        [
            *said("water", 9, group="women of Ceres"),
            *said("water", 6, group="traders"),
            *said("water", 2, group="two brothers"),
            *said("water", 5),
        ],
        Dimension.GROUP,
    )
    # The two brothers alone would be the only ones that aren't named: the next smallest goes with them.
    assert heads(found) == [
        (ColumnKind.NAMED, "women of Ceres"),
        (ColumnKind.UNSAID, None),
        (ColumnKind.FEW, None),
    ]
    assert voices(found) == [[9, 5, 8]]


def test_a_small_cell_of_a_large_group_is_closed_with_what_would_give_it_away() -> None:
    found = matrix(
        [
            *said("water", 3, sector="farm workers"),
            *said("water", 20, sector="teachers"),
            *said("housing", 30, sector="farm workers"),
            *said("housing", 9, sector="teachers"),
        ],
        Dimension.SECTOR,
    )
    assert voices(found) == [[None, None], [None, None]]
    assert [row.total.voices for row in found.rows] == [39, 23]


def test_where_a_total_would_give_a_group_away_its_column_loses_its_name() -> None:
    found = matrix(
        [*said("water", 3, sector="farm workers"), *said("housing", 6, sector="farm workers")],
        Dimension.SECTOR,
    )
    assert heads(found) == [(ColumnKind.FEW, None)]
    assert voices(found) == [[6], [3]]


def test_places_are_not_groups_and_stay_open() -> None:
    found = matrix(said("water", 1, municipality="Langeberg"), Dimension.MUNICIPALITY)
    assert voices(found) == [[1]]


def test_a_theme_was_raised_in_four_of_five_by_farm_workers_in_all_four() -> None:
    rows = [
        each
        for place in PLACES[:4]
        for each in said("water", 5, municipality=place, sector="farm workers", gathering=place)
    ]
    rows += said("water", 6, municipality="Drakenstein", sector="teachers", gathering="Paarl")
    [found] = raised(rows, PLACES)
    assert (found.municipalities, found.of_municipalities) == (tuple(PLACES[:4]), 5)
    assert found.by == (By("farm workers", 4), By("teachers", 1))
    assert (found.by_in_all, found.is_by_others, found.gatherings) == (("farm workers",), False, 5)


def test_a_sentence_names_no_sector_of_fewer_than_five() -> None:
    rows = [
        *said("water", 8, municipality="Langeberg", sector="teachers"),
        *said("water", 2, municipality="Langeberg", sector="police"),
        *said("water", 9, municipality="Langeberg", sector="traders"),
    ]
    [found] = raised(rows, PLACES)
    assert (found.by, found.is_by_others) == ((By("traders", 1),), True)


def test_what_few_raised_gravely_is_not_lost() -> None:
    grave = Said("x", "threats at night", is_grave=True)
    rows = [*said("water", 40), *said("housing", 20), *said("taxis", 2), grave]
    assert [(each.theme, each.grave) for each in few_but_grave(rows)] == [("threats at night", 1)]


def test_the_gravest_share_stands_first() -> None:
    rows = [
        *said("water", 40),
        *said("roads", 30),
        *said("lights", 3),
        *said("lights", 1, is_grave=True),
        *said("threats", 2, is_grave=True),
    ]
    assert [each.theme for each in few_but_grave(rows)] == ["threats", "lights"]


def test_without_themes_nothing_is_grave() -> None:
    assert few_but_grave([]) == []


INPUT = st.tuples(
    st.sampled_from(["water", "housing", "roads"]), st.sampled_from([*"abcd", None]), st.integers(1, 6)
)


@given(st.lists(INPUT, max_size=30))
def test_no_group_of_fewer_than_five_is_named_with_its_number(
    given: Sequence[tuple[str, str | None, int]],
) -> None:
    rows = [Said(number, theme, group=group, people=n) for number, (theme, group, n) in enumerate(given)]
    found = matrix(rows, Dimension.GROUP)
    named = [place for place, column in enumerate(found.columns) if column.kind is ColumnKind.NAMED]
    small = [cell for row in found.rows for at in named if (cell := row.cells[at]) and 0 < cell.voices < 5]
    assert small == []
    assert all(found.columns[at].total.voices >= 5 for at in named)
