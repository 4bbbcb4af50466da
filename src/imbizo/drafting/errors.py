"""What can go wrong in drafting.

DomainError
├── NotNow       it isn't at the point where this can be done
├── NotReady     it lacks something; the text says what
│   └── OpenComments    comments wait for a decision, so it can't be final; it names them
├── Collision    somebody else changed the same words; nothing was written
└── Unreadable   a file can't be read; the text says why and how to mend it
"""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise

from imbizo.base.errors import DomainError


class NotNow(DomainError):
    """It isn't at the point where this can be done: the document is final, the circulation closed."""


class NotReady(DomainError):
    """It lacks a reason, a version, a reader; or comments are still open."""


class OpenComments(NotReady):
    """A document can't be made final while these comments wait for a decision."""

    def __init__(self, message: str | Promise, *, comments: Sequence[Any]) -> None:
        super().__init__(message)
        self.comments = list(comments)


class Collision(DomainError):
    """Two people changed the same words, or the same heading.

    `merge` (calc.merging.Merge) holds both texts, for a page that lays them side by side; `titles` the heading as it
    was, as I wrote it, and as they did, where only the heading collides.
    """

    def __init__(
        self,
        message: str | Promise,
        *,
        merge: Any = None,
        titles: tuple[str, str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.merge = merge
        self.titles = titles


class Unreadable(DomainError):
    """A file can't be read, or isn't what it is said to be."""
