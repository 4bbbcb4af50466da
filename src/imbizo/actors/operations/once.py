"""A form sent twice makes one record."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import Conflict
from imbizo.programmes.models import OfProgramme

R = TypeVar("R", bound=OfProgramme)


def made_before(model: type[R], id: UUID | None, content: Mapping[str, Any]) -> R | None:
    """The record that the first of two equal submissions made, or None. Raises Conflict for other content."""
    found: R | None = model._default_manager.filter(pk=id).first() if id else None
    if found is not None and not _holds(found, content):
        raise Conflict(_("This was saved before, and has changed since. Open the list and look at it there."))
    return found


def insert(record: R, content: Mapping[str, Any]) -> tuple[R, bool]:
    """Save a new record; where another submission with its id came first, that one. Says whether it is new."""
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError:
        first = made_before(type(record), record.pk, content)
        if first is None:
            raise
        return first, False
    return record, True


def _holds(record: Model, content: Mapping[str, Any]) -> bool:
    return all(getattr(record, name) == value for name, value in content.items())
