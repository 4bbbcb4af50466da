"""What can go wrong on the way to a signature.

DomainError
├── NotNow        it isn't at the point where this can be done
│   └── Closed    the round has closed
├── NotReady      it lacks something; the text says what
├── OtherText     it was decided about another text; the hashes differ
├── OutOfTurn     others sign first
├── BadCode       the code sent to a signatory isn't the one they typed, or it ran out
└── BadSignature  a signed file doesn't pass; the text says why
"""

from django.utils.functional import Promise

from imbizo.base.errors import DomainError


class NotNow(DomainError):
    """It isn't at the point where this can be done."""


class NotReady(DomainError):
    """It lacks a reason, a party, a date, a text. `field` is where a form can show it."""

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Closed(NotNow):
    """The round closed before this came."""


class OtherText(DomainError):
    """A resolution or a copy is about another text than this one."""


class OutOfTurn(DomainError):
    """The order of signing: others come first."""


class BadSignature(DomainError):
    """A signed file was changed, or its certificate doesn't hold."""


class BadCode(DomainError):
    """A code that was sent to a signatory isn't the one that they typed, has run out, or was tried too often."""

    field = "code"
