"""What can go wrong in gathering evidence.

DomainError
├── NotNow       it isn't at the point where this can be done
├── NotReady     it lacks something; the text says what
├── Unreadable   a file can't be read; the text says why and how to mend it
└── OutsideText  the words lie outside the text, or the text has changed since
"""

from django.utils.functional import Promise

from imbizo.base.errors import DomainError


class NotNow(DomainError):
    """It isn't at the point where this can be done: the round is settled, the source withdrawn."""


class NotReady(DomainError):
    """It lacks a text, a reason, a coder or a code. `field` is where on the form it is to be mended."""

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Unreadable(DomainError):
    """A file can't be read, or isn't what it is said to be."""

    field = "file"


class OutsideText(DomainError):
    """The words that were marked aren't where they should be."""
