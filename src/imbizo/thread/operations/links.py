"""Joining a record to what it came from."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from imbizo.programmes.models import Membership
from imbizo.thread import registry as registered
from imbizo.thread.errors import AcrossProgrammes
from imbizo.thread.models import Link
from imbizo.thread.operations.audit import audit
from imbizo.thread.states import Relation


def link(record: Any, came_from: Any, relation: Relation, *, by: Membership | None, note: str = "") -> Link:
    """Say that `record` came from `came_from`. Saying it twice is harmless. Raises AcrossProgrammes, UnknownKind."""
    return link_many([(record, came_from)], relation, by=by, note=note)[0]


def link_many(
    pairs: Iterable[tuple[Any, Any]], relation: Relation, *, by: Membership | None, note: str = ""
) -> list[Link]:
    """The same for many pairs (record, came_from) at once; links that exist stay as they are."""
    links = [_link(record, source, relation, by, note) for record, source in pairs]
    Link.objects.bulk_create(links, batch_size=1_000, ignore_conflicts=True)
    return links


def unlink_many(pairs: Iterable[tuple[Any, Any]], relation: Relation, *, by: Membership | None) -> int:
    """Say no longer that each `record` came from `came_from`; pairs that weren't linked are passed over.

    What was taken back stays in the audit trail of the record. Gives how many links went.
    """
    gone = 0
    for record, source in pairs:
        rows = Link.objects.filter(record_id=record.pk, source_id=source.pk, relation=relation)
        count, _kinds = rows.delete()
        if count:
            audit("change", [record], by=by, changes={str(relation): [str(source.pk), None]})
        gone += count
    return gone


def _link(record: Any, source: Any, relation: Relation, by: Membership | None, note: str) -> Link:
    if record.programme_id != source.programme_id:
        raise AcrossProgrammes(_("Both records must belong to the same programme."))
    return Link(
        programme_id=record.programme_id,
        record_kind=registered.kind_of(record).kind,
        record_id=record.pk,
        source_kind=registered.kind_of(source).kind,
        source_id=source.pk,
        relation=relation,
        by_id=by.user_id if by else None,
        note=note,
    )
