"""What an event of ours is, in a calendar's words (RFC 5545, sections 3.2.12 and 3.8.1.11)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Method(StrEnum):
    """What a calendar file asks of the program that opens it."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


class Status(StrEnum):
    """Whether an event takes place."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class Partstat(StrEnum):
    """How far an invited person's answer is known."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"
    DELEGATED = "DELEGATED"


@dataclass(frozen=True, slots=True)
class Organiser:
    """Who invites; `mail` is where answers are read."""

    name: str
    mail: str

    def __post_init__(self) -> None:
        _checked(self.mail)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Who is invited, and what is known of the answer."""

    name: str
    mail: str
    partstat: Partstat = Partstat.NEEDS_ACTION

    def __post_init__(self) -> None:
        _checked(self.mail)


@dataclass(frozen=True, slots=True)
class Event:
    """One gathering.

    `uid` stays the same for life, `sequence` rises by one when the time or the place changes. Start, end and
    `last_modified` are aware; the latter is also the file's stamp, so that the same event gives the same bytes.
    `attendees` are the others whom each invited person is shown: none, where nobody asked them.
    """

    uid: str
    sequence: int
    summary: str
    starts_at: datetime
    ends_at: datetime
    last_modified: datetime
    organiser: Organiser
    description: str = ""
    location: str = ""
    url: str = ""
    attendees: tuple[Attendee, ...] = ()
    status: Status = Status.CONFIRMED

    def __post_init__(self) -> None:
        """Raise ValueError without a uid, for a moment without a zone and an end that isn't after the start."""
        if not self.uid or self.sequence < 0:
            raise ValueError("an event has a uid, and its sequence begins at 0")
        if any(at.utcoffset() is None for at in (self.starts_at, self.ends_at, self.last_modified)):
            raise ValueError("an event's moments have a zone")
        if self.starts_at >= self.ends_at:
            raise ValueError("an event begins before it ends")


def _checked(mail: str) -> None:
    """Raise ValueError for what would break out of its line or can't be an address."""
    if "@" not in mail or not mail.isprintable() or " " in mail:
        raise ValueError("an organiser or attendee needs an e-mail address")
