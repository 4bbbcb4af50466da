"""Who has the editor of a section open: kept in the shared cache alone, and gone when their page is silent."""

from typing import Final
from uuid import UUID

from django.core.cache import cache

from imbizo.drafting.models import Section
from imbizo.drafting.queries.presence import SILENCE, key, present
from imbizo.programmes.models import Membership

_KEPT: Final = 2 * SILENCE


def be_here(*, section: Section, by: Membership, at: float) -> None:
    """Note that the member has the editor open at this moment (seconds since 1970).

    Two at the same instant may lose one note of presence; the next heartbeat brings it back.
    """
    rows = {pk: seen for pk, seen in present(section.pk).items() if at - seen[1] < SILENCE}
    cache.set(key(section.pk), {**rows, str(by.pk): (str(by.user), at)}, timeout=_KEPT)


def leave(*, section_id: UUID, by: Membership) -> None:
    """Note that they closed it."""
    rows = present(section_id)
    if rows.pop(str(by.pk), None) is not None:
        cache.set(key(section_id), rows, timeout=_KEPT)
