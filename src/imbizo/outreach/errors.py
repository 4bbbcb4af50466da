"""What can go wrong in reaching people.

DomainError
├── BadWording         a text can't be sent as it stands; `field` says which
├── NotReady           a campaign lacks something; the text says what
├── NotNow             a campaign or call isn't at the point where this can be done
├── NeedsSecondEyes    it is too large or too dear for one person to send
└── CantAnswer         a conversation can't be answered as asked
"""

from django.utils.functional import Promise

from imbizo.base.errors import DomainError


class BadWording(DomainError):
    """A text can't be sent as it stands. `field` names the field of the form, or is empty."""

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotReady(DomainError):
    """The campaign lacks an audience, a text or a gateway."""


class NotNow(DomainError):
    """It isn't at the point where this can be done: somebody else was first, or it has been sent."""


class NeedsSecondEyes(DomainError):
    """Above what the programme lets one person send alone."""


class CantAnswer(DomainError):
    """The person can't be answered this way."""
