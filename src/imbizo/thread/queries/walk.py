"""Walking the thread: one recursive query for the links, one query for each kind of record on the way."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db import connection

from imbizo.programmes.models import Membership
from imbizo.thread import registry
from imbizo.thread.models import Link
from imbizo.thread.registry import RecordKind
from imbizo.thread.states import Hidden

Direction = Literal["from", "to"]
DEEPEST = 20
MOST = 5_000


@dataclass(frozen=True, slots=True)
class Strand:
    """One step of a walk: the record reached, from which one, by which relation, how far from the start.

    `record` is None where the reader may only know that there is one ("a restricted record").
    """

    depth: int
    kind: RecordKind
    id: UUID
    via: UUID
    relation: str
    record: Any | None


def where_from(record: Any, member: Membership) -> list[Strand]:
    """All that the record came from, nearest first."""
    return walk(record, member, direction="from")


def what_became(record: Any, member: Membership) -> list[Strand]:
    """All that became of the record, nearest first."""
    return walk(record, member, direction="to")


def walk(record: Any, member: Membership, *, direction: Direction) -> list[Strand]:
    """Every record that the thread reaches in one direction, each once, at its shortest distance.

    A fixed number of queries whatever the depth. What hides its existence from this member ends its strand: nothing
    behind it is shown either, unless another path leads there.
    """
    rows = _reach(member.programme_id, record.pk, direction)
    visible = _visible(member, rows)
    strands: list[Strand] = []
    open_ids = {record.pk}
    seen = {record.pk}
    for depth, identifier, kind_name, via, relation in rows:
        kind = registry.find(kind_name)
        if kind is None or via not in open_ids or identifier in seen:
            continue
        found = visible[kind_name].get(identifier)
        if found is None and kind.hidden is Hidden.EXISTENCE:
            continue
        seen.add(identifier)
        open_ids.add(identifier)
        strands.append(Strand(depth, kind, identifier, via, relation, found))
    return strands


Row = tuple[int, UUID, str, UUID, str]


def _reach(programme_id: UUID, start: UUID, direction: Direction) -> list[Row]:
    """Rows (depth, id, kind, via, relation), nearest first. UNION drops repeats, DEEPEST ends any ring."""
    near, far = ("record", "source") if direction == "from" else ("source", "record")
    sql = f"""
        WITH RECURSIVE reach(depth, id, kind, via, relation) AS (
            SELECT 1, {far}_id, {far}_kind, {near}_id, relation FROM {Link._meta.db_table}
            WHERE programme_id = %(programme)s AND {near}_id = %(start)s
            UNION
            SELECT reach.depth + 1, link.{far}_id, link.{far}_kind, link.{near}_id, link.relation
            FROM reach JOIN {Link._meta.db_table} link
              ON link.programme_id = %(programme)s AND link.{near}_id = reach.id
            WHERE reach.depth < {DEEPEST}
        )
        SELECT depth, id, kind, via, relation FROM reach ORDER BY depth LIMIT {MOST}
    """  # noqa: S608 - only names of columns and two constants of ours are put into the text
    with connection.cursor() as cursor:
        cursor.execute(sql, {"programme": _key(programme_id), "start": _key(start)})
        rows = cursor.fetchall()
    return [(depth, _uuid(found), kind, _uuid(via), relation) for depth, found, kind, via, relation in rows]


def _visible(member: Membership, rows: list[Row]) -> dict[str, dict[UUID, Any]]:
    ids: dict[str, set[UUID]] = defaultdict(set)
    for _depth, identifier, kind, _via, _relation in rows:
        ids[kind].add(identifier)
    return {kind: registry.visible(member, kind, wanted) for kind, wanted in ids.items()}


def _key(identifier: UUID) -> UUID | str:
    # SQLite has no type for ids: Django keeps them there as 32 hexadecimal digits.
    return identifier if connection.features.has_native_uuid_field else identifier.hex


def _uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(hex=value)
