"""What can go wrong with gateways and messages.

DomainError
├── BadGateway     a setting can't stand; `field` says which
├── DemoGateway    practice programmes have practice phones alone
└── NotUncertain   somebody has decided already what became of the message
"""

from django.utils.functional import Promise

from imbizo.base.errors import DomainError


class BadGateway(DomainError):
    """A setting can't stand. `field` names the field of the form, or is empty."""

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class DemoGateway(DomainError):
    """A practice programme can't bind a real gateway."""


class NotUncertain(DomainError):
    """What became of the message is known, or decided."""
