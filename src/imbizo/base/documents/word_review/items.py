"""What a paragraph of a Word file holds, in its order, before it is known which section it belongs to."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from imbizo.base.documents.word_review.stylesheet import Role
from imbizo.calc.diff import ChangeKind
from imbizo.calc.richtext import Inline, Run


class Hand(NamedTuple):
    """Who made a tracked change, and when."""

    author: str = ""
    at: datetime | None = None


class Fate(NamedTuple):
    """Whether words stand in both versions (before and after the tracked changes), in one, or in none, and by whom.

    What one person inserted and another deleted again is in none.
    """

    kind: ChangeKind | None = ChangeKind.SAME
    hand: Hand = Hand()


SAME = Fate()


class Words(NamedTuple):
    """Words or an atom."""

    inline: Inline
    fate: Fate = SAME

    @property
    def text(self) -> str:
        return self.inline.text if isinstance(self.inline, Run) else "\ufffc"


class CommentStart(NamedTuple):
    """Where the words of a comment begin."""

    identifier: str


class CommentEnd(NamedTuple):
    """Where the words of a comment end."""

    identifier: str


class NoteMark(NamedTuple):
    """Where the number of a footnote or endnote stands."""

    text: str


Item = Words | CommentStart | CommentEnd | NoteMark


@dataclass(slots=True)
class Paragraph:
    """A paragraph or the row of a table. `end` is the fate of its end; `bookmarks` are its names."""

    role: Role
    items: list[Item] = field(default_factory=list)
    end: Fate = SAME
    sections: list[UUID] = field(default_factory=list)
    begins_sources: bool = False
    is_row: bool = False

    @property
    def words(self) -> list[Words]:
        return [item for item in self.items if isinstance(item, Words)]

    def has(self, *kinds: ChangeKind | None) -> bool:
        """Whether there are words with one of these fates."""
        return any(words.fate.kind in kinds for words in self.words)
