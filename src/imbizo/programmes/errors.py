"""What can go wrong with programmes.

    DomainError
    ├── BadTemplate         a process template can't be used
    ├── InvitationClosed    the invitation has expired, was withdrawn or used
    ├── LastCoordinator     the act would leave the programme without anyone to run it
    └── NotInProgramme      a partner, member or record of another programme was named
"""

from imbizo.base.errors import DomainError


class BadTemplate(DomainError):
    """The process template can't be used; the text says which part."""


class InvitationClosed(DomainError):
    """The invitation can't be accepted any more."""


class LastCoordinator(DomainError):
    """A programme needs one coordinator at least."""


class NotInProgramme(DomainError):
    """The record belongs to another programme."""
