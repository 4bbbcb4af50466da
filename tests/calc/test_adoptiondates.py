"""What a path of adoption reaches by when, and what its clerk is told to look at."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.adoption import Condition, Decided, Ending, Kind, Path, State, Step
from imbizo.calc.adoptioncautions import Caution, Code, cautions
from imbizo.calc.adoptiondates import Because, Calendar, HoldUp, Meeting, meetings, plan
from imbizo.calc.days import Own

HASH = "ab" * 32
BEGAN, TODAY, ELECTION = date(2026, 8, 3), date(2026, 8, 10), date(2026, 11, 4)
RECEIVED = Step("received", Kind.RECEIVED, decided=Decided(BEGAN))
LEGAL = Step("legal", Kind.LEGAL_COMMENT, days=14)
COMMITTEE = Step("committee", Kind.PORTFOLIO_COMMITTEE, "committee")
COUNCIL = Step("council", Kind.COUNCIL, "council")
SIGNED = Step("signed", Kind.SIGNED, days=7)
PATH = Path((RECEIVED, LEGAL, COMMITTEE, COUNCIL, SIGNED), BEGAN, HASH)
CALENDAR = Calendar(
    meetings("committee", [date(2026, 9, 9), date(2026, 8, 19)], 10)
    + meetings("council", [date(2026, 8, 26), date(2026, 9, 30), date(2026, 10, 28)], 14)
)
SPRING = Own(date(2026, 9, 21), date(2026, 10, 2), "Spring recess")


def only(step: Step, began: date = BEGAN) -> Path:
    return Path((step,), began, HASH)


def decided(step: Step, ending: Ending, on: date = date(2026, 8, 26), text_hash: str = HASH) -> Step:
    return replace(step, decided=Decided(on, ending, text_hash=text_hash))


def told(path: Path, calendar: Calendar = CALENDAR, today: date = TODAY) -> list[Caution]:
    return list(cautions(path, calendar, plan(path, calendar, today), today))


def held(path: Path, calendar: Calendar = CALENDAR, today: date = TODAY) -> tuple[Because, date] | None:
    hold_up = plan(path, calendar, today).hold_up
    return (hold_up.because, hold_up.since) if hold_up else None


def test_each_open_step_has_the_next_meeting_that_it_can_reach() -> None:
    found = plan(PATH, CALENDAR, TODAY)
    assert [(each.step.id, each.ends_on, each.hand_in_by) for each in found.steps] == [
        ("received", BEGAN, None),
        ("legal", date(2026, 8, 17), None),
        ("committee", date(2026, 9, 9), date(2026, 8, 30)),
        ("council", date(2026, 9, 30), date(2026, 9, 16)),
        ("signed", date(2026, 10, 7), None),
    ]
    assert (found.ends_on, found.hold_up) == (date(2026, 10, 7), HoldUp(LEGAL, Because.OFFICE, BEGAN))


def test_the_last_day_of_an_agenda_is_still_in_time() -> None:
    found = plan(only(COUNCIL), CALENDAR, date(2026, 8, 12)).steps[0]
    assert found.meeting == Meeting("council", date(2026, 8, 26), date(2026, 8, 12))


def test_what_is_on_the_agenda_keeps_its_meeting_after_the_agenda_has_closed() -> None:
    step = replace(COUNCIL, handed_in_on=date(2026, 8, 12))
    found = plan(only(step), CALENDAR, date(2026, 8, 20))
    assert (found.ends_on, found.steps[0].hand_in_by) == (date(2026, 8, 26), None)


def test_what_was_deferred_waits_for_the_next_meeting_and_is_handed_in_again() -> None:
    step = replace(decided(COUNCIL, Ending.DEFERRED), handed_in_on=date(2026, 8, 12))
    found = plan(only(step), CALENDAR, date(2026, 8, 26))
    assert (found.ends_on, found.steps[0].hand_in_by) == (date(2026, 9, 30), date(2026, 9, 16))


def test_what_was_handed_in_since_the_deferral_is_on_the_agenda() -> None:
    step = replace(decided(COUNCIL, Ending.DEFERRED), handed_in_on=date(2026, 9, 10))
    assert plan(only(step), CALENDAR, date(2026, 9, 20)).ends_on == date(2026, 9, 30)


def test_a_meeting_in_recess_is_not_held() -> None:
    found = plan(only(COUNCIL), replace(CALENDAR, recesses=(SPRING,)), date(2026, 9, 1))
    assert found.ends_on == date(2026, 10, 28)


def test_without_a_meeting_in_sight_no_end_can_be_said() -> None:
    found = plan(PATH, Calendar(), TODAY)
    assert ([each.ends_on for each in found.steps[2:]], found.ends_on) == ([None, None, None], None)


def test_a_rejection_leaves_the_path_without_an_end_even_if_it_was_signed() -> None:
    steps = (decided(COUNCIL, Ending.REJECTED), decided(SIGNED, Ending.DONE))
    assert plan(Path(steps, BEGAN, HASH), CALENDAR, TODAY).ends_on is None


def test_a_path_whose_steps_are_done_ended_with_the_last() -> None:
    steps = (decided(COUNCIL, Ending.ADOPTED), replace(COMMITTEE, is_skipped=True))
    found = plan(Path(steps, BEGAN, HASH), CALENDAR, ELECTION)
    assert (found.hold_up, found.ends_on) == (None, date(2026, 8, 26))


def test_a_late_office_can_be_done_today_at_the_earliest() -> None:
    assert plan(only(LEGAL), CALENDAR, ELECTION).ends_on == ELECTION


CONDITIONAL = Decided(date(2026, 8, 26), Ending.WITH_CONDITIONS, "", HASH, (Condition("Meet monthly"),))
MET = replace(CONDITIONAL, conditions=(Condition("Meet monthly", is_met=True),))
ADOPTED = decided(COUNCIL, Ending.ADOPTED)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (only(COUNCIL), (Because.TO_HAND_IN, BEGAN)),
        (only(replace(COUNCIL, handed_in_on=TODAY)), (Because.ON_AGENDA, BEGAN)),
        (only(replace(COUNCIL, body="board")), (Because.NO_MEETING, BEGAN)),
        (only(decided(COUNCIL, Ending.DEFERRED)), (Because.DEFERRED, date(2026, 8, 26))),
        (only(decided(COUNCIL, Ending.REJECTED)), (Because.REJECTED, date(2026, 8, 26))),
        (only(decided(COUNCIL, Ending.ADOPTED, text_hash="cd")), (Because.NOT_COVERED, date(2026, 8, 26))),
        (only(replace(COUNCIL, decided=CONDITIONAL)), (Because.CONDITIONS, date(2026, 8, 26))),
        (Path((ADOPTED, RECEIVED, SIGNED), BEGAN, HASH), (Because.OFFICE, date(2026, 8, 26))),
        (only(ADOPTED), None),
    ],
)
def test_what_holds_a_path_up_is_said_and_since_when(
    path: Path, expected: tuple[Because, date] | None
) -> None:
    assert held(path) == expected


def test_a_path_decided_before_an_election_waits_for_the_new_council() -> None:
    assert held(only(ADOPTED), replace(CALENDAR, election=ELECTION), ELECTION) == (
        Because.CONFIRM_AGAIN,
        ELECTION,
    )


def test_an_agenda_that_closes_within_two_weeks_is_told_with_its_days() -> None:
    assert told(only(COUNCIL)) == [Caution(Code.AGENDA_CLOSES, "council", date(2026, 8, 12), 2)]


def test_an_agenda_that_closes_later_is_not_told() -> None:
    assert told(only(COUNCIL, date(2026, 9, 1)), today=date(2026, 9, 1)) == []


def test_a_missed_agenda_is_told_while_its_meeting_is_to_come() -> None:
    assert told(only(COUNCIL), today=date(2026, 8, 20)) == [
        Caution(Code.AGENDA_MISSED, "council", date(2026, 8, 26), 8)
    ]


def test_a_meeting_that_passed_without_a_decision_is_told() -> None:
    assert told(only(COUNCIL), today=date(2026, 8, 31)) == [
        Caution(Code.MEETING_PASSED, "council", date(2026, 8, 26), 5)
    ]


def test_a_body_without_a_meeting_that_can_decide_is_told_once() -> None:
    assert told(PATH, Calendar()) == [Caution(Code.NO_MEETING, "committee")]


def test_a_recess_is_told_with_the_meeting_that_falls_out() -> None:
    assert told(only(COUNCIL, date(2026, 9, 1)), replace(CALENDAR, recesses=(SPRING,)), date(2026, 9, 1)) == [
        Caution(Code.MEETING_IN_RECESS, "council", date(2026, 9, 30), name="Spring recess"),
        Caution(Code.RECESS, "council", SPRING.last, name="Spring recess"),
    ]


def test_a_recess_that_is_over_or_still_far_away_is_not_told() -> None:
    winter = Own(date(2026, 7, 1), date(2026, 7, 20), "Winter recess")
    assert [each.code for each in told(only(COUNCIL), replace(CALENDAR, recesses=(winter, SPRING)))] == [
        Code.AGENDA_CLOSES
    ]


def test_where_every_meeting_falls_out_the_recess_is_named_and_no_end() -> None:
    calendar = Calendar(meetings("council", [date(2026, 9, 30)], 14), (SPRING,))
    assert [each.code for each in told(only(COUNCIL), calendar)] == [Code.NO_MEETING, Code.MEETING_IN_RECESS]


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        (only(decided(COUNCIL, Ending.ADOPTED, text_hash="cd")), [Code.OTHER_TEXT]),
        (only(decided(COUNCIL, Ending.ADOPTED, text_hash="")), [Code.NO_HASH]),
        (only(decided(COMMITTEE, Ending.NOTED, text_hash="cd")), [Code.OTHER_TEXT]),
        (only(decided(COUNCIL, Ending.NOTED, text_hash="")), [Code.NOTED_ONLY]),
        (only(replace(COUNCIL, decided=CONDITIONAL)), [Code.NO_CLAUSE]),
        (only(replace(COUNCIL, decided=MET)), []),
        (only(decided(COUNCIL, Ending.REJECTED)), []),
        (only(replace(decided(COUNCIL, Ending.NOTED), is_skipped=True)), []),
        (Path((LEGAL, ADOPTED), BEGAN, HASH), [Code.OUT_OF_ORDER]),
        (Path((ADOPTED, decided(SIGNED, Ending.DONE)), BEGAN, HASH), []),
        (only(decided(SIGNED, Ending.DONE)), []),
        (
            Path((decided(COUNCIL, Ending.NOTED), decided(SIGNED, Ending.DONE)), BEGAN, HASH),
            [Code.NOTED_ONLY, Code.SIGNED_UNADOPTED],
        ),
    ],
)
def test_what_was_decided_is_looked_at_again(path: Path, codes: list[Code]) -> None:
    assert [each.code for each in told(path, today=date(2026, 8, 27)) if each.on is None] == codes


@pytest.mark.parametrize(
    ("steps", "today", "expected"),
    [
        ((ADOPTED, SIGNED), ELECTION, [Caution(Code.CONFIRM_AGAIN, "council", ELECTION)]),
        ((ADOPTED, decided(SIGNED, Ending.DONE)), TODAY, []),
        ((ADOPTED, SIGNED), TODAY, []),
        (
            (ADOPTED, replace(SIGNED, days=90)),
            TODAY,
            [Caution(Code.ELECTION_AHEAD, None, ELECTION, 86)],
        ),
        (
            (ADOPTED, replace(COMMITTEE, body="board")),
            TODAY,
            [Caution(Code.NO_MEETING, "committee"), Caution(Code.ELECTION_AHEAD, None, ELECTION, 86)],
        ),
    ],
)
def test_an_election_before_the_signature_is_told(
    steps: tuple[Step, ...], today: date, expected: list[Caution]
) -> None:
    assert told(Path(steps, BEGAN, HASH), replace(CALENDAR, election=ELECTION), today) == expected


DAYS = st.integers(0, 300).map(lambda number: BEGAN + timedelta(days=number))


@given(st.lists(DAYS, max_size=12), st.integers(0, 30), DAYS)
def test_a_planned_meeting_is_never_past_and_its_agenda_never_closed(
    dates: list[date], agenda_days: int, today: date
) -> None:
    calendar = Calendar(meetings("committee", dates, agenda_days) + meetings("council", dates, agenda_days))
    open_steps = [each for each in plan(PATH, calendar, today).steps if each.meeting]
    ends = [each.ends_on for each in plan(PATH, calendar, today).steps if each.ends_on]
    assert all(
        each.hand_in_by and today <= each.hand_in_by <= each.meeting.on for each in open_steps if each.meeting
    )
    assert ends == sorted(ends)


def test_a_step_that_a_caller_asks_about_stands_where_its_path_says() -> None:
    assert [each.state for each in plan(PATH, CALENDAR, TODAY).steps] == [State.DONE, *[State.OPEN] * 4]
