"""Predicates and small calculations about addresses, prices and the gate."""

from imbizo.messaging.rules.hashes import address_hash, address_hashes

__all__ = ["address_hash", "address_hashes"]
