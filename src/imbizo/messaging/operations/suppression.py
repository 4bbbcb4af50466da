"""Stopping an address, and starting it again."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from imbizo.messaging import queries
from imbizo.messaging.models import Suppression
from imbizo.messaging.rules import address_hash, address_hashes
from imbizo.messaging.states import SuppressionReason
from imbizo.programmes.models import Membership, Programme
from imbizo.thread.operations import audit

Address = tuple[str, str]  # channel, normalised address


@transaction.atomic
def suppress(
    *,
    programme: Programme,
    addresses: Iterable[Address],
    reason: SuppressionReason,
    by: Membership | None,
    source: str = "",
) -> list[Suppression]:
    """Write nothing to these addresses any more. An address that is suppressed already stays as it was."""
    wanted = set(addresses)
    wanted -= queries.suppressed(programme=programme, addresses=wanted)
    rows = [
        Suppression(
            programme=programme,
            channel=channel,
            address_hash=address_hash(address, settings.HASH_KEYS[0]),
            reason=reason,
            source=source[:200],
            by_id=by.user_id if by else None,
        )
        for channel, address in sorted(wanted)
    ]
    Suppression.objects.bulk_create(rows, batch_size=1_000)
    audit("suppress", rows, by=by, changes={"reason": [None, reason]})
    return rows


@transaction.atomic
def lift(*, programme: Programme, address: Address, by: Membership | None) -> list[Suppression]:
    """Let messages go to the address again: the person said START, or told a member so."""
    rows = list(queries.rows_of(programme=programme, addresses=[address]))
    now = timezone.now()
    for row in rows:
        row.lifted_at = now
        row.save(update_fields=["lifted_at", "updated_at"])
    audit("lift", rows, by=by, changes={"lifted_at": [None, now]})
    return rows


@transaction.atomic
def forget_sources(*, programme: Programme, addresses: Iterable[Address]) -> None:
    """Take out what was written down when the addresses were stopped or started; that they are stopped stays.

    It is part of erasing a person, whose audit entry stands for it.
    """
    hashes = [each for _channel, address in addresses for each in address_hashes(address, settings.HASH_KEYS)]
    Suppression.objects.filter(programme=programme, address_hash__in=hashes).update(source="")


@transaction.atomic
def forget_every_source(*, programme: Programme) -> None:
    """The same for a whole programme that is anonymised."""
    Suppression.objects.filter(programme=programme).exclude(source="").update(source="")
