"""What a Word file that goes out bears, to be known again: the number of a version, or the moment of a draft."""

import datetime as dt
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

LARGEST_FILE: Final = 10 * 1024 * 1024  # bytes
"""A Word file of 400 pages with comments has less than one megabyte; one with pictures a few."""


@dataclass(frozen=True, slots=True)
class Went:
    """Which words went out: those of a published version, or those that stood at a moment. Neither: not known."""

    number: int | None = None
    at: dt.datetime | None = None


def of_draft(at: dt.datetime) -> str:
    """The stamp's version of a draft that is written out at this moment."""
    return at.astimezone(dt.UTC).isoformat()


def went(version: str) -> Went:
    """What a stamp's version says; nothing for one that we never wrote."""
    if version.isdecimal() and len(version) <= 6:
        return Went(number=int(version))
    try:
        moment = dt.datetime.fromisoformat(version)
    except ValueError:
        return Went()
    return Went(at=moment) if moment.tzinfo else Went()


def digest(content: bytes) -> str:
    """The SHA-256 of a file, by which the same one is known when it comes twice."""
    return sha256(content).hexdigest()
