"""Dispositions of comments (drafting-and-agreements.md section 2): one ending each, none left open."""

from dataclasses import replace

import pytest

from imbizo.calc.dispositions import (
    Blocker,
    Disposition,
    Ending,
    Fault,
    Tally,
    Why,
    answering,
    blockers,
    faults,
    tally,
)
from imbizo.calc.errors import LoopError

COMMENTS = ["1", "2", "3"]
ACCEPTED = Disposition("1", Ending.ACCEPTED, section="housing", version=4)
NOTED = Disposition("1", Ending.NOTED, "Outside the strategy's scope")


def duplicate(comment: str, original: str | None) -> Disposition:
    return Disposition(comment, Ending.DUPLICATE, "Asks for the same", original=original)


@pytest.mark.parametrize(
    ("disposition", "wrong"),
    [
        (ACCEPTED, ()),
        (replace(ACCEPTED, section=" "), (Fault.NO_SECTION,)),
        (replace(ACCEPTED, version=None), (Fault.NO_VERSION,)),
        (replace(ACCEPTED, ending=Ending.IN_PART), (Fault.NO_REASON,)),
        (Disposition("1", Ending.IN_PART, "The date stays"), (Fault.NO_SECTION, Fault.NO_VERSION)),
        (NOTED, ()),
        (replace(NOTED, reason="\n"), (Fault.NO_REASON,)),
        (Disposition("1", Ending.REJECTED), (Fault.NO_REASON,)),
        (replace(NOTED, original="2"), (Fault.NOT_A_DUPLICATE,)),
        (duplicate("1", "2"), ()),
        (duplicate("1", None), (Fault.NO_ORIGINAL,)),
        (duplicate("1", "9"), (Fault.ORIGINAL_UNKNOWN,)),
        (duplicate("1", "1"), (Fault.RING,)),
    ],
)
def test_a_disposition_is_refused_with_all_that_it_lacks(
    disposition: Disposition, wrong: tuple[Fault, ...]
) -> None:
    assert faults(disposition, COMMENTS) == wrong


def test_a_ring_of_duplicates_is_refused_however_long() -> None:
    others = [duplicate("2", "3"), duplicate("3", "1")]
    assert faults(duplicate("1", "2"), COMMENTS, others) == (Fault.RING,)


def test_a_duplicate_is_answered_as_its_original_was() -> None:
    assert answering("3", [duplicate("3", "2"), duplicate("2", "1"), ACCEPTED]) == ACCEPTED


def test_a_duplicate_of_an_open_comment_has_no_answer_yet() -> None:
    assert answering("3", [duplicate("3", "2")]) is None


def test_an_answer_is_not_looked_for_in_a_ring() -> None:
    with pytest.raises(LoopError):
        answering("1", [duplicate("1", "2"), duplicate("2", "1")])


def test_a_document_whose_comments_have_all_ended_can_be_finalised() -> None:
    assert blockers(COMMENTS, [ACCEPTED, duplicate("2", "1"), replace(NOTED, comment="3")]) == ()


def test_what_keeps_a_document_open_is_named_comment_by_comment() -> None:
    ended = [replace(NOTED, reason=""), duplicate("2", "3")]
    assert blockers(COMMENTS, ended) == (
        Blocker("1", Why.FAULTY, (Fault.NO_REASON,)),
        Blocker("2", Why.ORIGINAL_OPEN),
        Blocker("3", Why.OPEN),
    )


def test_a_ring_keeps_a_document_open() -> None:
    found = blockers(["1", "2"], [duplicate("1", "2"), duplicate("2", "1")])
    assert found == (Blocker("1", Why.FAULTY, (Fault.RING,)), Blocker("2", Why.FAULTY, (Fault.RING,)))


def test_endings_and_open_comments_make_up_the_whole() -> None:
    expected = dict.fromkeys(Ending, 0) | {Ending.ACCEPTED: 1, Ending.DUPLICATE: 1}
    stranger = replace(NOTED, comment="9")
    assert tally(COMMENTS, [ACCEPTED, duplicate("2", "1"), stranger]) == Tally(3, expected, 1)
