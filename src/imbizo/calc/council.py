"""A council's vote, checked by its figures: could it vote, and does what was counted carry the question?

Rules: drafting-and-agreements.md section 3, after section 160(2) and (3) of the Constitution of the Republic of South
Africa, 1996, and section 30 of the Municipal Structures Act 117 of 1998. A majority of the members must be present
before a vote is taken; a question is decided by a majority of the votes cast, and where they are equal the chair has a
casting vote, beside its own; by-laws, budgets, rates and loans need a majority of all members.

This warns the clerk who types the figures of a minute. It is not a legal opinion.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Matter(StrEnum):
    """What is decided; all but the first need a majority of all members. RATES are other taxes and levies too."""

    ORDINARY = "ordinary"
    BY_LAW = "by_law"
    BUDGET = "budget"
    RATES = "rates"
    LOAN = "loan"


class Ballot(StrEnum):
    """How the chair used its casting vote."""

    FOR = "for"
    AGAINST = "against"


class Verdict(StrEnum):
    """What the figures say. UNKNOWN where they're missing or can't be true."""

    CARRIED = "carried"
    LOST = "lost"
    TIED = "tied"  # waits for the casting vote
    CANNOT_VOTE = "cannot_vote"
    UNKNOWN = "unknown"


class Code(StrEnum):
    """What the clerk should look at again; `figure` and `limit` of the finding are named beside each."""

    NEGATIVE = "negative"  # a figure below zero: the lowest; 0
    NO_MEMBERS = "no_members"  # 0; 1
    MORE_PRESENT_THAN_MEMBERS = "more_present_than_members"  # present; members
    TOO_FEW_PRESENT = "too_few_present"  # present; how many are needed before a vote
    NO_COUNT = "no_count"  # no votes for or against are given: 0; present
    MORE_VOTES_THAN_PRESENT = "more_votes_than_present"  # votes and abstentions; present
    VOTES_MISSING = "votes_missing"  # votes and abstentions; present
    TIE = "tie"  # votes on each side, no casting vote recorded; the same
    CASTING_VOTE_WITHOUT_TIE = "casting_vote_without_tie"  # for; against
    CASTING_VOTE_NOT_ALLOWED = "casting_vote_not_allowed"  # for; how many of all members are needed
    MAJORITY_OF_MEMBERS_NEEDED = "majority_of_members_needed"  # for; how many of all members are needed
    MINUTE_DIFFERS = "minute_differs"  # the minute says otherwise than the figures: for; against


@dataclass(frozen=True, slots=True)
class Vote:
    """The figures of a minute, in people. The casting vote is not among `votes_for` and `votes_against`.

    Votes are None where the minute gives no count ("resolved unanimously"), `abstained` where it doesn't say.
    `minuted` is what the minute says came of it, if it does.
    """

    members: int
    present: int
    votes_for: int | None
    votes_against: int | None
    abstained: int | None = None
    casting: Ballot | None = None
    matter: Matter = Matter.ORDINARY
    minuted: Verdict | None = None

    @property
    def majority(self) -> int:
        """The smallest number that is more than half of the members: 16 of 30, 16 of 31."""
        return self.members // 2 + 1

    @property
    def counted(self) -> tuple[int, int] | None:
        """The votes for and against; None where the minute doesn't count them, or nobody voted."""
        if self.votes_for is None or self.votes_against is None or not self.votes_for + self.votes_against:
            return None
        return self.votes_for, self.votes_against

    @property
    def needs_all_members(self) -> bool:
        return self.matter is not Matter.ORDINARY


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at, with the two figures that its code names."""

    code: Code
    figure: int
    limit: int


@dataclass(frozen=True, slots=True)
class Check:
    verdict: Verdict
    findings: tuple[Finding, ...]


def check(vote: Vote) -> Check:
    """What the figures say, and what to look at again; raises nothing, whatever they are."""
    findings = [*_impossible(vote)]
    if findings:
        return Check(Verdict.UNKNOWN, tuple(findings))
    verdict = _verdict(vote)
    findings = [*_attendance(vote), *_count(vote)]
    if vote.minuted and verdict is not Verdict.UNKNOWN and vote.minuted is not verdict:
        findings.append(Finding(Code.MINUTE_DIFFERS, vote.votes_for or 0, vote.votes_against or 0))
    return Check(verdict, tuple(findings))


def _impossible(vote: Vote) -> Iterator[Finding]:
    """What can't be true in any meeting."""
    given = (vote.members, vote.present, vote.votes_for or 0, vote.votes_against or 0, vote.abstained or 0)
    said = (vote.votes_for or 0) + (vote.votes_against or 0) + (vote.abstained or 0)
    if min(given) < 0:
        yield Finding(Code.NEGATIVE, min(given), 0)
    elif vote.members == 0:
        yield Finding(Code.NO_MEMBERS, 0, 1)
    else:
        if vote.present > vote.members:
            yield Finding(Code.MORE_PRESENT_THAN_MEMBERS, vote.present, vote.members)
        if said > vote.present:
            yield Finding(Code.MORE_VOTES_THAN_PRESENT, said, vote.present)


def _verdict(vote: Vote) -> Verdict:
    if vote.present < vote.majority:
        return Verdict.CANNOT_VOTE
    if vote.counted is None:
        return Verdict.UNKNOWN
    votes_for, votes_against = vote.counted
    if vote.needs_all_members:
        return Verdict.CARRIED if votes_for >= vote.majority else Verdict.LOST
    if votes_for == votes_against:
        return _by_chair(vote.casting)
    return Verdict.CARRIED if votes_for > votes_against else Verdict.LOST


def _by_chair(casting: Ballot | None) -> Verdict:
    if casting is None:
        return Verdict.TIED
    return Verdict.CARRIED if casting is Ballot.FOR else Verdict.LOST


def _attendance(vote: Vote) -> Iterator[Finding]:
    if vote.present < vote.majority:
        yield Finding(Code.TOO_FEW_PRESENT, vote.present, vote.majority)


def _count(vote: Vote) -> Iterator[Finding]:
    if vote.counted is None:
        yield Finding(Code.NO_COUNT, 0, vote.present)
        return
    if vote.abstained is not None and sum(vote.counted) + vote.abstained < vote.present:
        yield Finding(Code.VOTES_MISSING, sum(vote.counted) + vote.abstained, vote.present)
    yield from (_of_all if vote.needs_all_members else _of_cast)(vote, *vote.counted)


def _of_all(vote: Vote, votes_for: int, _votes_against: int) -> Iterator[Finding]:
    """By-laws, budgets, rates and loans: no casting vote makes up for a missing majority of all members."""
    if vote.casting:
        yield Finding(Code.CASTING_VOTE_NOT_ALLOWED, votes_for, vote.majority)
    if votes_for < vote.majority:
        yield Finding(Code.MAJORITY_OF_MEMBERS_NEEDED, votes_for, vote.majority)


def _of_cast(vote: Vote, votes_for: int, votes_against: int) -> Iterator[Finding]:
    if votes_for == votes_against and vote.casting is None:
        yield Finding(Code.TIE, votes_for, votes_against)
    if votes_for != votes_against and vote.casting:
        yield Finding(Code.CASTING_VOTE_WITHOUT_TIE, votes_for, votes_against)
