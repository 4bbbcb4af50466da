"""What a path of adoption can reach by when: the next meetings, what must be handed in for them, and what is late.

Rules: drafting-and-agreements.md section 3. A step of a body is decided at its next meeting of which the agenda hasn't
closed when the step before is done; what is on an agenda already, at the next meeting. An agenda closes at the end of
its day. Meetings in a recess aren't held. An office's step takes the days that it was given, weekends included.
All this is the earliest that is possible, not what is likely. What to look at again is in `adoptioncautions`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from imbizo.calc.adoption import PASSED, Path, State, Step, to_confirm
from imbizo.calc.days import Own


@dataclass(frozen=True, slots=True)
class Meeting:
    """A body's meeting, and the last day on which something can be handed in for its agenda."""

    body: str
    on: date
    agenda_closes_on: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is known of a council's year, in any order; recesses run from first to last day, both included."""

    meetings: tuple[Meeting, ...] = ()
    recesses: tuple[Own, ...] = ()
    election: date | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A step with its dates. `ready_on` is the day from which it can be worked on, if that is known, and `ends_on`
    when it was done, or the earliest date on which it can be.

    `meeting` is the next that an open step can reach; `hand_in_by` is None where that's done already, or an office's.
    """

    step: Step
    state: State
    ready_on: date | None
    ends_on: date | None
    meeting: Meeting | None = None
    hand_in_by: date | None = None


class Because(StrEnum):
    """What holds a path up."""

    OFFICE = "office"  # an office works on it
    TO_HAND_IN = "to_hand_in"
    ON_AGENDA = "on_agenda"
    NO_MEETING = "no_meeting"
    DEFERRED = "deferred"
    REJECTED = "rejected"
    NOT_COVERED = "not_covered"
    CONDITIONS = "conditions"
    CONFIRM_AGAIN = "confirm_again"


@dataclass(frozen=True, slots=True)
class HoldUp:
    step: Step
    because: Because
    since: date


@dataclass(frozen=True, slots=True)
class Plan:
    """`ends_on` is the earliest date on which the whole path could end, or did; None where that can't be said: a
    body has no meeting in sight, or has said no.
    """

    steps: tuple[Planned, ...]
    hold_up: HoldUp | None
    ends_on: date | None


_HOLD: Final = {
    State.DEFERRED: Because.DEFERRED,
    State.REJECTED: Because.REJECTED,
    State.NOT_COVERED: Because.NOT_COVERED,
    State.CONDITIONS: Because.CONDITIONS,
}


def meetings(body: str, dates: Iterable[date], agenda_days: int) -> tuple[Meeting, ...]:
    """A body's meetings whose agenda closes a number of days before each."""
    return tuple(Meeting(body, on, on - timedelta(days=agenda_days)) for on in dates)


def plan(path: Path, calendar: Calendar, today: date) -> Plan:
    """Where a path stands today, and what it can reach by when."""
    planned: list[Planned] = []
    # None from the first step of which nothing can be said.
    ready: date | None = path.began_on
    for step in path.steps:
        planned.append(_planned(path, step, calendar, ready, today))
        ready = _after(ready, planned[-1])
    return Plan(tuple(planned), _hold_up(path, calendar, planned, today), ready)


def of_body(calendar: Calendar, step: Step) -> list[Meeting]:
    """The meetings that could decide a step, by date, recess or not: after the one that decided it, if one did."""
    after = step.decided.on if step.decided else date.min
    mine = (each for each in calendar.meetings if each.body == step.body and each.on > after)
    return sorted(mine, key=lambda each: each.on)


def recess_of(calendar: Calendar, meeting: Meeting) -> Own | None:
    """The recess in which a meeting lies, so that it can't be held; None where it can."""
    return next((each for each in calendar.recesses if each.first <= meeting.on <= each.last), None)


def _planned(path: Path, step: Step, calendar: Calendar, ready: date | None, today: date) -> Planned:
    state = path.state(step)
    if state in PASSED:
        return Planned(step, state, ready, step.decided.on if step.decided and not step.is_skipped else None)
    if ready is None or state is State.REJECTED:
        return Planned(step, state, ready, None)
    if step.body is None:
        return Planned(step, state, ready, max(today, ready + timedelta(days=step.days)))
    meeting = _reachable(step, calendar, max(today, ready))
    if meeting is None:
        return Planned(step, state, ready, None)
    hand_in_by = None if _handed_in(step) else meeting.agenda_closes_on
    return Planned(step, state, ready, meeting.on, meeting, hand_in_by)


def _reachable(step: Step, calendar: Calendar, ready: date) -> Meeting | None:
    """The next meeting that can decide a step, given what is on its agenda already or can still be handed in."""
    handed_in = _handed_in(step) or ready
    return next(
        (
            each
            for each in of_body(calendar, step)
            if each.on >= ready and each.agenda_closes_on >= handed_in and not recess_of(calendar, each)
        ),
        None,
    )


def _handed_in(step: Step) -> date | None:
    """When it was put on an agenda that hasn't been dealt with: a decision since then used it up."""
    if step.handed_in_on and step.decided and step.handed_in_on <= step.decided.on:
        return None
    return step.handed_in_on


def _after(ready: date | None, found: Planned) -> date | None:
    """When the next step can begin; a step that was skipped changes nothing."""
    if ready is None or found.state is State.SKIPPED:
        return ready
    # What was done before its turn doesn't hurry the steps after it.
    return max(ready, found.ends_on) if found.ends_on else None


def _hold_up(path: Path, calendar: Calendar, planned: Iterable[Planned], today: date) -> HoldUp | None:
    """The first step that isn't done, and since when it waits; failing that, what has to be confirmed again."""
    since = path.began_on
    for found in planned:
        if found.state not in {State.DONE, State.SKIPPED}:
            # Deferred, rejected, on another text or with conditions: it waits since that was decided.
            return HoldUp(found.step, _because(found), found.step.decided.on if found.step.decided else since)
        since = max(since, found.ends_on or since)
    return _to_confirm_first(path, calendar, today)


def _to_confirm_first(path: Path, calendar: Calendar, today: date) -> HoldUp | None:
    again = to_confirm(path, calendar.election, today)
    return HoldUp(again[0], Because.CONFIRM_AGAIN, calendar.election) if again and calendar.election else None


def _because(found: Planned) -> Because:
    if held := _HOLD.get(found.state):
        return held
    if found.step.body is None:
        return Because.OFFICE
    if found.meeting is None:
        return Because.NO_MEETING
    return Because.TO_HAND_IN if found.hand_in_by else Because.ON_AGENDA
