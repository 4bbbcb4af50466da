"""Paths of adoption (drafting-and-agreements.md section 3): what a decision covers, reopens, and leaves to confirm."""

from dataclasses import replace
from datetime import date

import pytest

from imbizo.calc.adoption import (
    MUNICIPALITY,
    Condition,
    Decided,
    Ending,
    Kind,
    Path,
    Reopened,
    State,
    Step,
    covers,
    is_adopted,
    reopened,
    to_confirm,
)

HASH, OTHER = "ab" * 32, "cd" * 32
BEGAN, COUNCIL_DAY, ELECTION = date(2026, 8, 3), date(2026, 8, 30), date(2026, 11, 4)
ADOPTED = Decided(COUNCIL_DAY, Ending.ADOPTED, "C 41/2026", HASH)
CONDITION = Condition("The district pays the first year", ("4.2", "5.1"))
CONDITIONAL = replace(ADOPTED, ending=Ending.WITH_CONDITIONS, conditions=(CONDITION,))
COMMITTEE = Step("portfolio", Kind.PORTFOLIO_COMMITTEE, "portfolio", decided=Decided(BEGAN, Ending.NOTED))


def path(decided: Decided | None, *others: Step) -> Path:
    return Path((Step("council", Kind.COUNCIL, "council", decided=decided), *others), BEGAN, HASH)


def council(decided: Decided | None) -> State:
    return path(decided).state(path(decided).steps[0])


@pytest.mark.parametrize(
    ("decided", "state", "adopted"),
    [
        (None, State.OPEN, False),
        (ADOPTED, State.DONE, True),
        (replace(ADOPTED, text_hash=OTHER), State.NOT_COVERED, False),
        (replace(ADOPTED, text_hash=""), State.NOT_COVERED, False),
        (replace(ADOPTED, ending=Ending.DEFERRED), State.DEFERRED, False),
        (replace(ADOPTED, ending=Ending.REJECTED), State.REJECTED, False),
        (replace(ADOPTED, ending=Ending.NOTED, text_hash=""), State.DONE, False),
        (CONDITIONAL, State.CONDITIONS, False),
        (replace(CONDITIONAL, conditions=(replace(CONDITION, is_met=True),)), State.DONE, True),
        (replace(ADOPTED, under_delegation=True), State.DONE, True),
    ],
)
def test_a_councils_decision_leaves_its_step_in_one_state(
    decided: Decided | None, state: State, adopted: bool
) -> None:
    assert (council(decided), is_adopted(path(decided))) == (state, adopted)


def test_a_committees_advice_holds_without_a_hash() -> None:
    assert path(None).state(COMMITTEE) is State.DONE


def test_a_skipped_step_is_skipped_whatever_was_decided() -> None:
    assert path(None).state(replace(COMMITTEE, is_skipped=True)) is State.SKIPPED


@pytest.mark.parametrize(
    ("named", "covered"), [(HASH, True), (f" {HASH.upper()}\n", True), (OTHER, False), ("", False)]
)
def test_a_resolution_covers_the_text_whose_hash_it_names(named: str, covered: bool) -> None:
    assert covers(named, HASH) is covered


def test_no_resolution_covers_a_text_that_is_not_frozen() -> None:
    assert (covers(HASH, ""), covers("", "")) == (False, False)


def test_conditions_reopen_the_clauses_they_name_and_say_for_whom() -> None:
    other = replace(CONDITIONAL, conditions=(Condition("Meet monthly", ("5.1",)),))
    paths = {"Langeberg": path(CONDITIONAL), "Witzenberg": path(other), "Drakenstein": path(ADOPTED)}
    assert reopened(paths) == (
        Reopened("4.2", ("Langeberg",)),
        Reopened("5.1", ("Langeberg", "Witzenberg")),
    )


def test_conditions_that_are_met_or_of_a_skipped_step_reopen_nothing() -> None:
    met = path(replace(CONDITIONAL, conditions=(replace(CONDITION, is_met=True),)))
    skipped = path(None, replace(COMMITTEE, is_skipped=True, decided=CONDITIONAL))
    assert reopened({"Langeberg": met, "Witzenberg": skipped}) == ()


SIGNED = Step("signed", Kind.SIGNED, decided=Decided(date(2026, 10, 1)))
UNSIGNED = replace(SIGNED, decided=None)
DELEGATED = Step(
    "mayoral",
    Kind.MAYORAL_COMMITTEE,
    "mayoral",
    decided=Decided(BEGAN, Ending.ADOPTED, under_delegation=True),
)


@pytest.mark.parametrize(
    ("others", "election", "today", "names"),
    [
        ((UNSIGNED,), ELECTION, ELECTION, ["council"]),
        ((COMMITTEE, DELEGATED, UNSIGNED), ELECTION, ELECTION, ["council", "portfolio"]),
        ((replace(COMMITTEE, is_skipped=True),), ELECTION, ELECTION, ["council"]),
        ((replace(COMMITTEE, decided=None),), ELECTION, ELECTION, ["council"]),
        ((SIGNED,), ELECTION, ELECTION, []),
        ((UNSIGNED,), ELECTION, date(2026, 11, 3), []),
        ((UNSIGNED,), None, ELECTION, []),
        ((UNSIGNED,), COUNCIL_DAY, ELECTION, []),
    ],
)
def test_after_an_election_unsigned_decisions_of_the_former_council_are_to_be_confirmed(
    others: tuple[Step, ...], election: date | None, today: date, names: list[str]
) -> None:
    assert [step.id for step in to_confirm(path(ADOPTED, *others), election, today)] == names


def test_the_municipal_template_ends_with_the_signature() -> None:
    assert [kind for kind, _ in MUNICIPALITY] == [kind for kind in Kind if kind is not Kind.OTHER]
