"""Keeping the search index: fed by the audit trail, in the transaction of what is written."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from imbizo.desk import tasks
from imbizo.desk.models import SearchEntry
from imbizo.desk.rules.words import audience_tokens, kind_token, text_tokens
from imbizo.programmes.models import Shared
from imbizo.programmes.states import Sharing
from imbizo.thread import registry
from imbizo.thread.operations.audit import Audited
from imbizo.thread.registry import RecordKind

CHUNK = 2_000
AT_ONCE = 100  # records that an operation indexes in its own transaction
TITLE_LENGTH = 300
BODY_LENGTH = 20_000
UPSERT = """
    INSERT INTO desk_searchentry (programme_id, kind, record_id, title, subtitle, body, tokens)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (record_id, kind) DO UPDATE
    SET title = excluded.title, subtitle = excluded.subtitle, body = excluded.body, tokens = excluded.tokens
    WHERE desk_searchentry.tokens <> excluded.tokens OR desk_searchentry.title <> excluded.title
       OR desk_searchentry.subtitle <> excluded.subtitle OR desk_searchentry.body <> excluded.body
"""
# The ids by kind that `indexed_together` has noted; None outside of it.
_noted: ContextVar[dict[str, list[UUID]] | None] = ContextVar("noted", default=None)


@contextmanager
def indexed_together() -> Iterator[None]:
    """Index what is audited in this block once, at its end: a record is often written ten times on its first day.

    Stands inside the transaction of what is written.
    """
    noted: dict[str, list[UUID]] = defaultdict(list)
    before = _noted.set(noted)
    try:
        yield
    finally:
        _noted.reset(before)
    for kind, ids in noted.items():
        index_records(registry.get(kind), ids)


def index_audited(audited: Audited) -> None:
    """Bring the entries of these records, and of those whose text they are part of, up to date.

    Records are read afresh, so the operation writes everything (also whom it shares with) before it audits.
    """
    ids: dict[str, list[UUID]] = defaultdict(list)
    kind = registry.get(audited.kind)
    if kind.search:
        ids[kind.kind] = [record.pk for record in audited.records]
    for other, identifier in kind.also_search(audited.records):
        ids[other].append(identifier)
    noted = _noted.get()
    for name, found in ids.items():
        if noted is not None:
            noted[name] += found
        elif len(found) > AT_ONCE:
            index_later(name, found)
        else:
            index_records(registry.get(name), found)


def index_later(kind: str, ids: Sequence[UUID]) -> None:
    """Have the worker index what came in bulk: it would double the transaction that writes it."""
    for start in range(0, len(ids), CHUNK):
        tasks.index.enqueue(kind, [str(pk) for pk in ids[start : start + CHUNK]])


def index_by_name(*, kind: str, ids: Sequence[UUID]) -> None:
    """Index records by the name of their kind: what the worker does later."""
    with transaction.atomic():
        index_records(registry.get(kind), ids)


def index_records(kind: RecordKind, ids: Sequence[UUID]) -> None:
    """Write the entries of these records, and remove those of records that are gone or not to be found."""
    every = list(dict.fromkeys(ids))
    for start in range(0, len(every), CHUNK):
        chunk = every[start : start + CHUNK]
        records = _rows(kind).filter(pk__in=chunk)
        entries = _entries(kind, list(kind.search_sources(records)))
        if len(entries) < len(chunk):
            gone = set(chunk) - {entry.record_id for entry in entries}
            SearchEntry.objects.filter(record_id__in=gone, kind=kind.kind).delete()
        _write(entries)


def reindex(*, say: Callable[[str, int], None] = lambda kind, count: None) -> None:
    """Build the whole index anew, in chunks that each last less than a second; search goes on meanwhile.

    Entries of kinds that are no longer searched go first. `say` hears of each kind with its number of records.
    """
    kinds = [kind for kind in registry.all_kinds() if kind.search]
    _remove_other_kinds({kind.kind for kind in kinds})
    for kind in kinds:
        _remove_orphans(kind)
        say(kind.kind, _index_all(kind))


def _index_all(kind: RecordKind) -> int:
    count, last = 0, None
    while True:
        rows = _rows(kind).order_by("pk")
        ids = list((rows.filter(pk__gt=last) if last else rows).values_list("pk", flat=True)[:CHUNK])
        if not ids:
            return count
        with transaction.atomic():
            index_records(kind, ids)
        count, last = count + len(ids), ids[-1]


def _remove_other_kinds(kinds: set[str]) -> None:
    others = SearchEntry.objects.exclude(kind__in=kinds)
    while ids := list(others.values_list("pk", flat=True)[:CHUNK]):
        SearchEntry.objects.filter(pk__in=ids).delete()


def _remove_orphans(kind: RecordKind) -> None:
    last = 0
    entries = SearchEntry.objects.filter(kind=kind.kind).order_by("pk")
    while page := list(entries.filter(pk__gt=last).values_list("pk", "record_id")[:CHUNK]):
        there = set(_rows(kind).filter(pk__in=[record for _pk, record in page]).values_list("pk", flat=True))
        SearchEntry.objects.filter(pk__in=[pk for pk, record in page if record not in there]).delete()
        last = page[-1][0]


def _rows(kind: RecordKind) -> QuerySet[Any]:
    rows: QuerySet[Any] = kind.model._default_manager.all()
    return rows


def _write(entries: Sequence[SearchEntry]) -> None:
    """Add the entries or bring them up to date; rows that are right already aren't touched, nor their index."""
    is_native = connection.features.has_native_uuid_field
    rows = [
        (
            entry.programme_id if is_native else entry.programme_id.hex,
            entry.kind,
            entry.record_id if is_native else entry.record_id.hex,
            entry.title,
            entry.subtitle,
            entry.body,
            entry.tokens,
        )
        for entry in entries
    ]
    # One prepared statement: `bulk_create` would take ten times as long for the rows of an import.
    with connection.cursor() as cursor:
        cursor.executemany(UPSERT, rows)


