"""What many records came from at once: for tables that say of each line how much stands behind it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import connection

from imbizo.thread.models import Link
from imbizo.thread.queries.walk import DEEPEST, _key, _uuid

_AT_ONCE = 500


def origins(
    programme_id: UUID, starts: Sequence[UUID], kind: str, *, not_through: Collection[str] = ()
) -> dict[UUID, set[UUID]]:
    """The records of one kind that each of these came from: those at the very beginning, not what was made of them.

    A walk doesn't go on behind a record of the kinds `not_through`. Nothing is asked about who may see them: give
    numbers of them, not names. One recursive query for 500 starts, and one more.
    """
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for at in range(0, len(starts), _AT_ONCE):
        for start, record in _reached(programme_id, starts[at : at + _AT_ONCE], kind, not_through):
            found[start].add(record)
    derived = _derived(programme_id, kind)
    return {start: found[start] - derived for start in starts}


def _derived(programme_id: UUID, kind: str) -> set[UUID]:
    """The records of a kind that were made of others of it, by joining or dividing them."""
    rows = Link.objects.filter(programme_id=programme_id, record_kind=kind, source_kind=kind)
    return set(rows.values_list("record_id", flat=True))


def _reached(
    programme_id: UUID, starts: Sequence[UUID], kind: str, not_through: Collection[str]
) -> list[tuple[UUID, UUID]]:
    marks = ", ".join(["%s"] * len(starts))
    ends = ", ".join(["%s"] * (len(not_through) + 1))
    table = Link._meta.db_table
    sql = f"""
        WITH RECURSIVE reach(start, depth, id, kind) AS (
            SELECT record_id, 1, source_id, source_kind FROM {table}
            WHERE programme_id = %s AND record_id IN ({marks})
            UNION
            SELECT reach.start, reach.depth + 1, link.source_id, link.source_kind
            FROM reach JOIN {table} link ON link.programme_id = %s AND link.record_id = reach.id
            WHERE reach.depth < {DEEPEST} AND reach.kind NOT IN ({ends})
        )
        SELECT DISTINCT start, id FROM reach WHERE kind = %s
    """  # noqa: S608 - only the name of a table, a constant and placeholders are put into the text
    programme = _key(programme_id)
    given = [programme, *map(_key, starts), programme, "", *not_through, kind]
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [(_uuid(start), _uuid(record)) for start, record in cursor.fetchall()]
