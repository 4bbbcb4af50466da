"""Named reads of suppression."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet

from imbizo.messaging.models import Suppression
from imbizo.messaging.rules import address_hashes
from imbizo.programmes.models import Programme

Address = tuple[str, str]  # channel, normalised address
MANY = 5_000  # hashes; for more of them it is quicker to go through all that are suppressed


def rows_of(*, programme: Programme, addresses: Iterable[Address]) -> QuerySet[Suppression]:
    """The standing suppressions of these addresses, under whichever key they were written."""
    wanted = set(addresses)
    hashes = [each for _channel, address in wanted for each in address_hashes(address, settings.HASH_KEYS)]
    return Suppression.objects.filter(
        programme=programme,
        lifted_at=None,
        address_hash__in=hashes,
        channel__in={channel for channel, _ in wanted},
    )


def suppressed(*, programme: Programme, addresses: Iterable[Address]) -> set[Address]:
    """Those of the addresses that nothing is sent to."""
    by_hash = {
        (channel, each): (channel, address)
        for channel, address in addresses
        for each in address_hashes(address, settings.HASH_KEYS)
    }
    rows = Suppression.objects.filter(programme=programme, lifted_at=None)
    if len(by_hash) > MANY:
        pairs = rows.values_list("channel", "address_hash")
        return {by_hash[pair] for pair in pairs if pair in by_hash}
    found: set[Address] = set()
    hashes = [each for _, each in by_hash]
    for start in range(0, len(hashes), 500):
        for pair in rows.filter(address_hash__in=hashes[start : start + 500]).values_list(
            "channel", "address_hash"
        ):
            if pair in by_hash:
                found.add(by_hash[pair])
    return found


def suppression_of(*, programme: Programme, addresses: Iterable[Address]) -> dict[Address, Suppression]:
    """The standing suppression of each address that has one: why and since when nothing is sent to it."""
    by_hash = {
        (channel, each): (channel, address)
        for channel, address in addresses
        for each in address_hashes(address, settings.HASH_KEYS)
    }
    rows = rows_of(programme=programme, addresses=by_hash.values())
    return {
        by_hash[row.channel, row.address_hash]: row
        for row in rows
        if (row.channel, row.address_hash) in by_hash
    }
