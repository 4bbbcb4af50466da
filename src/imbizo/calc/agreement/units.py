"""The units on which agreement is stated: what two coders must both have marked to have marked the same.

Coders select where they like, and the same passage comes out longer with one than with another; how the text was cut
decides how well they agree, so the unit is stated with every figure (J. L. Campbell, C. Quincy, J. Osserman and O. K.
Pedersen, Coding in-depth semistructured interviews: problems of unitization and intercoder reliability and agreement,
Sociological Methods & Research 42 (2013) 294-320).

WHOLE: an input, excerpt or transcript as one; it has a code that is on any part of it.
PARAGRAPH: what stands between empty lines, or on one line where a text has no empty ones.
SENTENCE: a paragraph cut after . ! ? and their like before white space and no small letter, except after an initial
or a title ("J. Botha", "Mr. Fisa"): Unicode Standard Annex 29, section 5, made simple.
A paragraph or sentence has a code whose span touches one of its characters; leading and trailing white space isn't
part of it.
CHARACTER: every code point is a unit. The text is cut wherever any span begins or ends, and each piece counts with its
length, which gives the very figures that a table of all code points would.

Offsets are Unicode code points from 0, the end exclusive.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar


class UnitKind(StrEnum):
    """How the material is cut."""

    WHOLE = "whole"
    PARAGRAPH = "paragraph"
    SENTENCE = "sentence"
    CHARACTER = "character"


Coder = TypeVar("Coder", bound=Hashable)
Material = TypeVar("Material", bound=Hashable)
Code = TypeVar("Code", bound=Hashable)


# Both are tuples, because there are a hundred thousand of them and each is looked up by its hash.
class Span(NamedTuple, Generic[Coder, Material, Code]):
    """One coder's code on a part of one material; `end` None is the end of the text, so that (0, None) is all of it."""

    coder: Coder
    material: Material
    code: Code
    start: int = 0
    end: int | None = None


class Unit(NamedTuple, Generic[Material]):
    """A part of one material."""

    material: Material
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unitised(Generic[Coder, Material, Code]):
    """What `agreement_of_codings` takes: who gave which unit which code, all units, and how much each counts.

    `parts` are the spans on each text beside its units.
    """

    units: tuple[Unit[Material], ...]
    weights: tuple[int, ...]
    parts: tuple[tuple[Sequence[Span[Coder, Material, Code]], Sequence[Unit[Material]], int], ...]

    @property
    def codings(self) -> Iterator[tuple[Coder, Unit[Material], Code]]:
        """Told one by one, each time anew: kept, they would be as many again as the spans."""
        for spans, units, length in self.parts:
            yield from _placed(spans, units, length)


Bounds = Sequence[tuple[int, int]]
_EMPTY_LINE = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)")
_LINE_END = re.compile(r"\r\n|\r|\n|\u2029")
_SENTENCE_END = re.compile(r"[.!?…\u061f\u06d4\u3002]+[\"'’”»)\]]*\s+(?=[^\sa-z])")
_NO_END = re.compile(
    r"(?:\b[^\W\d_]|\b(?:mr|mrs|ms|dr|prof|adv|cllr|rev|st|mnr|mev|mej|nksk))\.\s+\Z", re.IGNORECASE
)


def unitise(
    spans: Iterable[Span[Coder, Material, Code]], texts: Mapping[Material, str], kind: UnitKind
) -> Unitised[Coder, Material, Code]:
    """The spans on the units of their texts; a span on no text of these, or outside its text, touches nothing."""
    by_material: dict[Material, list[Span[Coder, Material, Code]]] = {material: [] for material in texts}
    for span in spans:
        own = by_material.get(span.material)
        if own is not None:
            own.append(span)
    parts = [
        (own, [Unit(material, *bounds) for bounds in _cut(texts[material], own, kind)], len(texts[material]))
        for material, own in by_material.items()
    ]
    units = tuple(unit for _own, here, _length in parts for unit in here)
    return Unitised(units, tuple(_weight(unit, kind) for unit in units), tuple(parts))


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Where each paragraph starts and ends."""
    return _trimmed(text, _pieces(text, _EMPTY_LINE if _EMPTY_LINE.search(text) else _LINE_END))


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence starts and ends; none runs over the end of a paragraph."""
    found: list[tuple[int, int]] = []
    for start, end in paragraphs(text):
        marks = [match.end() for match in _SENTENCE_END.finditer(text, start, end)]
        ends = [mark for mark in marks if not _NO_END.search(text, max(start, mark - 12), mark)]
        found += pairwise([start, *ends, end])
    return _trimmed(text, found)


def _cut(text: str, spans: Sequence[Span[Coder, Material, Code]], kind: UnitKind) -> Bounds:
    if kind is UnitKind.WHOLE:
        return [(0, len(text))]
    if kind is UnitKind.PARAGRAPH:
        return paragraphs(text)
    if kind is UnitKind.SENTENCE:
        return sentences(text)
    edges = {edge for span in spans for edge in _inside(span, len(text))}
    return list(pairwise(sorted(edges | {0, len(text)})))


def _placed(
    spans: Sequence[Span[Coder, Material, Code]], units: Sequence[Unit[Material]], length: int
) -> Iterable[tuple[Coder, Unit[Material], Code]]:
    """Each span's code on each unit that it touches; the units of one text, in its order."""
    return _on_one(spans, units[0]) if len(units) == 1 else _on_several(spans, units, length)


def _on_one(
    spans: Sequence[Span[Coder, Material, Code]], unit: Unit[Material]
) -> list[tuple[Coder, Unit[Material], Code]]:
    # Most of what is said is one unit: that it is touched is told without searching.
    return [
        (coder, unit, code)
        for coder, _material, code, start, end in spans
        if start < unit.end and (end is None or (end > start and end > unit.start))
    ]


def _on_several(
    spans: Sequence[Span[Coder, Material, Code]], units: Sequence[Unit[Material]], length: int
) -> Iterator[tuple[Coder, Unit[Material], Code]]:
    starts, ends = [unit.start for unit in units], [unit.end for unit in units]
    for span in spans:
        start, end = _inside(span, length)
        if start < end:
            touched = units[bisect_right(ends, start) : bisect_left(starts, end)]
            yield from ((span.coder, unit, span.code) for unit in touched)


def _inside(span: Span[Coder, Material, Code], length: int) -> tuple[int, int]:
    end = length if span.end is None else min(span.end, length)
    return min(max(span.start, 0), length), max(end, 0)


def _weight(unit: Unit[Material], kind: UnitKind) -> int:
    return unit.end - unit.start if kind is UnitKind.CHARACTER else 1


def _pieces(text: str, separator: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for match in separator.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _trimmed(text: str, bounds: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without white space at either end, and without what is nothing else."""
    found = []
    for start, end in bounds:
        piece = text[start:end]
        if stripped := piece.strip():
            first = start + len(piece) - len(piece.lstrip())
            found.append((first, first + len(stripped)))
    return found
