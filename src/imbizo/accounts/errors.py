"""What can go wrong with accounts.

DomainError
├── AddressTaken        there is an account with this e-mail address already
├── AlreadySetUp        the first run was made before
└── NoSuchUser          nobody has this address
"""

from imbizo.base.errors import DomainError


class AddressTaken(DomainError):
    """One address opens one account."""


class AlreadySetUp(DomainError):
    """The installation has users; the first run is made once."""


class NoSuchUser(DomainError):
    """Nobody signs in with this address."""
