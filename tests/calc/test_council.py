"""Votes of a council (drafting-and-agreements.md section 3), with the worked figures of the rule."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.council import Ballot, Code, Finding, Matter, Verdict, Vote, check

VOTE = Vote(members=30, present=16, votes_for=9, votes_against=7)
TIED = replace(VOTE, votes_for=8, votes_against=8)
BUDGET = replace(VOTE, present=29, votes_for=15, votes_against=14, matter=Matter.BUDGET)


@pytest.mark.parametrize(
    ("vote", "verdict", "findings"),
    [
        (
            replace(VOTE, present=15, votes_for=9, votes_against=6),
            "cannot_vote",
            [(Code.TOO_FEW_PRESENT, 15, 16)],
        ),
        (VOTE, "carried", []),
        (BUDGET, "lost", [(Code.MAJORITY_OF_MEMBERS_NEEDED, 15, 16)]),
        (replace(VOTE, votes_for=7, votes_against=9), "lost", []),
        (replace(BUDGET, votes_for=16, votes_against=13), "carried", []),
        (TIED, "tied", [(Code.TIE, 8, 8)]),
        (replace(TIED, casting=Ballot.FOR), "carried", []),
        (replace(TIED, casting=Ballot.AGAINST), "lost", []),
        (replace(VOTE, casting=Ballot.FOR), "carried", [(Code.CASTING_VOTE_WITHOUT_TIE, 9, 7)]),
        (
            replace(BUDGET, present=30, votes_against=15, casting=Ballot.FOR),
            "lost",
            [(Code.CASTING_VOTE_NOT_ALLOWED, 15, 16), (Code.MAJORITY_OF_MEMBERS_NEEDED, 15, 16)],
        ),
        (replace(VOTE, votes_for=None), "unknown", [(Code.NO_COUNT, 0, 16)]),
        (replace(VOTE, votes_against=None), "unknown", [(Code.NO_COUNT, 0, 16)]),
        (replace(VOTE, votes_for=0, votes_against=0), "unknown", [(Code.NO_COUNT, 0, 16)]),
        (replace(VOTE, abstained=0), "carried", []),
        (replace(VOTE, present=20, abstained=1), "carried", [(Code.VOTES_MISSING, 17, 20)]),
        (replace(VOTE, present=17, abstained=2), "unknown", [(Code.MORE_VOTES_THAN_PRESENT, 18, 17)]),
        (replace(VOTE, present=31), "unknown", [(Code.MORE_PRESENT_THAN_MEMBERS, 31, 30)]),
        (replace(VOTE, votes_against=-1), "unknown", [(Code.NEGATIVE, -1, 0)]),
        (replace(VOTE, members=0), "unknown", [(Code.NO_MEMBERS, 0, 1)]),
        (replace(VOTE, minuted=Verdict.CARRIED), "carried", []),
        (replace(VOTE, minuted=Verdict.LOST), "carried", [(Code.MINUTE_DIFFERS, 9, 7)]),
        (replace(VOTE, votes_for=None, minuted=Verdict.LOST), "unknown", [(Code.NO_COUNT, 0, 16)]),
    ],
)
def test_the_figures_of_a_minute_are_checked(
    vote: Vote, verdict: str, findings: list[tuple[Code, int, int]]
) -> None:
    checked = check(vote)
    assert (checked.verdict, checked.findings) == (verdict, tuple(Finding(*each) for each in findings))


@pytest.mark.parametrize("matter", [Matter.BY_LAW, Matter.BUDGET, Matter.RATES, Matter.LOAN])
def test_four_matters_need_a_majority_of_all_members(matter: Matter) -> None:
    assert check(replace(VOTE, matter=matter)).verdict is Verdict.LOST


@pytest.mark.parametrize(("members", "majority"), [(1, 1), (2, 2), (30, 16), (31, 16)])
def test_a_majority_is_more_than_half(members: int, majority: int) -> None:
    assert replace(VOTE, members=members).majority == majority


FIGURES = st.integers(-2, 40)


@given(FIGURES, FIGURES, FIGURES, FIGURES, st.sampled_from(Matter), st.sampled_from([None, *Ballot]))
def test_nothing_is_carried_without_a_majority_present(
    members: int, present: int, votes_for: int, against: int, matter: Matter, casting: Ballot | None
) -> None:
    vote = Vote(members, present, votes_for, against, casting=casting, matter=matter)
    assert check(vote).verdict is not Verdict.CARRIED or (present > members / 2 and votes_for >= against)
