"""Changing and making records with their audit entry: what the verbs of this app share."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from imbizo.accounts.models import User
from imbizo.base.errors import Conflict
from imbizo.base.registry import Hooks
from imbizo.programmes.models import Membership, OfProgramme, Programme

Author = Membership | User | None
Row = TypeVar("Row", bound=OfProgramme)

# Upward: the audit trail is above programmes on the map.
on_change: Hooks[..., Any] = Hooks("programme changed")


def changed(verb: str, records: list[Any], *, by: Author, changes: Any = None) -> None:
    """Tell the audit trail, which stands above this app."""
    for hook in on_change:
        hook(verb, records, by=by, changes=changes)


def write(record: Any, wanted: Mapping[str, Any], *, by: Author, verb: str = "change") -> None:
    """Set these fields and save them, with an audit entry; nothing is written where nothing differs.

    What differs is told from the row as it is now, which is held: a form has set the record's fields already.
    """
    now = type(record)._default_manager.select_for_update().get(pk=record.pk)
    before = {name: getattr(now, name) for name in wanted}
    differing = {name: value for name, value in wanted.items() if before[name] != value}
    for name, value in differing.items():
        setattr(now, name, value)
        setattr(record, name, value)
    if differing:
        now.save(update_fields=[*differing, "updated_at"])
        changed(
            verb, [now], by=by, changes={name: [before[name], value] for name, value in differing.items()}
        )


def make_once(
    model: type[Row],
    *,
    id: UUID | None,
    programme: Programme,
    by: Author,
    defaults: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Row:
    """Make the record, or find the one that the same form made when it was sent before.

    `fields` are what the form says; `defaults` what only a new record gets. Raises Conflict where the id belongs to
    other content or another programme.
    """
    there = model._default_manager.filter(pk=id).first() if id else None
    if there is None:
        given = {"id": id} if id else {}
        record = model._default_manager.create(programme=programme, **given, **(defaults or {}), **fields)
        changed(
            "create",
            [record],
            by=by,
            changes={name: [None, value] for name, value in fields.items() if value},
        )
        return record
    if there.programme_id != programme.pk or any(
        getattr(there, name) != value for name, value in fields.items()
    ):
        raise Conflict(
            _("This was sent before with other content. Load the page again to see what was saved.")
        )
    return there
