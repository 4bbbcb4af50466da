"""What became of each comment on a draft, and what keeps the draft from being finalised.

Rules: drafting-and-agreements.md section 2. Each comment ends as exactly one of accepted, accepted in part, rejected,
noted or duplicate of another; a reason is compulsory unless accepted; what is accepted, if only in part, names the
section and the version of the change. A document with an open comment can't be finalised.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from imbizo.calc.chains import closes_ring, follow


class Ending(StrEnum):
    ACCEPTED = "accepted"
    IN_PART = "in_part"
    REJECTED = "rejected"
    NOTED = "noted"
    DUPLICATE = "duplicate"


class Fault(StrEnum):
    """What a disposition lacks."""

    NO_REASON = "no_reason"
    NO_SECTION = "no_section"
    NO_VERSION = "no_version"
    NO_ORIGINAL = "no_original"  # a duplicate of what?
    ORIGINAL_UNKNOWN = "original_unknown"  # no comment on this document
    NOT_A_DUPLICATE = "not_a_duplicate"  # names an original, and ends as something else
    RING = "ring"  # a duplicate of itself, or of one that is in the end a duplicate of it


_CHANGES = frozenset({Ending.ACCEPTED, Ending.IN_PART})


@dataclass(frozen=True, slots=True)
class Disposition:
    """How one comment ended; `section` and `version` are those of the change, `original` is a comment's id."""

    comment: str
    ending: Ending
    reason: str = ""
    section: str = ""
    version: int | None = None
    original: str | None = None


class Why(StrEnum):
    """Why a comment keeps the document open."""

    OPEN = "open"
    FAULTY = "faulty"
    ORIGINAL_OPEN = "original_open"  # ends as a duplicate of one that hasn't ended


@dataclass(frozen=True, slots=True)
class Blocker:
    """A comment that keeps the document open; `faults` for the faulty alone."""

    comment: str
    why: Why
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many comments ended how; `endings` and `open` make up `comments`."""

    comments: int
    endings: Mapping[Ending, int]
    open: int


def faults(
    disposition: Disposition, comments: Iterable[str], others: Iterable[Disposition] = ()
) -> tuple[Fault, ...]:
    """All that is wrong with a disposition; `others` are those of the document's other `comments`."""
    return tuple(_faults(disposition, set(comments), _originals(others)))


def answering(comment: str, dispositions: Sequence[Disposition]) -> Disposition | None:
    """What its commenter is told: of a duplicate, how its original ended; None while that is open.

    Raises LoopError where dispositions that weren't checked are duplicates of each other.
    """
    last = follow(comment, _originals(dispositions))[-1]
    return next((each for each in dispositions if each.comment == last), None)


def blockers(comments: Sequence[str], dispositions: Sequence[Disposition]) -> tuple[Blocker, ...]:
    """What keeps a document from being finalised, in the order of the comments; nothing if it can be."""
    known, originals = set(comments), _originals(dispositions)
    ended = {each.comment: each for each in dispositions}
    found = (_blocker(comment, ended, known, originals) for comment in comments)
    return tuple(each for each in found if each)


def tally(comments: Sequence[str], dispositions: Iterable[Disposition]) -> Tally:
    """How the comments ended, each counted once; dispositions of others are left out."""
    endings = {each.comment: each.ending for each in dispositions}
    said = [endings[comment] for comment in comments if comment in endings]
    return Tally(len(comments), {ending: said.count(ending) for ending in Ending}, len(comments) - len(said))


def _originals(dispositions: Iterable[Disposition]) -> dict[str, str]:
    return {
        each.comment: each.original
        for each in dispositions
        if each.ending is Ending.DUPLICATE and each.original is not None
    }


def _faults(disposition: Disposition, known: set[str], originals: Mapping[str, str]) -> Iterator[Fault]:
    if disposition.ending is not Ending.ACCEPTED and not disposition.reason.strip():
        yield Fault.NO_REASON
    if disposition.ending in _CHANGES and not disposition.section.strip():
        yield Fault.NO_SECTION
    if disposition.ending in _CHANGES and disposition.version is None:
        yield Fault.NO_VERSION
    if wrong := _wrong_original(disposition, known, originals):
        yield wrong


def _wrong_original(disposition: Disposition, known: set[str], originals: Mapping[str, str]) -> Fault | None:
    if disposition.ending is not Ending.DUPLICATE:
        return Fault.NOT_A_DUPLICATE if disposition.original else None
    if not disposition.original:
        return Fault.NO_ORIGINAL
    if disposition.original not in known:
        return Fault.ORIGINAL_UNKNOWN
    return Fault.RING if closes_ring(disposition.comment, disposition.original, originals) else None


def _blocker(
    comment: str, ended: Mapping[str, Disposition], known: set[str], originals: Mapping[str, str]
) -> Blocker | None:
    if comment not in ended:
        return Blocker(comment, Why.OPEN)
    if wrong := tuple(_faults(ended[comment], known, originals)):
        return Blocker(comment, Why.FAULTY, wrong)
    if follow(comment, originals)[-1] not in ended:
        return Blocker(comment, Why.ORIGINAL_OPEN)
    return None
