"""What is read where answers are taken: by hand, and each row whole.

When an invitation goes out, hundreds answer within minutes. Django spends ten times as long on writing the SQL of such
a query as the database on answering it; both databases read these alike.
"""

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from django.db import connection

from imbizo.convening.models import Gathering, Invitation

_GATHERING: Final = "SELECT * FROM convening_gathering WHERE id = %s"
_LANGUAGE: Final = """
SELECT i.gathering_id, a.language FROM convening_invitation i JOIN actors_actor a ON a.id = i.actor_id WHERE i.id = %s
"""
_INVITATIONS: Final = "SELECT * FROM convening_invitation WHERE gathering_id = %s AND id IN ("
_TAKEN: Final = (
    "SELECT place_number FROM convening_invitation WHERE gathering_id = %s AND place_number IS NOT NULL"
)


def gathering_to_hold(pk: UUID) -> Gathering:
    """Its row, locked to the end of the transaction where the database locks rows. Raises Gathering.DoesNotExist."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    for row in Gathering.objects.raw(_GATHERING + lock, [_key(pk)]):
        return row
    raise Gathering.DoesNotExist


def invitation_and_language(pk: UUID) -> tuple[Invitation, str] | None:
    """The invitation, of which only id and gathering are read, and its person's language; None where it is gone."""
    with connection.cursor() as cursor:
        cursor.execute(_LANGUAGE, [_key(pk)])
        found = cursor.fetchone()
    return (Invitation(pk=pk, gathering_id=_uuid(found[0])), found[1]) if found else None


def invitations_of(gathering: Gathering, ids: Collection[UUID]) -> dict[UUID, Invitation]:
    """Those of the gathering's invitations that have these ids, by them."""
    if not ids:
        return {}
    statement = _INVITATIONS + ", ".join(["%s"] * len(ids)) + ")"
    rows = Invitation.objects.raw(statement, [_key(gathering.pk), *map(_key, ids)])
    return {each.pk: each for each in rows}


def taken_places(gathering: Gathering) -> set[int]:
    """The numbers of its places that somebody holds."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, [_key(gathering.pk)])
        return {number for (number,) in cursor.fetchall()}


def _key(pk: UUID) -> Any:
    """A key as the database's driver takes it."""
    return pk if connection.features.has_native_uuid_field else pk.hex


def _uuid(key: UUID | str) -> UUID:
    return key if isinstance(key, UUID) else UUID(key)
