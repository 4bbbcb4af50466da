"""Words as the full-text index keeps them, and where the words of a search stand in a text."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from imbizo.calc.folding import fold

MOST_ASKED = 8
_LONGEST = 40
_WORD = re.compile(r"[^\W_]+")
# A shorter word is looked for as it stands: everything begins with "s".
SHORTEST_PREFIX = 3
_AROUND = 90
_SPACES = re.compile(r"\s+")


class Piece(NamedTuple):
    """A part of a snippet; `is_hit` where it is a word that was asked for."""

    text: str
    is_hit: bool = False


def folded(word: str) -> str:
    """A word without case, accents and signs, as it is looked for."""
    return "".join(sign for sign in fold(word) if sign.isalnum())[:_LONGEST]


def words_of(text: str) -> list[str]:
    """The folded words of a text, each once, in alphabetical order."""
    return sorted({folded(word) for word in set(_WORD.findall(text))} - {""})


def asked_words(text: str) -> list[str]:
    """The folded words of a search, each once; at most MOST_ASKED."""
    found = dict.fromkeys(folded(word) for word in _WORD.findall(text[:500]))
    return [word for word in found if word][:MOST_ASKED]


def answers(word: str, asked: Sequence[str]) -> bool:
    """Whether a word of a text is one of those asked for, or begins as one of three letters and more."""
    bare = folded(word)
    return any(bare == one or (len(one) >= SHORTEST_PREFIX and bare.startswith(one)) for one in asked)


def snippet(text: str, asked: Sequence[str]) -> list[Piece]:
    """The words around the first that was asked for, with all of them marked; empty where there is none."""
    hit = next((each for each in _WORD.finditer(text) if answers(each[0], asked)), None)
    if hit is None:
        return []
    start = _after_space(text, max(hit.start() - _AROUND, 0))
    end = _before_space(text, min(hit.end() + 2 * _AROUND, len(text)))
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return [Piece(before), *_pieces(_SPACES.sub(" ", text[start:end]), asked), Piece(after)]


def _pieces(text: str, asked: Sequence[str]) -> Iterator[Piece]:
    at = 0
    for word in _WORD.finditer(text):
        if answers(word[0], asked):
            yield Piece(text[at : word.start()])
            yield Piece(word[0], is_hit=True)
            at = word.end()
    yield Piece(text[at:])


def _after_space(text: str, at: int) -> int:
    found = _SPACES.search(text, at, at + _AROUND) if at else None
    return found.end() if found else at


def _before_space(text: str, at: int) -> int:
    found = text.rfind(" ", max(at - _AROUND, 0), at) if at < len(text) else -1
    return found if found > 0 else at


def occurrences(text: str, phrase: str, *, most: int) -> list[tuple[int, int]]:
    """Where a phrase stands in a text, as [start, end) in code points; case and white space count alike."""
    words = phrase.split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words), re.IGNORECASE)
    return [each.span() for _number, each in zip(range(most), pattern.finditer(text), strict=False)]


def places_of(text: str, asked: Sequence[str], *, most: int) -> list[tuple[int, int]]:
    """Where words stand that answer those asked for, as [start, end) in code points."""
    found = (word.span() for word in _WORD.finditer(text) if answers(word[0], asked))
    return [span for _number, span in zip(range(most), found, strict=False)]
