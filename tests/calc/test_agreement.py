"""Agreement of coders: the published examples, and what can't be computed."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.agreement import (
    Agreement,
    Level,
    Ratings,
    Reason,
    coefficients,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    of_codes,
    percent_agreement,
    ratings,
)

NA: None = None
# Krippendorff (2011), sections A, B and C: a row per coder, as printed.
A = ["0100000010", "1110010000"]
B = ["aabbdcccedda", "babbbccceddd"]
C = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, 3],
    [NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NA],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA],
]
# Fleiss (1971) as in the textbooks: 14 raters, 10 subjects, 5 categories; 0.210.
FLEISS = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip


def of_square(square: Sequence[Sequence[int]]) -> Ratings:
    """A 2 x 2 table of two coders, its cells as weights."""
    return ratings(
        [("yes", "yes"), ("yes", "no"), ("no", "yes"), ("no", "no")],
        weights=[count for row in square for count in row],
    )


def by_coder(rows: Sequence[Sequence[object]]) -> Ratings:
    return ratings(list(zip(*rows, strict=True)))


def rounded(found: Agreement) -> float | None:
    return None if found.coefficient is None else round(found.coefficient, 4)


@pytest.mark.parametrize(
    ("square", "kappa"),
    [([[20, 5], [10, 15]], 0.4), ([[45, 15], [25, 15]], 0.1304), ([[25, 35], [5, 35]], 0.2593)],
)
def test_cohens_kappa_is_that_of_the_worked_examples(square: list[list[int]], kappa: float) -> None:
    assert rounded(cohen_kappa(of_square(square))) == kappa


def test_a_weight_counts_as_so_many_equal_rows() -> None:
    rows = [("a", "a")] * 3 + [("a", "b")] * 2
    assert coefficients(ratings([("a", "a"), ("a", "b")], [3, 2])) == coefficients(ratings(rows))


def test_fleiss_kappa_is_that_of_the_textbook() -> None:
    rows = [[value for value, count in enumerate(row) for _each in range(count)] for row in FLEISS]
    assert rounded(fleiss_kappa(of_codes(np.array(rows)))) == 0.2099


def test_alpha_of_two_coders_and_two_values_is_krippendorffs_example_a() -> None:
    assert rounded(krippendorff_alpha(by_coder(A))) == 0.0952


def test_alpha_of_two_coders_and_many_values_is_krippendorffs_example_b() -> None:
    assert rounded(krippendorff_alpha(by_coder(B))) == 0.6920


@pytest.mark.parametrize(
    ("level", "alpha"),
    [(Level.NOMINAL, 0.7434), (Level.ORDINAL, 0.8154), (Level.INTERVAL, 0.8491), (Level.RATIO, 0.7974)],
)
def test_alpha_with_judgements_missing_is_krippendorffs_example_c(level: Level, alpha: float) -> None:
    found = krippendorff_alpha(by_coder(C), level)
    assert (rounded(found), found.units, found.pairable, found.coders) == (alpha, 12, 11, 4)


def test_the_order_of_values_is_no_matter_for_ordinal_alpha() -> None:
    backwards = by_coder([row[::-1] for row in C])
    assert rounded(krippendorff_alpha(backwards, Level.ORDINAL)) == 0.8154


def test_percent_agreement_is_the_share_of_equal_pairs() -> None:
    # Three pairs, of which one agrees; one pair, which does; a lone judgement, which has no pair.
    found = percent_agreement(ratings([("a", "a", "b"), ("a", NA, "a"), (NA, "b", NA)]))
    assert (found.coefficient, found.units, found.pairable, found.coders) == (0.5, 3, 2, 3)


def test_with_one_category_only_percent_agreement_can_be_computed() -> None:
    found = coefficients(ratings([("a", "a"), ("a", "a")]))
    assert found.percent.coefficient == 1.0
    assert {found.cohen.reason, found.fleiss.reason, found.alpha.reason} == {Reason.ONE_CATEGORY}
    assert {found.cohen.coefficient, found.fleiss.coefficient, found.alpha.coefficient} == {None}


@pytest.mark.parametrize("level", [Level.ORDINAL, Level.INTERVAL, Level.RATIO])
def test_with_one_number_only_no_alpha_can_be_computed(level: Level) -> None:
    found = krippendorff_alpha(ratings([(0, 0), (0, 0)]), level)
    assert (found.coefficient, found.reason) == (None, Reason.ONE_CATEGORY)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], Reason.FEW_CODERS),
        ([("a",), ("b",)], Reason.FEW_CODERS),
        ([("a", NA), (NA, "b"), (NA, NA)], Reason.NOTHING_PAIRABLE),
        ([("a", float("nan"))], Reason.NOTHING_PAIRABLE),
    ],
)
def test_where_nothing_can_be_compared_every_coefficient_says_why(
    rows: list[tuple[object, ...]], reason: Reason
) -> None:
    found = coefficients(ratings(rows))
    each = [found.percent, found.cohen, found.fleiss, found.alpha]
    assert [(one.coefficient, one.reason) for one in each] == [(None, reason)] * 4


def test_no_units_are_told_from_no_coders() -> None:
    found = percent_agreement(of_codes(np.empty((0, 3), np.int64)))
    assert (found.reason, found.units, found.coders) == (Reason.NO_UNITS, 0, 3)


def test_cohens_kappa_is_for_two() -> None:
    assert cohen_kappa(ratings([("a", "b", "a")])).reason is Reason.NOT_TWO_CODERS


@pytest.mark.parametrize("second", [("a", NA, "b"), (NA, NA, "b")])
def test_fleiss_kappa_asks_for_as_many_judgements_on_each_unit(second: tuple[object, ...]) -> None:
    assert fleiss_kappa(ratings([("a", "b", "a"), second])).reason is Reason.UNEQUAL_RATINGS


def test_fleiss_kappa_leaves_out_what_nobody_judged() -> None:
    with_gap = fleiss_kappa(ratings([("a", "b"), (NA, NA), ("a", "a")]))
    assert (rounded(with_gap), with_gap.pairable) == (-0.3333, 2)


def test_the_levels_above_nominal_ask_for_numbers() -> None:
    assert krippendorff_alpha(ratings([("a", "b")]), Level.INTERVAL).reason is Reason.NOT_NUMBERS


def test_a_ratio_scale_begins_at_zero() -> None:
    assert krippendorff_alpha(ratings([(-1, 2)]), Level.RATIO).reason is Reason.NEGATIVE_NUMBERS
    assert rounded(krippendorff_alpha(ratings([(0, 0), (2, 2)]), Level.RATIO)) == 1.0


def plain_alpha(rows: Sequence[Sequence[int | None]], level: Level) -> float | None:
    """Alpha as its definition says it, with every pair of values visited; None where nothing is expected."""
    units = [[value for value in row if value is not None] for row in rows]
    units = [unit for unit in units if len(unit) > 1]
    values = sorted(value for unit in units for value in unit)

    def apart(one: int, other: int) -> float:
        if level is Level.NOMINAL:
            return float(one != other)
        if level is Level.RATIO:
            return ((one - other) / (one + other)) ** 2 if one + other else 0.0
        if level is Level.INTERVAL:
            return float(one - other) ** 2
        low, high = sorted((one, other))
        between = sum(low <= value <= high for value in values)
        return (between - (values.count(low) + values.count(high)) / 2) ** 2 if low != high else 0.0

    observed = sum(sum(apart(a, b) for a in unit for b in unit) / (len(unit) - 1) for unit in units)
    expected = sum(apart(a, b) for a in values for b in values) / max(1, len(values) - 1)
    return 1 - observed / expected if expected else None


@given(
    st.integers(2, 4).flatmap(
        lambda coders: st.lists(
            st.lists(st.none() | st.integers(0, 4), min_size=coders, max_size=coders), min_size=1, max_size=8
        )
    ),
    st.sampled_from(list(Level)),
)
def test_alpha_is_what_its_definition_says(rows: list[list[int | None]], level: Level) -> None:
    assert krippendorff_alpha(ratings(rows), level).coefficient == pytest.approx(plain_alpha(rows, level))


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=1, max_size=12))
def test_neither_the_order_of_coders_nor_of_units_matters(rows: list[tuple[int, ...]]) -> None:
    turned = [row[::-1] for row in rows[::-1]]
    before, after = coefficients(ratings(rows)), coefficients(ratings(turned))
    assert before.fleiss.coefficient == pytest.approx(after.fleiss.coefficient)
    assert before.alpha.coefficient == pytest.approx(after.alpha.coefficient)
