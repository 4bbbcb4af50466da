"""How the steps of a process stand today, and which one needs a hand next. Pure: no database and no clock."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from imbizo.programmes.states import StepState, StepStatus


class Standing(StrEnum):
    """The states that the journey draws."""

    DONE = "done"
    NOW = "now"
    LATE = "late"
    AHEAD = "ahead"
    SKIPPED = "skipped"


class Reason(StrEnum):
    """Why a step is next."""

    LATE = "late"
    ACTIVE = "active"
    VACANT = "vacant"
    WAITING = "waiting"


@dataclass(frozen=True)
class StepFacts:
    """What is known of a step: what its row says and, where its tool exists, what the tool says."""

    key: str
    state: str
    due_on: date | None
    is_vacant: bool = False
    status: StepStatus | None = None


@dataclass(frozen=True)
class Next:
    """The step that needs a hand next, and why."""

    key: str
    reason: Reason


def standing(step: StepFacts, today: date) -> Standing:
    """How a step stands. A person's word that it is done or not needed goes before the tool's figures."""
    if step.state == StepState.SKIPPED:
        return Standing.SKIPPED
    if step.state == StepState.DONE or (step.status and step.status.is_complete):
        return Standing.DONE
    if step.due_on and step.due_on < today:
        return Standing.LATE
    has_begun = step.state == StepState.ACTIVE or bool(step.status and step.status.done)
    return Standing.NOW if has_begun else Standing.AHEAD


def is_closed(step: StepFacts, today: date) -> bool:
    """Nothing is left to do: done, or not needed."""
    return standing(step, today) in {Standing.DONE, Standing.SKIPPED}


def days_late(step: StepFacts, today: date) -> int:
    """Days since the step was due, 0 where it isn't late."""
    return (today - step.due_on).days if step.due_on and standing(step, today) is Standing.LATE else 0


def what_is_next(steps: Sequence[StepFacts], today: date) -> Next | None:
    """The step that needs a hand next; None when all are closed.

    First the one that is latest; then what is under way, the soonest due first; then what hasn't begun, the soonest
    due first, which may be one that nobody does.
    """
    stands = {step.key: standing(step, today) for step in steps}
    is_open = [step for step in steps if stands[step.key] not in {Standing.DONE, Standing.SKIPPED}]
    return (
        _first(is_open, Reason.LATE, lambda step: stands[step.key] is Standing.LATE)
        or _first(is_open, Reason.ACTIVE, lambda step: stands[step.key] is Standing.NOW)
        or _to_begin(is_open)
    )


def _to_begin(steps: Iterable[StepFacts]) -> Next | None:
    found = min(steps, key=lambda step: step.due_on or date.max, default=None)
    if found is None:
        return None
    return Next(found.key, Reason.VACANT if found.is_vacant else Reason.WAITING)


def _first(steps: Iterable[StepFacts], reason: Reason, fits: Callable[[StepFacts], bool]) -> Next | None:
    found = min(filter(fits, steps), key=lambda step: step.due_on or date.max, default=None)
    return Next(found.key, reason) if found else None


def current_phase(phases: Sequence[Sequence[StepFacts]], today: date) -> int:
    """The place of the first phase with anything left to do; the last one when nothing is."""
    for place, steps in enumerate(phases):
        if not all(is_closed(step, today) for step in steps):
            return place
    return max(len(phases) - 1, 0)
