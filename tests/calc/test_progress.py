"""Progress of measures, due dates and coverage (drafting-and-agreements.md section 3)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.errors import LoopError
from imbizo.calc.progress import Coverage, Due, Measure, Progress, When, coverage, due, progress

TODAY = date(2026, 9, 1)


def child(name: str, percent: str | None, weight: str = "1", parent: str = "housing") -> Measure:
    return Measure(name, parent, None if percent is None else Decimal(percent), Decimal(weight))


def whole(*children: Measure) -> Progress:
    return progress([Measure("housing"), *children])["housing"]


def test_a_parent_is_the_weighted_mean_of_its_children() -> None:
    assert whole(child("plan", "50"), child("build", "100", "3")).percent == Decimal("87.5")


def test_a_child_that_has_not_reported_is_missing_and_not_counted_as_zero() -> None:
    assert whole(child("plan", "50"), child("build", None, "3")) == Progress(
        Decimal("50.00"), ("plan",), ("build",)
    )


def test_a_report_of_zero_is_a_report() -> None:
    found = whole(child("plan", "0"), child("build", "100"))
    assert (found.percent, found.is_whole) == (Decimal("50.00"), True)


def test_where_nobody_has_reported_nothing_is_known() -> None:
    assert whole(child("plan", None)) == Progress(None, (), ("plan",))


def test_children_that_weigh_nothing_make_no_mean() -> None:
    assert whole(child("plan", "50", "0")).percent is None


def test_what_a_parent_reports_of_itself_is_not_counted_beside_its_children() -> None:
    found = progress([Measure("housing", percent=Decimal(10)), child("plan", "30")])
    assert found["housing"].percent == Decimal("30.00")


def test_a_tree_is_counted_from_its_leaves_up_in_whatever_order_it_comes() -> None:
    roof = [child("tiles", "100", parent="roof"), child("beams", None, parent="roof")]
    found = progress([*roof, child("roof", None, "3"), Measure("housing"), child("plan", "50")])
    assert found["housing"] == Progress(Decimal("87.50"), ("tiles", "plan"), ("beams",))


def test_thirds_are_rounded_once_at_the_end() -> None:
    halves = [child("a", "50", parent="left"), child("b", "100", "2", parent="left")]
    found = progress([*halves, child("left", None), child("right", "0", "2"), Measure("housing")])
    assert (found["left"].percent, found["housing"].percent) == (Decimal("83.33"), Decimal("27.78"))


def test_a_measure_whose_parent_is_not_among_them_stands_alone() -> None:
    assert progress([child("plan", "40")]) == {"plan": Progress(Decimal("40.00"), ("plan",), ())}


def test_measures_that_are_parts_of_each_other_are_refused() -> None:
    with pytest.raises(LoopError):
        progress([Measure("a", "b"), Measure("b", "a")])


@pytest.mark.parametrize(
    ("percent", "weight"), [("101", "1"), ("-1", "1"), ("NaN", "1"), ("50", "-1"), ("50", "Infinity")]
)
def test_numbers_that_mean_nothing_are_refused(percent: str, weight: str) -> None:
    with pytest.raises(ValueError, match=r"weight|percent"):
        child("plan", percent, weight)


PERCENTS = st.none() | st.decimals(0, 100, places=1)
WEIGHTS = st.decimals(0, 9, places=1)


@given(st.lists(st.tuples(PERCENTS, WEIGHTS), max_size=6))
def test_a_mean_lies_between_its_reports_and_every_child_is_told_once(
    reports: list[tuple[Decimal | None, Decimal]],
) -> None:
    children = [Measure(str(at), "housing", *each) for at, each in enumerate(reports)]
    found = whole(*children)
    counted = [percent for percent, weight in reports if percent is not None and weight]
    assert (found.percent is None) == (not counted)
    assert found.percent is None or min(counted) <= found.percent <= max(counted)
    assert sorted([*found.reported, *found.missing]) == sorted(
        each.id for each in children or [Measure("housing")]
    )


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (None, Due(When.NO_DATE)),
        (TODAY - timedelta(days=3), Due(When.OVERDUE, -3)),
        (TODAY, Due(When.SOON, 0)),
        (TODAY + timedelta(days=14), Due(When.SOON, 14)),
        (TODAY + timedelta(days=15), Due(When.LATER, 15)),
    ],
)
def test_a_due_date_stands_to_today(on: date | None, expected: Due) -> None:
    assert due(on, TODAY) == expected


def test_what_is_done_is_never_overdue() -> None:
    assert due(TODAY - timedelta(days=3), TODAY, is_done=True) == Due(When.DONE)


@pytest.mark.parametrize(
    ("done", "of", "percent"),
    [(0, 0, None), (0, 3, 0), (2, 3, 66), (3, 3, 100), (1, 1_000, 1), (999, 1_000, 99)],
)
def test_coverage_is_full_only_when_nothing_is_left(done: int, of: int, percent: int | None) -> None:
    assert (Coverage(done, of).percent, Coverage(done, of).left) == (percent, of - done)


def test_coverage_counts_records() -> None:
    assert coverage({"4.1": True, "4.2": False, "4.3": True}) == Coverage(2, 3)
