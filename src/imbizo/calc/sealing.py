"""The whole text of a published version, and its hash: what agreements, resolutions and signatures are held against.

The text, to the letter: for each section in the order of reading a line with its number, a space and its heading, then
its words, if it has any, with one line for each paragraph; between two sections an empty line. Citations and references
stand as the words that a reader saw ("section 4.2"). Unicode is in normal form C, each line end is one newline, and no
line ends with white space. The hash is the SHA-256 of that text as UTF-8, in hexadecimal.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SealedPart:
    """A section as it was published: number and heading, and its words with all atoms written out."""

    number: str
    title: str
    words: str


def whole_text(parts: Iterable[SealedPart]) -> str:
    """The text of a version as it is hashed."""
    sections = ("\n".join([f"{part.number} {part.title}", part.words]).rstrip() for part in parts)
    return _normal("\n\n".join(sections))


def text_hash(parts: Iterable[SealedPart]) -> str:
    """The hash of a version: 64 hexadecimal digits."""
    return hashlib.sha256(whole_text(parts).encode()).hexdigest()


def _normal(text: str) -> str:
    lines = re.sub(r"\r\n?", "\n", unicodedata.normalize("NFC", text))
    return re.sub(r"[^\S\n]+$", "", lines, flags=re.MULTILINE)
