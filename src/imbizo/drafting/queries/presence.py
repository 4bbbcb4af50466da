"""Who writes in a section at this moment, as the shared cache knows it."""

from typing import Final
from uuid import UUID

from django.core.cache import cache

from imbizo.programmes.models import Membership

SILENCE: Final = 35
"""Whoever isn't heard from for so many seconds is taken to have gone: three heartbeats and a little."""


def key(section_id: UUID) -> str:
    return f"drafting:writing:{section_id.hex}"


def present(section_id: UUID) -> dict[str, tuple[str, float]]:
    """Name and last heartbeat (seconds since 1970) by the id of the membership."""
    return dict(cache.get(key(section_id)) or {})


def others(section_id: UUID, member: Membership, at: float) -> list[str]:
    """The names of the others who have the editor open."""
    rows = present(section_id).items()
    return [name for pk, (name, seen) in rows if pk != str(member.pk) and at - seen < SILENCE]
