"""One message of several parts on its way: what is submitted again, and what became of the whole."""

import uuid

import pytest

from imbizo.messaging.gateways import Outcome
from imbizo.messaging.gateways.handover import Handover
from imbizo.messaging.gateways.smpp_wire import OK, THROTTLED, Answer, Number, Submission
from imbizo.messaging.states import Reason

NUMBER = Number("27820000001", 1, 1)
LATER, NEVER = Answer(THROTTLED), Answer(0x0B)


def taken(ref: str) -> Answer:
    return Answer(OK, ref)


def handover(parts: int = 3, *, handed_out: int = 3) -> Handover:
    """A message of which so many parts are on their way."""
    submissions = [Submission(NUMBER, NUMBER, b"x", 0) for _part in range(parts)]
    made = Handover(uuid.uuid4(), submissions, until=0.0)
    for _part in range(handed_out):
        made.take()
    return made


def outcomes(made: Handover, answers: list[tuple[int, Answer | None]]) -> list[Outcome]:
    results = [made.answered(place, answer) for place, answer in answers]
    return [result.outcome for result in results if result]


def test_references_stand_in_the_order_of_the_parts() -> None:
    made = handover()
    made.answered(2, taken("c"))
    made.answered(0, taken("a"))
    result = made.answered(1, taken("b"))
    assert result is not None
    assert result.refs == ("a", "b", "c")


def test_only_the_part_that_was_put_off_is_handed_out_again() -> None:
    made = handover()
    assert outcomes(made, [(0, taken("a")), (1, LATER), (2, taken("c"))]) == []
    assert (made.take(), made.take()) == (1, None)


def test_a_message_of_which_no_part_was_taken_goes_back() -> None:
    made = handover()
    assert outcomes(made, [(0, LATER), (1, LATER), (2, LATER)]) == [Outcome.LATER]
    assert not made.is_wanting


@pytest.mark.parametrize("other", [taken("a"), LATER])
def test_a_refusal_ends_it_whatever_became_of_the_others(other: Answer) -> None:
    made = handover(handed_out=2)
    made.answered(0, other)
    result = made.answered(1, NEVER)
    assert result is not None
    assert (result.outcome, result.reason) == (Outcome.REFUSED, Reason.CANT_REACH)
    assert made.take() is None


def test_nothing_more_is_submitted_of_what_is_uncertain() -> None:
    made = handover(handed_out=2)
    assert outcomes(made, [(0, None), (1, taken("b"))]) == [Outcome.UNKNOWN]
    assert made.take() is None


def test_an_answer_that_comes_too_late_still_settles_it() -> None:
    made = handover(1, handed_out=1)
    assert outcomes(made, [(0, None), (0, taken("a")), (0, taken("a"))]) == [
        Outcome.UNKNOWN,
        Outcome.ACCEPTED,
    ]


def test_a_late_refusal_changes_nothing() -> None:
    made = handover(1, handed_out=1)
    assert outcomes(made, [(0, None), (0, LATER), (0, NEVER)]) == [Outcome.UNKNOWN]


def test_given_up_untouched_it_goes_back() -> None:
    result = handover(handed_out=0).give_up()
    assert result is not None
    assert result.outcome is Outcome.LATER


def test_given_up_half_way_it_is_uncertain() -> None:
    made = handover(handed_out=1)
    made.answered(0, taken("a"))
    result = made.give_up()
    assert result is not None
    assert result.outcome is Outcome.UNKNOWN


def test_given_up_while_an_answer_is_due_it_waits_for_that() -> None:
    made = handover(handed_out=1)
    assert made.give_up() is None
    assert outcomes(made, [(0, taken("a"))]) == [Outcome.UNKNOWN]
