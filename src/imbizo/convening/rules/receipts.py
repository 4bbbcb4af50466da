"""The code that somebody takes away who said something without a name: by it they see what has become of it."""

from hmac import digest
from random import Random
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from imbizo.calc import codes

_SALT = "imbizo.convening.receipt"


def receipt_of(id: UUID) -> str:
    """The receipt of an input: 12 characters. The same each time, so that words sent twice have one receipt.

    Nobody can tell it from the id without the installation's secret key.
    """
    seed = digest(settings.SECRET_KEY.encode(), f"{_SALT}:{id}".encode(), "sha256")
    chance = Random(seed)  # noqa: S311 - the seed is the secret: 256 bits that nobody can guess.
    return codes.make(chance, codes.RECEIPT)


def receipt_hash(typed: str) -> str:
    """What is kept of a receipt (`Input.receipt_hash`), from what was typed. Keyed: 53 bits could be tried out."""
    return salted_hmac(_SALT, codes.normalise(typed), algorithm="sha256").hexdigest()
