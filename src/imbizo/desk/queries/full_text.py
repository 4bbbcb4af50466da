"""The full-text index of each database behind one function. See migration 0002 for how it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

COLUMNS = "entry.kind, entry.record_id, entry.title, entry.subtitle"
SQLITE = f"""
    SELECT {COLUMNS} FROM desk_searchindex AS found JOIN desk_searchentry AS entry ON entry.id = found.rowid
    WHERE desk_searchindex MATCH %s LIMIT %s
"""  # noqa: S608 - a constant of this module
POSTGRESQL = f"""
    SELECT {COLUMNS} FROM desk_searchentry AS entry
    WHERE array_to_tsvector(string_to_array(tokens, ' ')) @@ %s::tsquery LIMIT %s
"""  # noqa: S608 - a constant of this module


@dataclass(frozen=True, slots=True)
class Term:
    """A token, or with `is_prefix` all tokens that begin with it."""

    token: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the index knows of a record that may answer; whether the reader may see it isn't asked yet."""

    kind: str
    record_id: UUID
    title: str
    subtitle: str


# Every group must be met, by any one of its terms.
Wanted = Sequence[Sequence[Term]]


def candidates(wanted: Wanted, limit: int) -> list[Candidate]:
    """The first entries that the index finds, in no order. The cost is bounded by `limit`, not by how many match."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if is_sqlite:
            cursor.execute(SQLITE, [_match(wanted), limit])
        else:
            cursor.execute(POSTGRESQL, [_tsquery(wanted), limit])
        rows = cursor.fetchall()
    return [
        Candidate(kind, UUID(hex=found) if is_sqlite else found, title, subtitle)
        for kind, found, title, subtitle in rows
    ]


def _match(wanted: Wanted) -> str:
    """As FTS5 asks. Tokens are letters and digits alone, so that quoting them is enough."""
    groups = (
        " OR ".join(f'"{term.token}"{"*" if term.is_prefix else ""}' for term in group) for group in wanted
    )
    return " AND ".join(f"({group})" for group in groups)


def _tsquery(wanted: Wanted) -> str:
    """As PostgreSQL asks; the cast to tsquery parses no text, as `to_tsquery` would."""
    groups = (
        " | ".join(f"'{term.token}'{':*' if term.is_prefix else ''}" for term in group) for group in wanted
    )
    return " & ".join(f"({group})" for group in groups)
