"""A draft in circulation: what each member of the reference group answered, and who is due a reminder.

Rules: drafting-and-agreements.md section 2. A member's answer is comments, "no comment", or silence, and the three are
told apart. Silence of somebody whom the draft never reached is counted as silence, and said to be that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Answer(StrEnum):
    COMMENTS = "comments"
    NO_COMMENT = "no_comment"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Circulation:
    """Comments are asked for until before `closes_at`; `reminders` are how long before that silent members get word."""

    closes_at: datetime
    reminders: tuple[timedelta, ...] = (timedelta(days=7), timedelta(days=2))

    def is_open(self, now: datetime) -> bool:
        """By the clock as it is read; nothing needs to run for it."""
        return now < self.closes_at


@dataclass(frozen=True, slots=True)
class Member:
    """What is known of a member. Moments have a zone; `sent_at` is when the draft went out to it.

    `is_unreached` says that the draft came back or couldn't be sent.
    """

    id: str
    sent_at: datetime
    comments: int = 0
    first_comment_at: datetime | None = None
    no_comment_at: datetime | None = None
    reminded_at: datetime | None = None
    is_unreached: bool = False

    @property
    def answer(self) -> Answer:
        """Comments count, also from somebody who had said "no comment" before."""
        if self.comments:
            return Answer.COMMENTS
        return Answer.NO_COMMENT if self.no_comment_at else Answer.SILENCE

    @property
    def answered_at(self) -> datetime | None:
        """The first answer of either kind; None for silence."""
        said = [at for at in (self.first_comment_at if self.comments else None, self.no_comment_at) if at]
        return min(said, default=None)


@dataclass(frozen=True, slots=True)
class Figures:
    """Members by their answer, which make up `asked`. `late` of those who answered did so after the close;
    `unreached` of the silent never had the draft; `comments` is the number of comments. Silence is final once closed.
    """

    asked: int
    commented: int
    no_comment: int
    silent: int
    late: int
    unreached: int
    comments: int
    is_closed: bool

    @property
    def answered(self) -> int:
        return self.commented + self.no_comment


def figures(circulation: Circulation, members: Sequence[Member], now: datetime) -> Figures:
    """How a circulation stands."""
    answers = [member.answer for member in members]
    return Figures(
        asked=len(members),
        commented=answers.count(Answer.COMMENTS),
        no_comment=answers.count(Answer.NO_COMMENT),
        silent=answers.count(Answer.SILENCE),
        late=sum(is_late(circulation, member) for member in members),
        unreached=sum(member.is_unreached and member.answer is Answer.SILENCE for member in members),
        comments=sum(member.comments for member in members),
        is_closed=not circulation.is_open(now),
    )


def is_late(circulation: Circulation, member: Member) -> bool:
    """Whether a member's first answer came after the close: it is kept, and said to be late."""
    return member.answered_at is not None and not circulation.is_open(member.answered_at)


def due(circulation: Circulation, members: Iterable[Member], now: datetime) -> tuple[str, ...]:
    """The silent members who should get a reminder now: one for each moment that has passed since the draft went out.

    Where several moments were missed, as on a server that slept, one reminder makes up for all; none after the close.
    """
    if not circulation.is_open(now):
        return ()
    passed = [at for at in _moments(circulation) if at <= now]
    return tuple(member.id for member in members if passed and _waits(member, passed[-1]))


def next_reminder(circulation: Circulation, now: datetime) -> datetime | None:
    """The next moment at which reminders go out; None once the last has passed."""
    return next((at for at in _moments(circulation) if at > now), None)


def _moments(circulation: Circulation) -> list[datetime]:
    return sorted(circulation.closes_at - before for before in circulation.reminders)


def _waits(member: Member, moment: datetime) -> bool:
    """Whether a member is silent, can be reached, had the draft by then, and had no reminder from then on."""
    if member.answer is not Answer.SILENCE or member.is_unreached or member.sent_at >= moment:
        return False
    return member.reminded_at is None or member.reminded_at < moment