def _entries(kind: RecordKind, records: Sequence[Any]) -> list[SearchEntry]:
    audiences = _audiences(kind.model, records)
    entries = (_entry(kind, record, audiences(record)) for record in records)
    return [entry for entry in entries if entry is not None]


def _entry(kind: RecordKind, record: Any, audience: Iterable[str]) -> SearchEntry | None:
    text = kind.search(record) if kind.search else None
    if text is None:
        return None
    body = text.body[:BODY_LENGTH]
    tokens = [*audience, kind_token(kind.kind), *text_tokens(text.title, f"{text.subtitle} {body}")]
    return SearchEntry(
        programme_id=registry.programme_id(record),
        kind=kind.kind,
        record_id=record.pk,
        title=text.title[:TITLE_LENGTH],
        subtitle=text.subtitle[:TITLE_LENGTH],
        body=body,
        tokens=" ".join(tokens),
    )


def _audiences(model: type[Model], records: Sequence[Any]) -> Callable[[Any], list[str]]:
    """A function from a record to the tokens of those who may find it; one query at most, for partners named."""
    if not issubclass(model, Shared):
        return lambda record: audience_tokens(registry.programme_id(record), None)
    named = _partners_named(model, [record.pk for record in records if record.sharing == Sharing.NAMED])

    def audience(record: Any) -> list[str]:
        is_open = record.sharing == Sharing.ALL
        partners = None if is_open else [record.owner_id, *named[record.pk]]
        return audience_tokens(record.programme_id, partners)

    return audience


def _partners_named(model: type[Shared], ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    named: dict[UUID, list[UUID]] = defaultdict(list)
    if not ids:
        return named
    field = model.shared_with.field.m2m_field_name()
    pairs = model.shared_with.through._default_manager.filter(**{f"{field}__in": ids})
    for record_id, partner_id in pairs.values_list(f"{field}_id", "partner_id"):
        named[record_id].append(partner_id)
    return named
