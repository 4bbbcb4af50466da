"""How each kind of record is shown, and to whom.

Every app's `records` module calls `register(RecordKind(...))`; the thread, the activity page, search and
notifications read from here and know no domain.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from imbizo.programmes.models import Membership
from imbizo.thread.errors import UnknownKind
from imbizo.thread.states import Hidden


@dataclass(frozen=True)
class SearchText:
    """What search knows of a record: a title, words of less weight, and a line shown under the title.

    Everybody to whom the record is visible may read all three. Give numbers in each form that people type
    ("27820000147 0820000147"), without spaces.
    """

    title: str
    body: str = ""
    subtitle: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordKind:
    """One kind of record.

    `visible_to` narrows to what a member may see (also by permission); `search` is None for kinds that aren't
    searched, and returns None for a record that isn't to be found (withdrawn, merged, erased); `search_sources`
    prefetches for `search` in bulk; `also_search` names records of other kinds, as (kind, id), whose search text
    changes with this one.
    """

    kind: str
    model: type[Model]
    noun: Promise
    icon: str
    visible_to: Callable[[Membership], QuerySet[Any]]
    hidden: Hidden = Hidden.TITLE
    search: Callable[[Any], SearchText | None] | None = None
    search_sources: Callable[[QuerySet[Any]], QuerySet[Any]] = field(default=lambda queryset: queryset)
    also_search: Callable[[Any], Iterable[tuple[str, UUID]]] = field(default=lambda record: ())
    is_protected: bool = False


_kinds: dict[str, RecordKind] = {}
_of_model: dict[type[Model], RecordKind] = {}


def register(kind: RecordKind) -> None:
    """Make a kind known. The last registration of a kind wins, so that tests can replace one."""
    _kinds[kind.kind] = kind
    _of_model[kind.model] = kind


def get(kind: str) -> RecordKind:
    """The kind of that name. Raises UnknownKind."""
    if kind not in _kinds:
        raise UnknownKind(kind)
    return _kinds[kind]


def find(kind: str) -> RecordKind | None:
    """The kind of that name, or None where the app that registered it is gone."""
    return _kinds.get(kind)


def kind_of(record: Model) -> RecordKind:
    """The kind that a record is registered as. Raises UnknownKind."""
    found = _of_model.get(type(record))
    if found is None:
        raise UnknownKind(type(record).__name__)
    return found


def all_kinds() -> Iterable[RecordKind]:
    """Every registered kind, by name."""
    return [_kinds[key] for key in sorted(_kinds)]


def visible(member: Membership, kind: str, ids: Iterable[UUID]) -> dict[UUID, Any]:
    """The records of one kind that the member may see, by id: one query."""
    found = find(kind)
    if found is None:
        return {}
    return {record.pk: record for record in found.visible_to(member).filter(pk__in=list(ids))}
