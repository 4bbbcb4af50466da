"""Choosing which partners see a record, for every kind that a partner owns."""

from collections.abc import Iterable
from typing import Any

from imbizo.base.errors import DomainError
from imbizo.programmes.models import Membership, Partner, Shared
from imbizo.programmes.operations.editing import changed
from imbizo.programmes.states import Sharing


def share_with(
    record: Shared, sharing: str, partners: Iterable[Partner], *, by: Membership, if_nobody: DomainError
) -> list[Partner]:
    """Share a record with its owner alone, with the partners named, or with all; returns those named.

    The owner, and partners of other programmes, are passed over. Whether `by` may do it is for the caller to ask.
    Raises `if_nobody` where partners are to be named and none is.
    """
    named = [
        each
        for each in partners
        if each.programme_id == record.programme_id
        and each.pk != record.owner_id
        and sharing == Sharing.NAMED
    ]
    if sharing == Sharing.NAMED and not named:
        raise if_nobody
    before = _state(record)
    record.sharing = sharing
    record.save(update_fields=["sharing", "updated_at"])
    record.shared_with.set(named)
    after = _state(record)
    if differing := {name: [before[name], after[name]] for name in after if before[name] != after[name]}:
        changed("share", [record], by=by, changes=differing)
    return named


def _state(record: Shared) -> dict[str, Any]:
    return {"sharing": record.sharing, "shared_with": sorted(map(str, record.shared_with.all()))}
