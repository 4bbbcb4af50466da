"""The hash by which an opted-out address is known again, without keeping the address."""

import hashlib
import hmac
from collections.abc import Sequence
from functools import lru_cache


def address_hash(address: str, key: str) -> str:
    """`<key's own mark>:<HMAC-SHA256>` of a normalised address (E.164, or an e-mail in lower case)."""
    return f"{_mark(key)}:{hmac.digest(key.encode(), address.encode(), 'sha256').hex()}"


def address_hashes(address: str, keys: Sequence[str]) -> list[str]:
    """The hashes under every key, newest first: a new key never revives an address hashed under an old one."""
    return [address_hash(address, key) for key in keys]


@lru_cache(maxsize=16)
def _mark(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:8]
