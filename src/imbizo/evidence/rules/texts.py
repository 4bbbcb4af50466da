"""Cutting a text for the page on which it is coded: parts that are fetched one by one, and the lines of a part.

All offsets are code points of the text from 0, end exclusive. Lines leave out the line ends, so that nothing that HTML
would change (CRLF, a lone CR) stands inside one: a line's place plus the letters before a word is the word's place.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

PART = 4_000
"""Code points of a part, about a printed page, where the text has no pages of its own."""

_LONGEST = 8_000
_LINE_END = re.compile(r"\r\n|\r|\n|\f|\v|\x85|\u2028|\u2029")
_BREAK = re.compile(r"\n|\r(?!\n)")
_SPACE = re.compile(r"\s")


class Stretch(NamedTuple):
    """A part or a line of a text."""

    start: int
    end: int


def parts_of(text: str, pages: Sequence[int] = ()) -> list[Stretch]:
    """The parts of a text: its pages where it has them, else pieces that end where a line does.

    `pages` are the offsets at which pages begin. There is always one part, and together they are the whole text.
    """
    starts = sorted({0, *(at for at in pages if 0 < at < len(text))})
    if len(starts) == 1:
        return list(_pieces(text))
    ends = [*starts[1:], len(text)]
    return [Stretch(*bounds) for bounds in zip(starts, ends, strict=True)]


def _pieces(text: str) -> Iterator[Stretch]:
    start = 0
    while len(text) - start > _LONGEST:
        end = _end_of_piece(text, start)
        yield Stretch(start, end)
        start = end
    yield Stretch(start, len(text))


def _end_of_piece(text: str, start: int) -> int:
    """After a line's end, else after a space, else in the middle of whatever has neither."""
    for mark in (_BREAK, _SPACE):
        if found := mark.search(text, start + PART, start + _LONGEST):
            return found.end()
    return start + PART


def lines_of(text: str, part: Stretch) -> list[Stretch]:
    """The lines of a part that hold something to read."""
    found, start = [], part.start
    for end in _LINE_END.finditer(text, part.start, part.end):
        found.append(Stretch(start, end.start()))
        start = end.end()
    found.append(Stretch(start, part.end))
    return [line for line in found if text[line.start : line.end].strip()]


def mark_of(text: str) -> str:
    """A short mark of a text, by which the page and the server know that they speak of the same words."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def found_once(text: str, quote: str) -> Stretch | None:
    """Where a quote stands, white space counting alike; None where it stands nowhere or more than once."""
    words = quote.split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    found = [Stretch(*each.span()) for _two, each in zip(range(2), pattern.finditer(text), strict=False)]
    return found[0] if len(found) == 1 else None


def trimmed(text: str, start: int, end: int) -> Stretch:
    """The same words without white space on either side."""
    piece = text[start:end]
    first = start + len(piece) - len(piece.lstrip())
    return Stretch(first, max(first, start + len(piece.rstrip())))


def is_colour(text: str) -> bool:
    """Whether it is a colour as codes keep it: #rrggbb."""
    return re.fullmatch(r"#[0-9a-fA-F]{6}", text) is not None
