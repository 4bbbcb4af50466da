"""What can go wrong with places.

DomainError
└── NoSuchPlace         a place that the installation doesn't know, or that isn't an area of work
"""

from imbizo.base.errors import DomainError


class NoSuchPlace(DomainError):
    """The place isn't known here."""
