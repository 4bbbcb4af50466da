"""Walking the thread: one recursive query for the links, one query for each kind of record on the way."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
MOST = 20_000
CROWD = 500  # records of one kind; of more than these only the ids are asked for first
ALIKE = 50
"""So many records of one kind are reached from one record; of the others a walk says how many there are."""


@dataclass(frozen=True, slots=True)
class Strand:
    """One step of a walk: the record reached, from which one, by which relation, how far from the start.

    `record` is None where the reader may only know that there is one ("a restricted record"). A strand with `more`
    stands for so many further ones of its kind; it leads nowhere.
    """

    depth: int
    kind: RecordKind
    id: UUID
    via: UUID
    relation: str
    record: Any | None
    more: int = 0


def where_from(record: Any, member: Membership) -> list[Strand]:
    """All that the record came from, nearest first."""
    return walk(record, member, direction="from")


def what_became(record: Any, member: Membership) -> list[Strand]:
    """All that became of the record, nearest first."""
    return walk(record, member, direction="to")


def walk(record: Any, member: Membership, *, direction: Direction, alike: int = ALIKE) -> list[Strand]:
    """Every record that the thread reaches in one direction, each once, at its shortest distance.

    A fixed number of queries whatever the depth. What hides its existence from this member ends its strand: nothing
    behind it is shown either, unless another path leads there. Of a great many of one kind, as the messages of a
    campaign, the first `alike` are reached and the others counted.
    """
    rows = _reach(member.programme_id, [record.pk], direction)
    return _Path([record.pk], _visible(member, rows), alike).strands(member, rows)


@dataclass(frozen=True, slots=True)
class Reach:
    """A walk, and all that the member may open on it, by kind: also what the strands only count."""

    strands: Sequence[Strand]
    ids: Mapping[str, frozenset[UUID]]


def reach(starts: Sequence[Any], member: Membership, direction: Direction, *, alike: int = ALIKE) -> Reach:
    """The walk from several records at once, as a document's sections; none of them is reached itself.

    The ids leave out what stands behind a record that ends an origin (`registry.Telling.ends_origin`).
    """
    ids = [start.pk for start in starts]
    rows = _reach(member.programme_id, ids, direction)
    visible = _visible(member, rows)
    strands = _Path(ids, visible, alike).strands(member, rows)
    ends = [each.kind for each in registry.tellings() if each.ends_origin] if direction == "from" else []
    whole = _Path(ids, visible, MOST, ends=ends).kept(rows)
    seen = {kind: frozenset(found & visible[kind].keys()) for kind, found in _by_kind(whole).items()}
    return Reach(strands, {kind: found for kind, found in seen.items() if found})


def reached_ids(programme_id: UUID, start: UUID, direction: Direction, kind: str) -> set[UUID]:
    """The records of a kind at the other end, whoever may see them: for asking next what each reader is told."""
    return {
        found
        for _depth, found, name, _via, _relation in _reach(programme_id, [start], direction)
        if name == kind
    }


class _Path:
    """What of the rows a member sees, in their order."""

    def __init__(
        self, starts: Sequence[UUID], visible: "Visible", most: int, *, ends: Sequence[str] = ()
    ) -> None:
        self._seen, self._open, self._ends = set(starts), set(starts), ends
        self._visible, self._most = visible, most
        self._alike: Counter[tuple[UUID, str]] = Counter()

    def kept(self, rows: list["Row"]) -> list["Row"]:
        return [row for row in rows if self._keep(row)]

    def strands(self, member: Membership, rows: list["Row"]) -> list[Strand]:
        kept = self.kept(rows)
        records = _records(member, kept, self._visible)
        strands = []
        for depth, identifier, kind_name, via, relation in kept:
            record = records[kind_name].get(identifier)
            strands.append(Strand(depth, registry.get(kind_name), identifier, via, relation, record))
        return self._with_rest(strands)

    def _keep(self, row: "Row") -> bool:
        """Whether a row is shown as itself; those of which there are too many alike are counted."""
        _depth, identifier, kind_name, via, _relation = row
        kind = registry.find(kind_name)
        if kind is None or via not in self._open or identifier in self._seen:
            return False
        if identifier not in self._visible[kind_name] and kind.hidden is Hidden.EXISTENCE:
            return False
        self._seen.add(identifier)
        self._alike[via, kind_name] += 1
        if self._alike[via, kind_name] > self._most:
            return False
        if kind_name not in self._ends:
            self._open.add(identifier)
        return True

    def _with_rest(self, strands: list[Strand]) -> list[Strand]:
        """The strands, and behind the last one of each crowd one that says how many more there are."""
        shown: Counter[tuple[UUID, str]] = Counter()
        whole: list[Strand] = []
        for strand in strands:
            whole.append(strand)
            group = strand.via, strand.kind.kind
            shown[group] += 1
            if shown[group] == self._most and self._alike[group] > self._most:
                whole.append(replace(strand, record=None, more=self._alike[group] - self._most))
        return whole


Row = tuple[int, UUID, str, UUID, str]
Visible = Mapping[str, Mapping[UUID, Any]]


def _reach(programme_id: UUID, starts: Sequence[UUID], direction: Direction) -> list[Row]:
    """Rows (depth, id, kind, via, relation), nearest first. UNION drops repeats, DEEPEST ends any ring."""
    if not starts:
        return []
    marks = ", ".join(["%s"] * len(starts))
    near, far = ("record", "source") if direction == "from" else ("source", "record")
    sql = f"""
        WITH RECURSIVE reach(depth, id, kind, via, relation) AS (
            SELECT 1, {far}_id, {far}_kind, {near}_id, relation FROM {Link._meta.db_table}
            WHERE programme_id = %s AND {near}_id IN ({marks})
            UNION
            SELECT reach.depth + 1, link.{far}_id, link.{far}_kind, link.{near}_id, link.relation
            FROM reach JOIN {Link._meta.db_table} link
              ON link.programme_id = %s AND link.{near}_id = reach.id
            WHERE reach.depth < {DEEPEST}
        )
        SELECT depth, id, kind, via, relation FROM reach ORDER BY depth LIMIT {MOST}
    """  # noqa: S608 - only names of columns, constants of ours and placeholders are put into the text
    with connection.cursor() as cursor:
        programme = _key(programme_id)
        cursor.execute(sql, [programme, *map(_key, starts), programme])
        rows = cursor.fetchall()
    return [(depth, _uuid(found), kind, _uuid(via), relation) for depth, found, kind, via, relation in rows]


def _visible(member: Membership, rows: list[Row]) -> dict[str, Mapping[UUID, Any]]:
    """What the member sees, by kind: the records of a kind, or of a crowd only that they are seen. A query for each."""
    return {kind: _of_kind(member, kind, ids) for kind, ids in _by_kind(rows).items()}


def _of_kind(member: Membership, kind_name: str, ids: set[UUID]) -> Mapping[UUID, Any]:
    kind = registry.find(kind_name)
    if kind is None or len(ids) <= CROWD:
        return registry.visible(member, kind_name, ids)
    return dict.fromkeys(kind.visible_to(member).filter(pk__in=ids).order_by().values_list("pk", flat=True))


def _records(member: Membership, rows: list[Row], known: Visible) -> dict[str, Any]:
    """The records that are shown; those of crowds are fetched now that it is known which."""
    crowds = {kind: ids for kind, ids in _by_kind(rows).items() if _is_crowd(known[kind])}
    return {**known, **{kind: registry.visible(member, kind, ids) for kind, ids in crowds.items()}}


def _is_crowd(found: Mapping[UUID, Any]) -> bool:
    """Whether only the ids of these are known."""
    return None in found.values()


def _by_kind(rows: list[Row]) -> dict[str, set[UUID]]:
    ids: dict[str, set[UUID]] = defaultdict(set)
    for _depth, identifier, kind, _via, _relation in rows:
        ids[kind].add(identifier)
    return ids


def _key(identifier: UUID) -> UUID | str:
    # SQLite has no type for ids: Django keeps them there as 32 hexadecimal digits.
    return identifier if connection.features.has_native_uuid_field else identifier.hex


def _uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(hex=value)
