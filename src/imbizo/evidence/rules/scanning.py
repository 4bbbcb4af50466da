"""What a literature scan begins with, and which of its references are one work."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from imbizo.calc.references import Reference, ReferenceType

QUESTIONS: Final = (
    _("What are the migration trends here?"),
    _("Who are the foreign migrants here, where do they live and what do they do?"),
    _("What is the history of social conflict here, and what eased it?"),
)
REASONS: Final = (
    _("About another place"),
    _("About another subject"),
    _("Older than we need"),
    _("No evidence of its own"),
    _("In a language that we can't read"),
)
MAX_BYTES: Final = 50_000_000  # of a file of references
Row = dict[str, Any]
_KEPT: Final = tuple(each.name for each in fields(Reference) if each.name != "raw")


def as_row(reference: Reference) -> Row:
    """A reference as JSON keeps it; what isn't known is left out."""
    given = asdict(reference)
    return {name: given[name] for name in _KEPT if given[name]}


def as_reference(kept: Mapping[str, Any]) -> Reference:
    """The reference that `as_row` kept."""
    given = dict(kept)
    kind = ReferenceType(given.pop("type", ReferenceType.OTHER))
    authors, keywords = tuple(given.pop("authors", ())), tuple(given.pop("keywords", ()))
    return Reference(type=kind, authors=authors, keywords=keywords, **given)


def is_undecided(row: Row) -> bool:
    """Whether somebody must say yet if it is the same work as what it is like."""
    return bool(row.get("like")) and row.get("same") is None


def is_being_taken(rows: Sequence[Row]) -> bool:
    """Whether some of a file's rows aren't in the scan yet: of a file that was taken its duplicates alone are kept."""
    return any("of" not in row for row in rows)
