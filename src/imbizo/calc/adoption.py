"""How a party adopts a text: the steps of its path, what was decided on each, and what those decisions cover.

Rules: drafting-and-agreements.md section 3. Each party has its own path, which it can edit; a step can be skipped, or
decided under delegation. A resolution covers the text of which it holds the hash, and no other. Conditions reopen the
clauses they name for all parties. After an election, what a former council decided has to be confirmed again while the
text isn't signed. What can be reached by when is planned in `adoptiondates`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    RECEIVED = "received"
    LEGAL_COMMENT = "legal_comment"
    PORTFOLIO_COMMITTEE = "portfolio_committee"
    MAYORAL_COMMITTEE = "mayoral_committee"
    COUNCIL = "council"
    AUTHORISED = "authorised"  # a signatory is
    SIGNED = "signed"
    OTHER = "other"


class Ending(StrEnum):
    """How a step ended. An office's step is DONE; a body decides; DEFERRED and REJECTED leave the step open."""

    DONE = "done"
    ADOPTED = "adopted"
    WITH_CONDITIONS = "with_conditions"
    NOTED = "noted"
    DEFERRED = "deferred"
    REJECTED = "rejected"


class State(StrEnum):
    """Where a step stands."""

    DONE = "done"
    SKIPPED = "skipped"
    CONDITIONS = "conditions"  # decided, with conditions that aren't met yet
    OPEN = "open"
    DEFERRED = "deferred"
    REJECTED = "rejected"
    NOT_COVERED = "not_covered"  # adopted on another text, or on one that isn't named by its hash


_ADOPTS: Final = frozenset({Ending.ADOPTED, Ending.WITH_CONDITIONS})
_LEFT_OPEN: Final[Mapping[Ending, State]] = {
    Ending.DEFERRED: State.DEFERRED,
    Ending.REJECTED: State.REJECTED,
}
PASSED: Final = frozenset({State.DONE, State.SKIPPED, State.CONDITIONS})


@dataclass(frozen=True, slots=True)
class Condition:
    """What a council asks for, and the ids of the clauses that it would have to change."""

    words: str
    clauses: tuple[str, ...] = ()
    is_met: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a step: the date of the decision, and of a resolution its number and the hash of its text."""

    on: date
    ending: Ending = Ending.DONE
    resolution: str = ""
    text_hash: str = ""
    conditions: tuple[Condition, ...] = ()
    under_delegation: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `body` is the id of the body whose meeting decides it; None for an office, which needs `days` for it.

    Of a step decided several times `decided` is the last decision; `handed_in_on` is when it was put on an agenda.
    """

    id: str
    kind: Kind
    body: str | None = None
    days: int = 0
    handed_in_on: date | None = None
    decided: Decided | None = None
    is_skipped: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A party's steps in order. `text_hash` is that of the text to adopt, empty while that isn't frozen."""

    steps: tuple[Step, ...]
    began_on: date
    text_hash: str = ""

    @property
    def is_signed(self) -> bool:
        return any(step.kind is Kind.SIGNED and self.state(step) is State.DONE for step in self.steps)

    def state(self, step: Step) -> State:
        """Where a step stands; a council's resolution on another text leaves its step open."""
        if step.is_skipped:
            return State.SKIPPED
        if step.decided is None:
            return State.OPEN
        if left_open := _LEFT_OPEN.get(step.decided.ending):
            return left_open
        if not self._is_covered(step.kind, step.decided):
            return State.NOT_COVERED
        waits = any(not condition.is_met for condition in step.decided.conditions)
        return State.CONDITIONS if waits else State.DONE

    def _is_covered(self, kind: Kind, decided: Decided) -> bool:
        """Only a council adopts; a committee's advice and an office's work hold for whatever text they saw."""
        if kind is not Kind.COUNCIL or decided.ending not in _ADOPTS:
            return True
        return covers(decided.text_hash, self.text_hash)


@dataclass(frozen=True, slots=True)
class Reopened:
    """A clause that all parties have to look at again, and the parties whose unmet conditions name it."""

    clause: str
    asked_by: tuple[str, ...]


MUNICIPALITY: Final[tuple[tuple[Kind, int], ...]] = (
    (Kind.RECEIVED, 0),
    (Kind.LEGAL_COMMENT, 14),
    (Kind.PORTFOLIO_COMMITTEE, 0),
    (Kind.MAYORAL_COMMITTEE, 0),
    (Kind.COUNCIL, 0),
    (Kind.AUTHORISED, 7),
    (Kind.SIGNED, 7),
)
"""The steps of a South African municipality, each with the days that an office usually needs; a start, to be edited."""


def covers(resolution_hash: str, text_hash: str) -> bool:
    """Whether a resolution is on this very text; what isn't named by its hash is on none. In hexadecimal digits."""
    named = resolution_hash.strip().lower()
    return bool(named) and named == text_hash.strip().lower()


def is_adopted(path: Path) -> bool:
    """Whether the council has adopted this text, its conditions met; noting it, or skipping its step, doesn't."""
    return any(
        step.kind is Kind.COUNCIL
        and step.decided is not None
        and step.decided.ending in _ADOPTS
        and path.state(step) is State.DONE
        for step in path.steps
    )


def reopened(paths: Mapping[str, Path]) -> tuple[Reopened, ...]:
    """The clauses that conditions reopen for all parties; `paths` is party -> its path.

    A council's conditions ask for other words whatever text it adopted them on, so they count until they are met.
    """
    asked: dict[str, dict[str, None]] = {}
    for party, path in paths.items():
        for clause in _named(path):
            asked.setdefault(clause, {})[party] = None
    return tuple(Reopened(clause, tuple(parties)) for clause, parties in asked.items())


def to_confirm(path: Path, election: date | None, today: date) -> tuple[Step, ...]:
    """The steps that a former council's bodies decided, and that the new one should confirm: none once it's signed."""
    if election is None or today < election or path.is_signed:
        return ()
    return tuple(step for step in path.steps if _is_of_council(step) and _before(step, election))


def _named(path: Path) -> list[str]:
    return [
        clause
        for step in path.steps
        if step.decided and not step.is_skipped
        for condition in step.decided.conditions
        if not condition.is_met
        for clause in condition.clauses
    ]


def _is_of_council(step: Step) -> bool:
    return step.body is not None and not step.is_skipped


def _before(step: Step, election: date) -> bool:
    return step.decided is not None and step.decided.on < election and not step.decided.under_delegation
