"""What goes out to Word and what comes back from it, as plain data.

Offsets are Unicode code points of a section's plain text, from 0, end exclusive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from imbizo.calc import diff
from imbizo.calc.diff import ChangeKind
from imbizo.calc.richtext import RichText, from_plain, plain_text


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which version of which document went out; it travels in the file, unseen, and comes back with it."""

    document: UUID
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody answered to a comment; `at` is None where the file doesn't say."""

    author: str
    text: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on the words from `start` to `end` of a section, or with None on the section as a whole."""

    author: str
    text: str
    at: datetime | None
    start: int | None = None
    end: int | None = None
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section as it goes out. Level 1 is the outermost, 8 the innermost; Word numbers those that are `numbered`."""

    identity: UUID
    title: str
    level: int = 1
    body: RichText = field(default_factory=RichText)
    comments: tuple[Comment, ...] = ()
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """A line in the table of sources, and the citations in the text that lead to it.

    `standing` says who stands behind it, as in "3 workshops, 41 voices".
    """

    citations: tuple[UUID, ...]
    text: str
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as it goes out; `comments` are on the whole of it.

    `labels` has the words of citations and section references as the page draws them. Without one, a citation shows
    the number of its source in brackets, and a reference the number of its section.
    """

    title: str
    language: str
    programme: str
    stamp: Stamp
    sections: tuple[Section, ...] = ()
    sources: tuple[Source, ...] = ()
    comments: tuple[Comment, ...] = ()
    labels: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Version:
    """A section's title and body in one version."""

    title: str
    body: RichText


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """A section in two versions; `end` is what became of its heading's end: inserted where the section is new."""

    identity: UUID
    title: diff.Comparison
    body: diff.Comparison
    end: ChangeKind = ChangeKind.SAME
    level: int = 1
    numbered: bool = True

    @classmethod
    def between(
        cls,
        identity: UUID,
        old: Version | None,
        new: Version | None,
        *,
        level: int = 1,
        numbered: bool = True,
    ) -> Self:
        """Compare the two versions; None is one that hasn't the section."""
        title = diff.compare(*(_title(version) for version in (old, new)))
        body = diff.compare(*(version.body if version else RichText() for version in (old, new)))
        return cls(identity, title, body, _end(old, new), level, numbered)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a document, as tracked changes by `author` (such as "Version 2 to version 3") made `at`."""

    title: str
    language: str
    programme: str
    author: str
    at: datetime
    sections: tuple[ComparedSection, ...] = ()
    labels: Mapping[UUID, str] = field(default_factory=dict)


def _title(version: Version | None) -> RichText:
    return from_plain(" ".join(version.title.split())) if version else RichText()


def _end(old: Version | None, new: Version | None) -> ChangeKind:
    if old and new:
        return ChangeKind.SAME
    return ChangeKind.INSERTED if new else ChangeKind.DELETED


class Place(StrEnum):
    """Where in a section something stands."""

    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote, and where its number stood in the section's text."""

    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment that came back: the place of its words in the text as it was before any tracked change.

    `section` counts the sections of the file from 0, None is the document as a whole; `quote` is the words that it
    hangs on, or in words that were inserted, those. A comment on a point has start == end.
    """

    author: str
    text: str
    at: datetime | None
    section: int | None
    place: Place
    start: int
    end: int
    quote: str
    resolved: bool = False
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tracked change: `quote`, the words from `start` to `end` before it, become `replacement`.

    An insertion has an empty quote, a deletion an empty replacement. A newline stands for the end of a block.
    """

    author: str
    at: datetime | None
    section: int | None
    place: Place
    start: int
    end: int
    quote: str
    replacement: str


@dataclass(frozen=True, slots=True)
class ReturnedSection:
    """A section as it was before any tracked change. Its identity is None where the heading is new."""

    identity: UUID | None
    title: str
    level: int
    body: RichText
    notes: tuple[Note, ...] = ()

    @property
    def text(self) -> str:
        """The words in which offsets count."""
        return plain_text(self.body)


@dataclass(frozen=True, slots=True)
class Returned:
    """What was read of a Word file. `left_out` says in sentences what wasn't taken.

    A first section without a title holds what stood before the first heading.
    """

    stamp: Stamp | None
    title: str
    sections: tuple[ReturnedSection, ...]
    remarks: tuple[Remark, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    left_out: tuple[str, ...] = ()
