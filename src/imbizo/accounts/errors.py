"""What can go wrong with accounts.

DomainError
└── AddressTaken        there is an account with this e-mail address already
"""

from imbizo.base.errors import DomainError


class AddressTaken(DomainError):
    """One address opens one account."""
