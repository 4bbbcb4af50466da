"""Knowledge before and after."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.knowledge import by_question, paired, sign_test, standard_error

MARKS = st.floats(0, 1)


def test_without_a_pair_there_is_nothing_to_say() -> None:
    assert paired([]) is None


def test_one_pair_has_no_error() -> None:
    gain = paired([(0.25, 0.75)])
    assert gain is not None
    assert (gain.difference, gain.error, gain.better) == (0.5, None, 1)


def test_the_error_is_that_of_a_worked_example() -> None:
    # Differences 1, 2, 3: their standard deviation is 1, so the error is 1 / sqrt(3).
    assert standard_error([1, 2, 3]) == pytest.approx(3**-0.5)


def test_the_sign_test_is_that_of_a_worked_example() -> None:
    # Eight of ten: 2 * (1 + 10 + 45) / 1024.
    assert sign_test(8, 2) == pytest.approx(0.109375)


def test_all_ties_say_nothing_about_chance() -> None:
    assert sign_test(0, 0) is None


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_sign_test_does_not_mind_which_way(better: int, worse: int) -> None:
    assert sign_test(better, worse) == sign_test(worse, better)


@given(st.integers(1, 60))
def test_all_better_is_as_likely_as_so_many_heads(n: int) -> None:
    assert sign_test(n, 0) == pytest.approx(min(1.0, 2 * comb(n, 0) / 2**n))


@given(st.lists(st.tuples(MARKS, MARKS), min_size=1))
def test_better_and_worse_are_never_more_than_all(pairs: list[tuple[float, float]]) -> None:
    gain = paired(pairs)
    assert gain is not None
    assert gain.better + gain.worse <= gain.n


def test_a_question_left_blank_was_not_right() -> None:
    found = by_question(["a"], [({}, {"a": True}), ({"a": True}, {"a": True})])
    assert (found["a"].before, found["a"].after, found["a"].gain) == (1, 2, 0.5)
