"""What can go wrong in gathering evidence.

DomainError
├── NotNow       it isn't at the point where this can be done
├── NotReady     it lacks something; the text says what
├── Unreadable   a file can't be read; the text says why and how to mend it
└── OutsideText  the words lie outside the text, or the text has changed since
"""

from imbizo.base.errors import DomainError


class NotNow(DomainError):
    """It isn't at the point where this can be done: the round is settled, the source withdrawn."""


class NotReady(DomainError):
    """It lacks a text, a reason, a coder or a code."""


class Unreadable(DomainError):
    """A file can't be read, or isn't what it is said to be."""


class OutsideText(DomainError):
    """The words that were marked aren't where they should be."""
