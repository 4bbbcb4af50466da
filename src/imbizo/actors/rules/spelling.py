"""How names are looked for in texts that people wrote."""

import re
from typing import Final

# No quotes and no backslashes: JSON has others in their place.
_PLAIN: Final = re.compile(r"[!#-\[\]-~]+")


def spelled(name: str) -> str:
    """A pattern of the name, to be used without regard to capitals: any gap between its words is one."""
    return r"\s+".join(re.escape(word) for word in name.split())


def surest(name: str) -> str:
    """The longest piece of the name that every database finds, in texts and in JSON, whatever its capitals and gaps.

    Databases fold capitals of ASCII alone. A name without a letter of it has its longest word for a piece.
    """
    pieces = _PLAIN.findall(name) or name.split()
    return max(pieces, key=len, default=name)
