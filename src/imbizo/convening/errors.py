"""What can go wrong in calling people together.

DomainError
├── NotNow             it isn't at the point where this can be done
├── NotReady           it lacks something; the text says what
├── Untold             somebody must be told first; a reason lets it go on
├── Taken              the hall is taken; `booking` says by what, where the reader may know
├── Full               no place is left
└── BadAnswer          an answer can't be understood as it stands
"""

from django.utils.functional import Promise

from imbizo.base.errors import DomainError


class NotNow(DomainError):
    """It isn't at the point where this can be done: it has begun, is closed, or was called off."""


class NotReady(DomainError):
    """It lacks a date, a place, a text or people."""


class Untold(DomainError):
    """The public would hear of it before those who must be told. `offices` names them."""

    def __init__(self, message: str | Promise, *, offices: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.offices = offices


class Taken(DomainError):
    """Somebody else has the hall in some of these quarters of an hour."""


class Full(DomainError):
    """No place is left."""


class BadAnswer(DomainError):
    """An answer can't be understood as it stands. `field` names the field of the form, or is empty."""

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
