"""Offsets into a text: Unicode code points from 0, end exclusive, whatever a browser or a file counts in."""

import bisect
import itertools
import re
from dataclasses import dataclass


def utf16_to_codepoints(text: str, start: int, end: int) -> tuple[int, int]:
    """A browser's selection, in UTF-16 units, in code points.

    A selection that cuts a character outside the Basic Multilingual Plane in two takes the whole character; one that
    reaches past the text ends with it.
    """
    starts = _utf16_starts(text)
    first = bisect.bisect_right(starts, max(start, 0)) - 1
    last = min(bisect.bisect_left(starts, end), len(text))
    return first, max(first, last)


def codepoints_to_utf16(text: str, start: int, end: int) -> tuple[int, int]:
    """A span in code points as a browser counts, in UTF-16 units."""
    return _utf16_length(text[:start]), _utf16_length(text[:end])


def _utf16_starts(text: str) -> list[int]:
    """Where each character begins in UTF-16 units, and where the last ends."""
    return list(itertools.accumulate((2 if ord(each) > 0xFFFF else 1 for each in text), initial=0))


def _utf16_length(text: str) -> int:
    return len(text) + sum(ord(each) > 0xFFFF for each in text)


@dataclass(frozen=True, slots=True)
class Boundary:
    """A text as it's kept, and how offsets in the text as it came are counted in it.

    `dropped` are the offsets in the text as it came of the characters that were left out, ascending.
    """

    text: str
    dropped: tuple[int, ...]

    def inward(self, offset: int) -> int:
        """An offset in the text as it came, in the text as it's kept."""
        return offset - bisect.bisect_left(self.dropped, offset)

    def outward(self, offset: int) -> int:
        """An offset in the text as it's kept, in the text as it came: before no character that was left out."""
        counts = range(len(self.dropped))
        return offset + bisect.bisect_right(counts, offset, key=lambda before: self.dropped[before] - before)


def at_boundary(text: str) -> Boundary:
    """What is done to a text where it comes in, and all that is: no byte order mark, and one newline for each line end.

    A carriage return before a newline is left out; one alone is a newline, which shifts nothing. Characters aren't
    composed or decomposed: an accent that came as two code points stays two.
    """
    dropped = [0] if text.startswith("\ufeff") else []
    dropped += (found.start() for found in re.finditer("\r(?=\n)", text))
    kept = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return Boundary(kept, tuple(dropped))
