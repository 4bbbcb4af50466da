"""Text files, in whatever encoding."""

from imbizo.base.documents.reading.shapes import ReadText
from imbizo.base.documents.text import plain
from imbizo.calc import texttables


def read(content: bytes) -> ReadText:
    """The text as it stands; line ends become newlines, a byte-order mark goes."""
    return ReadText(plain(texttables.decode(content)).lstrip("\ufeff"))
