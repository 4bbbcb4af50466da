"""The root of every error that a person can mend.

DomainError                 a sentence for the person; views show it, nothing is written
├── NotAllowed              this member may not do this to this record
├── Conflict                the record has changed, or the id is taken by other content
└── (each app adds its own below these in its errors module)
"""

from django.utils.functional import Promise


class DomainError(Exception):
    """Something a person asked for can't be done; the text says why and how to mend it."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(DomainError):
    """The member lacks the permission, or the record's state forbids it."""


class Conflict(DomainError):
    """Another's change, or another record under the same id, stands in the way."""
