"""How a text is dressed before it leaves: its sender is named in it, and marketing says how to end it."""

from collections.abc import Iterable
from typing import Final

MOST_PARTS: Final = 10
"""What takes more parts than this isn't a text message any more."""

_SENDER = "{sender}"


def names_sender(text: str, names: Iterable[str]) -> bool:
    """Whether a text says who sends it: by the token `{sender}`, or by one of these names."""
    folded = text.casefold()
    return _SENDER in text or any(name.casefold() in folded for name in names if name.strip())


def dressed(text: str, *, names: Iterable[str], ending: str = "") -> str:
    """The text with "{sender}: " before it where it names its sender nowhere, and with the ending where it lacks it.

    `names` are those by which people know the sender; `ending` is how to opt out ("STOP to end"), or nothing.
    """
    written = text.strip()
    whole = written if names_sender(written, names) else f"{_SENDER}: {written}"
    return whole if not ending or ending.casefold() in whole.casefold() else f"{whole} {ending}"
