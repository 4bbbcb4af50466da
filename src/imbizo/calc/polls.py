"""Date polls: which date wins, and why none does.

Rules: engagement.md section 6. Most *yes*; on a tie more *if need be*; on a tie fewer must-have people absent; on a
tie all tied dates come out and a person picks. A date that nobody who answered could make can't win.
What a text message says of a poll is read in `pollwords`.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Generic, TypeVar

OptionId = TypeVar("OptionId", bound=Hashable)
VoterId = TypeVar("VoterId", bound=Hashable)


class Answer(StrEnum):
    YES = "yes"
    IF_NEEDED = "if_needed"
    NO = "no"


class Out(StrEnum):
    """Why an option can't win."""

    WITHDRAWN = "withdrawn"
    REFUSED = "refused"  # each who answered said no
    UNANSWERED = "unanswered"


class NoWinner(StrEnum):
    """Why a poll has no winner at all."""

    NO_OPTIONS = "no_options"  # none was offered, or all were withdrawn
    NO_VOTERS = "no_voters"  # nobody has answered for an option that still stands
    ALL_REFUSED = "all_refused"


@dataclass(frozen=True, slots=True)
class Option(Generic[OptionId]):
    """A date that is offered; a datetime is a date too. Options keep their votes when one is withdrawn."""

    id: OptionId
    starts: date
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Tally(Generic[OptionId, VoterId]):
    """What was said of one option, in people; `place` counts from 1, is shared on a tie, and is None for what is out.

    `silent` are those who may vote and left this option open. `absent` are the must-have people who did not say
    that they come: nobody can count on a silence.
    """

    option: Option[OptionId]
    yes: int
    if_needed: int
    no: int
    silent: int
    absent: tuple[VoterId, ...]
    out: Out | None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Ranking(Generic[OptionId, VoterId]):
    """The options that can win, the best first and ties by date, then those that are out, by date.

    `winners` holds one option; several where a person has to pick; none where `reason` says why.
    """

    tallies: tuple[Tally[OptionId, VoterId], ...]
    winners: tuple[Option[OptionId], ...]
    reason: NoWinner | None

    @property
    def is_tied(self) -> bool:
        return len(self.winners) > 1


def rank(
    options: Sequence[Option[OptionId]],
    votes: Mapping[VoterId, Mapping[OptionId, Answer]],
    must_have: Collection[VoterId] = (),
) -> Ranking[OptionId, VoterId]:
    """The options ranked. `votes` is voter -> option id -> answer; who may vote and hasn't has an empty mapping.

    Answers to options that aren't among `options` are ignored. Nothing here depends on the order of the votes.
    """
    people = dict.fromkeys([*votes, *must_have])
    counted = [_tally(option, votes, people, must_have) for option in options]
    ranked = _placed([tally for tally in counted if tally.out is None])
    out = sorted((tally for tally in counted if tally.out), key=_date)
    winners = tuple(tally.option for tally in ranked if tally.place == 1)
    return Ranking((*ranked, *out), winners, None if winners else _reason(counted))


def _tally(
    option: Option[OptionId],
    votes: Mapping[VoterId, Mapping[OptionId, Answer]],
    people: Collection[VoterId],
    must_have: Collection[VoterId],
) -> Tally[OptionId, VoterId]:
    said = {voter: answers[option.id] for voter, answers in votes.items() if option.id in answers}
    counts = {answer: sum(each is answer for each in said.values()) for answer in Answer}
    return Tally(
        option=option,
        yes=counts[Answer.YES],
        if_needed=counts[Answer.IF_NEEDED],
        no=counts[Answer.NO],
        silent=len(people) - len(said),
        absent=tuple(voter for voter in dict.fromkeys(must_have) if said.get(voter, Answer.NO) is Answer.NO),
        out=_out(option, counts),
    )


def _out(option: Option[OptionId], counts: Mapping[Answer, int]) -> Out | None:
    if option.is_withdrawn:
        return Out.WITHDRAWN
    if counts[Answer.YES] or counts[Answer.IF_NEEDED]:
        return None
    return Out.REFUSED if counts[Answer.NO] else Out.UNANSWERED


def _placed(tallies: list[Tally[OptionId, VoterId]]) -> list[Tally[OptionId, VoterId]]:
    """In order, with places as in sport: 1, 1, 3."""
    placed: list[Tally[OptionId, VoterId]] = []
    for _, tied in groupby(sorted(tallies, key=lambda tally: (_merit(tally), _date(tally))), key=_merit):
        place = len(placed) + 1
        placed += [_at(tally, place) for tally in tied]
    return placed


def _at(tally: Tally[OptionId, VoterId], place: int) -> Tally[OptionId, VoterId]:
    return Tally(
        tally.option, tally.yes, tally.if_needed, tally.no, tally.silent, tally.absent, tally.out, place
    )


def _merit(tally: Tally[OptionId, VoterId]) -> tuple[int, int, int]:
    """Less is better."""
    return (-tally.yes, -tally.if_needed, len(tally.absent))


def _date(tally: Tally[OptionId, VoterId]) -> str:
    # Dates and datetimes don't compare with each other; their ISO forms do, and within a zone in their own order.
    return tally.option.starts.isoformat()


def _reason(tallies: Sequence[Tally[OptionId, VoterId]]) -> NoWinner:
    standing = {tally.out for tally in tallies} - {Out.WITHDRAWN}
    if not standing:
        return NoWinner.NO_OPTIONS
    # An option that nobody answered may still find its people, but it hasn't yet.
    return NoWinner.ALL_REFUSED if Out.REFUSED in standing else NoWinner.NO_VOTERS
