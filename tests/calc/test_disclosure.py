"""What stays closed, so that nobody can work out a number of fewer than five."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from imbizo.calc.disclosure import closed_cells, is_few

Rows = list[list[int]]


def test_few_are_one_to_four() -> None:
    assert [people for people in range(7) if is_few(people)] == [1, 2, 3, 4]


def test_a_table_without_small_cells_stays_open() -> None:
    assert closed_cells([[5, 0], [7, 9]], named=2) == ((False, False), (False, False))


def test_a_small_cell_is_closed_with_three_that_would_give_it_away() -> None:
    # Round the rectangle with 6, 9 and 50 fifteen more people are closed than with 6, 30 and 0.
    assert closed_cells([[3, 20, 6], [30, 40, 0], [9, 8, 50]], named=3) == (
        (True, False, True),
        (True, False, True),
        (False, False, False),
    )


def test_columns_that_name_nobody_may_be_small() -> None:
    assert closed_cells([[8, 1], [7, 2]], named=1) == ((False, False), (False, False))


@pytest.mark.parametrize("table", [[[3], [6]], [[3, 9]], [[3, 0], [6, 0]]])
def test_where_totals_alone_give_it_away_there_is_no_choice(table: Rows) -> None:
    assert closed_cells(table, named=2) is None


def test_no_table_has_no_cells() -> None:
    assert closed_cells([], named=0) == ()


def bounds(table: Rows, closed: tuple[tuple[bool, ...], ...], row: int, column: int) -> tuple[float, float]:
    """The least and the most that a reader of the open cells and the totals can allow for one cell."""
    people = np.array(table)
    height, width = people.shape
    each = np.eye(height * width).reshape(height, width, -1)
    totals = np.vstack([each.sum(axis=1), each.sum(axis=0)])
    known = np.concatenate([people.sum(axis=1), people.sum(axis=0)])
    limits = [
        (0, None) if shut else (number, number)
        for number, shut in zip(people.flat, np.array(closed).flat, strict=True)
    ]
    ends = [
        (linprog(sign * each[row, column], A_eq=totals, b_eq=known, bounds=limits).fun or 0.0) * sign
        for sign in (1, -1)
    ]
    return ends[0], ends[1]


@settings(max_examples=40, deadline=None)
@given(
    st.tuples(st.integers(2, 5), st.integers(2, 4)).flatmap(
        lambda shape: st.lists(
            st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 8, 20]), min_size=shape[1], max_size=shape[1]),
            min_size=shape[0],
            max_size=shape[0],
        )
    )
)
def test_no_small_cell_can_be_worked_out_from_what_is_open(table: Rows) -> None:
    closed = closed_cells(table, named=len(table[0]))
    assume(closed is not None)
    assert closed is not None
    small = [(row, at) for row, cells in enumerate(table) for at, cell in enumerate(cells) if is_few(cell)]
    for row, column in small:
        least, most = bounds(table, closed, row, column)
        assert most - least > 0.99
