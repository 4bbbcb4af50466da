"""The register's counter: what is counted for one revision stays true for as long as the revision stands."""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from imbizo.actors.models import Register
from imbizo.thread.operations.audit import Audited

# Entries that tell of reading, not of a change.
_READING = frozenset({"export"})


@transaction.atomic
def revise(programme_id: UUID) -> None:
    """Count one change of the programme's register. The row is held until the writing transaction ends."""
    if not Register.objects.filter(programme_id=programme_id).update(revision=F("revision") + 1):
        Register.objects.get_or_create(programme_id=programme_id)
        Register.objects.filter(programme_id=programme_id).update(revision=F("revision") + 1)


def revise_after(audited: Audited) -> None:
    """Bound to the audit trail: each writing operation on the register's records counts once for all of them."""
    if audited.kind.startswith("actors.") and audited.verb not in _READING:
        revise(audited.entries[0].programme_id)
