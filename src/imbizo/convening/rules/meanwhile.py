"""Telling whether a text has changed since a page was drawn."""

import hashlib


def digest_of(text: str) -> str:
    """Equal for texts that read the same, whatever their line ends and the space around them."""
    return hashlib.sha256(text.replace("\r\n", "\n").strip().encode()).hexdigest()[:24]
