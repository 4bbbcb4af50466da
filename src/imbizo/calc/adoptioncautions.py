"""What a clerk should look at again on a path of adoption: agendas that close, recesses, elections, other texts.

Rules: drafting-and-agreements.md section 3. These warn; they never stop a municipality in its own process.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from imbizo.calc.adoption import (
    PASSED,
    Decided,
    Ending,
    Kind,
    Path,
    State,
    Step,
    covers,
    is_adopted,
    to_confirm,
)
from imbizo.calc.adoptiondates import Calendar, Meeting, Plan, Planned, of_body, recess_of

AGENDA_SOON: Final = timedelta(days=14)


class Code(StrEnum):
    """What to look at; beside each what `on`, `days` and `name` of the caution hold, where they are set."""

    AGENDA_CLOSES = "agenda_closes"  # on: the last day to hand in; days: from today
    AGENDA_MISSED = "agenda_missed"  # on: a meeting to come; days: since its agenda closed
    MEETING_PASSED = "meeting_passed"  # on: the last meeting that could have decided it; days: since then
    MEETING_IN_RECESS = "meeting_in_recess"  # on: a meeting to come that can't be held; name: of the recess
    RECESS = "recess"  # on: its last day; name: of the recess, through which the step has to wait
    NO_MEETING = "no_meeting"  # no meeting of this body is known that could decide it
    OTHER_TEXT = "other_text"  # it was decided on another text than this
    NO_HASH = "no_hash"  # the resolution doesn't say on which text it is
    NO_CLAUSE = "no_clause"  # a condition that names no clause to reopen; name: its words
    NOTED_ONLY = "noted_only"  # the council noted the text, and so hasn't adopted it
    OUT_OF_ORDER = "out_of_order"  # done while a step before it is open
    SIGNED_UNADOPTED = "signed_unadopted"  # signed without the council's adoption of this text
    CONFIRM_AGAIN = "confirm_again"  # on: the election; the new council should confirm it
    ELECTION_AHEAD = "election_ahead"  # on: the election, before the path can end; days: from today


@dataclass(frozen=True, slots=True)
class Caution:
    """`step` is a step's id, or None for the whole path."""

    code: Code
    step: str | None
    on: date | None = None
    days: int | None = None
    name: str = ""


def cautions(path: Path, calendar: Calendar, plan: Plan, today: date) -> tuple[Caution, ...]:
    """All of a path, in the order of its steps, what concerns the whole path last; `plan` is that of the same day."""
    by_step = (caution for each in plan.steps for caution in _of_step(path, calendar, plan, each, today))
    return (*by_step, *_of_path(path, calendar, plan, today))


def _of_step(path: Path, calendar: Calendar, plan: Plan, planned: Planned, today: date) -> Iterator[Caution]:
    step = planned.step
    if planned.state not in PASSED and planned.state is not State.REJECTED and step.body and planned.ready_on:
        yield from _of_agenda(planned, calendar, today)
        yield from _of_recess(planned, calendar, max(today, planned.ready_on))
    if step.decided and not step.is_skipped:
        yield from _of_text(path, planned, step.decided)
        yield from _of_decision(path, plan, planned, step.decided)
    if step in to_confirm(path, calendar.election, today):
        yield Caution(Code.CONFIRM_AGAIN, step.id, calendar.election)


def _of_agenda(planned: Planned, calendar: Calendar, today: date) -> Iterator[Caution]:
    step, left = planned.step, planned.hand_in_by - today if planned.hand_in_by else None
    if left is not None and left <= AGENDA_SOON:
        yield Caution(Code.AGENDA_CLOSES, step.id, planned.hand_in_by, left.days)
    if planned.meeting is None:
        yield Caution(Code.NO_MEETING, step.id)
    could_decide = [each for each in _before(planned, calendar) if not recess_of(calendar, each)]
    for meeting in could_decide:
        if meeting.agenda_closes_on < today <= meeting.on:
            yield Caution(Code.AGENDA_MISSED, step.id, meeting.on, (today - meeting.agenda_closes_on).days)
    passed = [each.on for each in could_decide if each.on < today]
    if passed:
        yield Caution(Code.MEETING_PASSED, step.id, passed[-1], (today - passed[-1]).days)


def _before(planned: Planned, calendar: Calendar) -> Iterator[Meeting]:
    """The meetings before the one that a step can reach whose agendas were open when it could be worked on."""
    for meeting in of_body(calendar, planned.step):
        if meeting == planned.meeting:
            return
        if planned.ready_on and meeting.agenda_closes_on >= planned.ready_on:
            yield meeting


def _of_recess(planned: Planned, calendar: Calendar, since: date) -> Iterator[Caution]:
    """What falls out, and what the step has to wait through, until the meeting it can reach."""
    until = planned.ends_on or date.max
    for meeting in of_body(calendar, planned.step):
        recess = recess_of(calendar, meeting)
        if recess and since <= meeting.on <= until:
            yield Caution(Code.MEETING_IN_RECESS, planned.step.id, meeting.on, name=recess.name)
    for recess in calendar.recesses:
        if planned.ends_on and since <= recess.last < planned.ends_on:
            yield Caution(Code.RECESS, planned.step.id, recess.last, name=recess.name)


def _of_text(path: Path, planned: Planned, decided: Decided) -> Iterator[Caution]:
    if decided.text_hash and not covers(decided.text_hash, path.text_hash):
        yield Caution(Code.OTHER_TEXT, planned.step.id)
    elif planned.state is State.NOT_COVERED:
        yield Caution(Code.NO_HASH, planned.step.id)
    for condition in decided.conditions:
        if not condition.is_met and not condition.clauses:
            yield Caution(Code.NO_CLAUSE, planned.step.id, name=condition.words)


def _of_decision(path: Path, plan: Plan, planned: Planned, decided: Decided) -> Iterator[Caution]:
    step = planned.step
    if step.kind is Kind.COUNCIL and decided.ending is Ending.NOTED:
        yield Caution(Code.NOTED_ONLY, step.id)
    earlier = plan.steps[: plan.steps.index(planned)]
    if planned.state in PASSED and any(each.state not in PASSED for each in earlier):
        yield Caution(Code.OUT_OF_ORDER, step.id)
    if step.kind is Kind.SIGNED and _has_council(path.steps) and not is_adopted(path):
        yield Caution(Code.SIGNED_UNADOPTED, step.id)


def _has_council(steps: tuple[Step, ...]) -> bool:
    return any(step.kind is Kind.COUNCIL and not step.is_skipped for step in steps)


def _of_path(path: Path, calendar: Calendar, plan: Plan, today: date) -> Iterator[Caution]:
    """An election to come before the earliest end: what is decided until then may have to be confirmed again."""
    election = calendar.election
    if election is None or path.is_signed or election <= today:
        return
    if plan.ends_on is None or plan.ends_on >= election:
        yield Caution(Code.ELECTION_AHEAD, None, election, (election - today).days)
