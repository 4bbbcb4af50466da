"""Agendas whose minutes add up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.agenda import Caution, Item, Kind, timetable
from imbizo.calc.errors import NegativeMinutesError

NINE = datetime(2026, 7, 26, 9, 0, tzinfo=UTC)


def agenda(*items: tuple[Kind, int]) -> list[Item]:
    return [Item(str(at), kind, minutes) for at, (kind, minutes) in enumerate(items)]


def cautions(items: list[Item], end: datetime | None = None) -> list[tuple[Caution, tuple[int, ...]]]:
    return [(each.caution, each.places) for each in timetable(NINE, items, end).cautions]


DAY = agenda(
    (Kind.PLENARY, 30), (Kind.PRESENTATION, 30), (Kind.BREAK, 15), (Kind.GROUPS, 90), (Kind.BREAK, 45),
    (Kind.PLENARY, 60),
)  # fmt: skip


def test_each_item_begins_where_the_one_before_ends() -> None:
    starts = [f"{row.start:%H:%M}-{row.end:%H:%M}" for row in timetable(NINE, DAY).rows]
    assert starts == [
        "09:00-09:30",
        "09:30-10:00",
        "10:00-10:15",
        "10:15-11:45",
        "11:45-12:30",
        "12:30-13:30",
    ]


@pytest.mark.parametrize(("hour", "spare"), [(14, 30), (13, -30), (None, None)])
def test_the_gap_or_overrun_against_the_end_is_said_in_minutes(hour: int | None, spare: int | None) -> None:
    table = timetable(NINE, DAY, NINE.replace(hour=hour) if hour else None)
    assert (table.minutes, table.breaks, table.spare) == (270, 60, spare)


def test_a_sound_day_has_no_cautions() -> None:
    assert cautions(DAY, NINE + timedelta(hours=5)) == []


@pytest.mark.parametrize(
    ("items", "wanted"),
    [
        (agenda(), [(Caution.EMPTY, ())]),
        (agenda((Kind.PLENARY, 151)), [(Caution.NO_BREAK, (0,))]),
        (agenda((Kind.PLENARY, 80), (Kind.GROUPS, 70)), []),
        (agenda((Kind.PLENARY, 0)), [(Caution.NO_MINUTES, (0,))]),
        (agenda((Kind.GROUPS, 10)), [(Caution.SHORT_GROUP_WORK, (0,))]),
        (agenda((Kind.PRESENTATION, 60)), [(Caution.LONG_TALK, (0,))]),
        (agenda((Kind.BREAK, 15)), [(Caution.BREAK_AT_EDGE, (0,))]),
        (agenda((Kind.OTHER, 9), (Kind.BREAK, 15)), [(Caution.BREAK_AT_EDGE, (1,))]),
        (agenda((Kind.PLENARY, 150), (Kind.BREAK, 10), (Kind.PLENARY, 150)), [(Caution.NO_MEAL, (0, 1, 2))]),
        ([Item("x", Kind.GROUPS, 30, has_question=False)], [(Caution.GROUPS_WITHOUT_QUESTION, (0,))]),
    ],
)  # fmt: skip
def test_what_a_planner_should_look_at_is_named(
    items: list[Item], wanted: list[tuple[Caution, tuple[int, ...]]]
) -> None:
    assert cautions(items) == wanted


def test_an_overrun_is_a_caution() -> None:
    assert cautions(DAY, NINE) == [(Caution.OVERRUN, ())]


def test_a_session_shorter_than_nothing_is_refused() -> None:
    with pytest.raises(NegativeMinutesError, match="session 0 of -5 minutes"):
        timetable(NINE, agenda((Kind.PLENARY, -5)))


@given(st.lists(st.tuples(st.sampled_from(Kind), st.integers(0, 300)), min_size=1, max_size=20))
def test_durations_add_up(items: list[tuple[Kind, int]]) -> None:
    table = timetable(NINE, agenda(*items))
    assert table.rows[-1].end - NINE == timedelta(minutes=table.minutes)
