"""Emptying the rows of gatherings that say something about people; the rows stay, and what is counted by them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from imbizo.convening.models import Certificate
from imbizo.convening.operations.nameless import Named
from imbizo.thread.models import AuditEntry, PublicLink

AT_ONCE: Final = 1_000

Narrow = Callable[[Named], Q]


def rows_of(named: Named, narrow: Narrow) -> QuerySet[Any]:
    """The rows of one table that are to be emptied, as far as they still say something."""
    rows: QuerySet[Any] = named.model._default_manager.filter(narrow(named))
    return rows.exclude(**named.empty).order_by("pk")


def empty(tables: Iterable[Named], narrow: Narrow) -> int:
    """Empty these tables, in short transactions; returns how many rows. Done twice it does nothing."""
    return sum(_empty_in_chunks(rows_of(each, narrow), each.empty) for each in tables)


def revoke_certificates(rows: QuerySet[Certificate]) -> None:
    """A certificate of nobody holds no longer: whoever checks its code reads so."""
    rows.filter(revoked_on=None).update(revoked_on=timezone.localdate())


def empty_trail(ids: Sequence[UUID]) -> None:
    """What the trail says of these rows, and the links that open them."""
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        AuditEntry.objects.filter(subject_id__in=some).exclude(changes={}).update(changes={})
        PublicLink.objects.filter(record_id__in=some, revoked_at=None).update(revoked_at=timezone.now())


def _empty_in_chunks(rows: QuerySet[Any], values: Mapping[str, Any]) -> int:
    """Each update makes its rows fall out of `rows`, and so the loop ends."""
    count = 0
    while ids := list(rows.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            rows.model._default_manager.filter(pk__in=ids).update(**values)
            empty_trail(ids)
        count += len(ids)
    return count
