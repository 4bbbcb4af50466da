"""What can go wrong on the desk.

DomainError
├── BadArchive      the file isn't a programme's export that this version can take in
├── ProgrammeHere   another programme has its short name here
└── WrongProgramme  what was typed isn't this programme's short name, or it was anonymised already
"""

from imbizo.base.errors import DomainError


class BadArchive(DomainError):
    """The file can't be taken in; nothing was written."""


class ProgrammeHere(DomainError):
    """The short name in addresses is taken."""


class WrongProgramme(DomainError):
    """The programme isn't the one meant, or there is nothing left to forget in it."""
