"""What can go wrong in the register.

DomainError
├── NotAllowed
│   └── NotYours       the record belongs to another partner
├── BadEntry           what was written can't stand; `field` says at which field of a form
│   ├── BadAddress     a number or address that can't be right, or that is there already
│   └── BadDates       an end before its beginning
├── TooLate            there is nothing left to undo
├── BadFile            an uploaded file can't be brought in; the text says why and what to do
├── NotNow             an import isn't at the point where this can be done
├── CantMerge          two actors can't become one
├── NeedsConsent       direct marketing was given another basis than consent
├── SearchClosed       somebody has said already how a search ended
├── RequestClosed      a person's request has its answer already
├── NotChecked         nobody has said how they know that it is this person
└── AlreadyErased      nothing is left of the actor that could be changed
"""

from django.utils.functional import Promise

from imbizo.base.errors import DomainError, NotAllowed


class NotYours(NotAllowed):
    """Only members of the partner that owns a record change it."""


class BadEntry(DomainError):
    """Something written can't stand. `field` names the field of the form, or is empty."""

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class BadAddress(BadEntry):
    """A number or an address that can't be right, or that is there already."""


class BadDates(BadEntry):
    """An end before its beginning."""


class TooLate(DomainError):
    """Another change came in between, or it was undone already."""


class BadFile(DomainError):
    """A file that is refused whole: locked, broken, empty, too large, or with no column that can be used."""


class NotNow(DomainError):
    """The import is being worked on, or is past the point where this could be done."""


class CantMerge(DomainError):
    """The two aren't both there, aren't of one form, or one of them belongs to another partner."""


class NeedsConsent(DomainError):
    """Direct marketing stands on consent and on nothing else (POPIA s. 69)."""


class SearchClosed(DomainError):
    """The search has ended."""


class RequestClosed(DomainError):
    """The request was answered or refused."""


class NotChecked(DomainError):
    """A link, a file or an erasure was asked for before anyone checked who the person is."""


class AlreadyErased(DomainError):
    """The actor was erased, or is part of another."""
