"""Answers to invitations, as mail programs send them back (RFC 5546, sections 3.2.3 and 3.2.7).

What a file says is no proof of who wrote it: the caller compares `mail` with the sender, `uid` and `sequence` with
the event. An answer to an older sequence is for the caller to leave.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from imbizo.calc.calendars.parts import Line, Part, calendars
from imbizo.calc.calendars.times import Clock, clock_of


class Answer(StrEnum):
    """What somebody answered; DELEGATED is that a colleague comes instead."""

    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"
    DELEGATED = "DELEGATED"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another time that somebody asks for (METHOD:COUNTER), in UTC."""

    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reply:
    """One person's answer to one event. Addresses are lower case; moments in UTC.

    `answer` is None where a counter-proposal says nothing else. `stamped_at` is when it was given, by the writer's
    clock. `delegated_to` is the colleague who comes instead, `delegated_from` whom this person stands in for.
    `occurrence` is the start of the one meeting of a series that is meant.
    """

    uid: str
    sequence: int
    mail: str
    answer: Answer | None
    name: str = ""
    comment: str = ""
    stamped_at: datetime | None = None
    delegated_to: str = ""
    delegated_from: str = ""
    occurrence: datetime | None = None
    proposal: Proposal | None = None


_MAIL = re.compile(r"[^\s@<>,;:\"\x00-\x1f\x7f]{1,64}@[\w.-]{1,255}")
_PERCENT = re.compile(r"%([2-7][0-9A-Fa-f])")  # printable ASCII (RFC 6068)
_SCHEME = re.compile(r"\s*mailto:", re.IGNORECASE)
_REPLIES = {"REPLY", "COUNTER"}
_ANSWERS = frozenset(Answer)


def read_replies(data: bytes) -> list[Reply]:
    """Every answer in a file, in its order; none in one that is a calendar but no answer, such as a request.

    A file without a method counts where each event has one attendee: an exported event with the answers of others
    isn't one. Raise CalendarError for what is no calendar, broken or too large.
    """
    return [reply for calendar in calendars(data) for reply in _replies(calendar)]


def _replies(calendar: Part) -> Iterator[Reply]:
    method = calendar.text("METHOD").upper()
    clock = clock_of(calendar, UTC)
    for event in calendar.inside("VEVENT"):
        alone = len(event.named("ATTENDEE")) == 1
        if method in _REPLIES or (not method and alone):
            for line in event.named("ATTENDEE"):
                proposal = _proposal(event, clock) if method == "COUNTER" else None
                yield from _reply(event, line, clock, proposal)


def _reply(event: Part, attendee: Line, clock: Clock, proposal: Proposal | None) -> Iterator[Reply]:
    """The attendee's answer, if it has all that an answer needs."""
    uid, mail, answer = event.text("UID"), _mail(attendee), _answer(attendee)
    if uid and mail and (answer or proposal):
        yield Reply(
            uid=uid,
            sequence=_sequence(event),
            mail=mail,
            answer=answer,
            name=attendee.param("CN").strip("' "),
            comment=event.text("COMMENT") or attendee.param("X-RESPONSE-COMMENT"),
            stamped_at=clock.moment(event.line("DTSTAMP")),
            delegated_to=_address(attendee.param("DELEGATED-TO")),
            delegated_from=_address(attendee.param("DELEGATED-FROM")),
            occurrence=clock.moment(event.line("RECURRENCE-ID")),
            proposal=proposal,
        )


def _answer(attendee: Line) -> Answer | None:
    """A delegate is named where programs forget to say that they delegated."""
    said = attendee.param("PARTSTAT").upper()
    if said not in _ANSWERS and attendee.param("DELEGATED-TO"):
        return Answer.DELEGATED
    return Answer(said) if said in _ANSWERS else None


def _proposal(event: Part, clock: Clock) -> Proposal | None:
    start = clock.moment(event.line("DTSTART"))
    return Proposal(start, clock.moment(event.line("DTEND"))) if start else None


def _sequence(event: Part) -> int:
    """The sequence answered to; the standard lets a zero be left out."""
    written = event.text("SEQUENCE")
    return int(written) if re.fullmatch(r"[0-9]{1,9}", written) else 0


def _mail(attendee: Line) -> str:
    """The address, which Apple's servers put beside an address of their own."""
    return _address(attendee.value) or _address(attendee.param("EMAIL"))


def _address(written: str) -> str:
    """The first address of "MAILTO:Ada@Example.org", also without the scheme; empty if there's none."""
    bare = _SCHEME.sub("", written, count=1).strip()
    found = _MAIL.match(_PERCENT.sub(lambda mark: chr(int(mark[1], 16)), bare))
    return found[0].lower() if found else ""
