"""What can go wrong with the thread.

DomainError
├── UnknownKind      no app registers a record of that kind
├── AcrossProgrammes a link would join records of two programmes
└── LinkClosed       a public link has expired, was withdrawn, or never existed
"""

from imbizo.base.errors import DomainError


class UnknownKind(DomainError):
    """No `records` module registers that kind."""


class AcrossProgrammes(DomainError):
    """Both ends of a link belong to one programme."""


class LinkClosed(DomainError):
    """A public link that can't be opened (any more); which of the reasons isn't told."""
