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


class UnitKind(StrEnum):
    """How the material is cut."""

    WHOLE = "whole"
    PARAGRAPH = "paragraph"
    SENTENCE = "sentence"
    CHARACTER = "character"


@dataclass(frozen=True, slots=True)
class Span:
    """One coder's code on a part of one material; `end` None is the end of the text, so that (0, None) is all of it."""

    coder: Hashable
    material: Hashable
    code: Hashable
    start: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of one material."""

    material: Hashable
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unitised:
    """What `agreement_of_codings` takes: who gave which unit which code, all units, and how much each counts."""

    codings: tuple[tuple[Hashable, Unit, Hashable], ...]
    units: tuple[Unit, ...]
    weights: tuple[int, ...]


Bounds = Sequence[tuple[int, int]]
_EMPTY_LINE = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)")
_LINE_END = re.compile(r"\r\n|\r|\n|\u2029")
_SENTENCE_END = re.compile(r"[.!?…\u061f\u06d4\u3002]+[\"'’”»)\]]*\s+(?=[^\sa-z])")
_NO_END = re.compile(
    r"(?:\b[^\W\d_]|\b(?:mr|mrs|ms|dr|prof|adv|cllr|rev|st|mnr|mev|mej|nksk))\.\s+\Z", re.IGNORECASE
)


def unitise(spans: Iterable[Span], texts: Mapping[Hashable, str], kind: UnitKind) -> Unitised:
    """The spans on the units of their texts; a span on no text of these, or outside its text, touches nothing."""
    by_material: dict[Hashable, list[Span]] = {material: [] for material in texts}
    for span in spans:
        if span.material in by_material:
            by_material[span.material].append(span)
    units: list[Unit] = []
    codings: list[tuple[Hashable, Unit, Hashable]] = []
    for material, own in by_material.items():
        here = [Unit(material, *bounds) for bounds in _cut(texts[material], own, kind)]
        units += here
        codings += _placed(own, here, len(texts[material]))
    return Unitised(tuple(codings), tuple(units), tuple(_weight(unit, kind) for unit in units))


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


def _cut(text: str, spans: Sequence[Span], kind: UnitKind) -> Bounds:
    if kind is UnitKind.WHOLE:
        return [(0, len(text))]
    if kind is UnitKind.PARAGRAPH:
        return paragraphs(text)
    if kind is UnitKind.SENTENCE:
        return sentences(text)
    edges = {edge for span in spans for edge in _inside(span, len(text))}
    return list(pairwise(sorted(edges | {0, len(text)})))


def _placed(
    spans: Sequence[Span], units: Sequence[Unit], length: int
) -> Iterator[tuple[Hashable, Unit, Hashable]]:
    """Each span's code on each unit that it touches; the units of one text, in its order."""
    starts, ends = [unit.start for unit in units], [unit.end for unit in units]
    for span in spans:
        start, end = _inside(span, length)
        if start < end:
            touched = units[bisect_right(ends, start) : bisect_left(starts, end)]
            yield from ((span.coder, unit, span.code) for unit in touched)


def _inside(span: Span, length: int) -> tuple[int, int]:
    end = length if span.end is None else min(span.end, length)
    return min(max(span.start, 0), length), max(end, 0)


def _weight(unit: Unit, kind: UnitKind) -> int:
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
