"""Sealing what the database must keep but never show: passwords of gateways.

Under the installation's secret keys: the first seals, every one opens, so that keys can be rotated.
"""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class CantUnseal(ValueError):
    """The key that sealed it is gone: the secret has to be entered again."""


def seal(values: dict[str, Any]) -> str:
    """The values as one opaque text."""
    return _box().encrypt(json.dumps(values).encode()).decode()


def unseal(text: str) -> dict[str, Any]:
    """What `seal` was given. Raises CantUnseal."""
    try:
        found: dict[str, Any] = json.loads(_box().decrypt(text.encode()))
    except InvalidToken as error:
        raise CantUnseal("No key of this installation opens it.") from error
    return found


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    """A key of the size that Fernet takes. The secret has its own entropy, so one round is enough."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"imbizo.base.sealing:" + key.encode()).digest())
