from datetime import date, timedelta

import pytest

from imbizo.desk.rules.journey import (
    Next,
    Reason,
    Standing,
    StepFacts,
    current_phase,
    days_late,
    is_closed,
    standing,
    what_is_next,
)
from imbizo.programmes.states import StepState, StepStatus

TODAY = date(2026, 7, 6)
YESTERDAY, TOMORROW, LATER = TODAY - timedelta(days=1), TODAY + timedelta(days=1), TODAY + timedelta(days=9)
FULL = StepStatus("5 of 5 dated", done=5, total=5)
HALF = StepStatus("3 of 5 dated", done=3, total=5)
NOTHING = StepStatus("none dated", done=0, total=5)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (StepFacts("a", StepState.WAITING, TOMORROW), Standing.AHEAD),
        (StepFacts("a", StepState.ACTIVE, TOMORROW), Standing.NOW),
        (StepFacts("a", StepState.ACTIVE, None), Standing.NOW),
        (StepFacts("a", StepState.WAITING, YESTERDAY), Standing.LATE),
        (StepFacts("a", StepState.WAITING, TODAY), Standing.AHEAD),
        (StepFacts("a", StepState.DONE, YESTERDAY), Standing.DONE),
        (StepFacts("a", StepState.SKIPPED, YESTERDAY, status=FULL), Standing.SKIPPED),
        (StepFacts("a", StepState.WAITING, YESTERDAY, status=FULL), Standing.DONE),
        (StepFacts("a", StepState.WAITING, TOMORROW, status=HALF), Standing.NOW),
        (StepFacts("a", StepState.WAITING, TOMORROW, status=NOTHING), Standing.AHEAD),
        (StepFacts("a", StepState.DONE, TOMORROW, status=HALF), Standing.DONE),
    ],
)
def test_a_step_stands_as_its_row_and_its_tool_say(step: StepFacts, expected: Standing) -> None:
    assert standing(step, TODAY) is expected


def test_a_late_step_says_by_how_many_days() -> None:
    assert days_late(StepFacts("a", StepState.WAITING, TODAY - timedelta(days=3)), TODAY) == 3


def test_a_closed_step_is_never_late() -> None:
    step = StepFacts("a", StepState.DONE, YESTERDAY)
    assert (days_late(step, TODAY), is_closed(step, TODAY)) == (0, True)


def test_the_latest_step_is_next() -> None:
    steps = [
        StepFacts("a", StepState.ACTIVE, TOMORROW),
        StepFacts("b", StepState.WAITING, YESTERDAY),
        StepFacts("c", StepState.WAITING, YESTERDAY - timedelta(days=1)),
    ]
    assert what_is_next(steps, TODAY) == Next("c", Reason.LATE)


def test_then_what_is_under_way_the_soonest_due_first() -> None:
    steps = [
        StepFacts("a", StepState.ACTIVE, None),
        StepFacts("b", StepState.ACTIVE, LATER),
        StepFacts("c", StepState.ACTIVE, TOMORROW),
    ]
    assert what_is_next(steps, TODAY) == Next("c", Reason.ACTIVE)


def test_then_what_has_not_begun_the_soonest_due_first() -> None:
    steps = [
        StepFacts("a", StepState.WAITING, LATER, is_vacant=True),
        StepFacts("b", StepState.WAITING, TOMORROW),
    ]
    assert what_is_next(steps, TODAY) == Next("b", Reason.WAITING)


def test_what_is_due_soonest_and_done_by_nobody_is_said_to_be() -> None:
    steps = [
        StepFacts("a", StepState.WAITING, LATER),
        StepFacts("b", StepState.WAITING, TOMORROW, is_vacant=True),
    ]
    assert what_is_next(steps, TODAY) == Next("b", Reason.VACANT)


def test_what_is_done_is_never_next() -> None:
    steps = [StepFacts("a", StepState.DONE, None), StepFacts("b", StepState.WAITING, LATER)]
    assert what_is_next(steps, TODAY) == Next("b", Reason.WAITING)


def test_nothing_is_next_when_all_is_closed() -> None:
    assert what_is_next([StepFacts("a", StepState.SKIPPED, YESTERDAY)], TODAY) is None


def test_the_current_phase_is_the_first_with_anything_left() -> None:
    done, waiting = StepFacts("a", StepState.DONE, None), StepFacts("b", StepState.WAITING, None)
    assert current_phase([[done], [done, waiting], [waiting]], TODAY) == 1


def test_the_last_phase_is_current_when_all_is_done() -> None:
    assert current_phase([[StepFacts("a", StepState.DONE, None)]] * 3, TODAY) == 2


def test_a_process_without_phases_begins_at_nought() -> None:
    assert current_phase([], TODAY) == 0
