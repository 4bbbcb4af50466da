"""What can go wrong with programmes.

DomainError
├── BadTemplate         a process template can't be used
├── InvitationClosed    the invitation has expired, was withdrawn or used
├── LastCoordinator     the act would leave the programme without anyone to run it
├── NotInProgramme      a partner, member or record of another programme was named
├── AlreadyThere        a partner of that name, or a member with that address, is there already
├── StillUsed           the partner owns records, or has members
└── NoSuchRole          a role that doesn't exist was named, or none at all
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


class AlreadyThere(DomainError):
    """It is there already, under the same name or address."""


class StillUsed(DomainError):
    """Other records hang on it, so it can't go."""


class NoSuchRole(DomainError):
    """A member has at least one role, and only roles that exist."""
