"""Positions in texts, as programs count them, brought to ours.

The standard counts Unicode code points of the plain text from 0 (10.2). Its words, "the first and the last
character", leave open where the end is; the examples of its annex A, and most programs, mean the place after
the last one ("granola" is 62 to 69). Beyond that programs differ. Those on .NET and Qt count UTF-16 units, so
that an emoji counts twice; some write CRLF and count it as one character, others as two; some include the
last character; some count the mark at the beginning of the file. A project says none of this, but most
programs put the quoted words into the name of a selection: with that, or with where words begin and end, the
way of counting can be found out, for the project as a whole.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from itertools import product
from typing import TypeAlias

from imbizo.calc.refi.decoding import BOM

BREAK = re.compile("\n")
CRLF = re.compile("\r\n")
ASTRAL = re.compile("[\U00010000-\U0010ffff]")
SAMPLE = 150  # selections that are looked at to find the way of counting
CLEARLY = 0.25  # how much more often words must begin and end at the selections to leave what is usual
SHORT = 3  # a name of fewer characters stands anywhere
LONG = 20  # a name of so many that begins the quoted words may be cut off without saying so


class Breaks(StrEnum):
    """How many characters the end of a line counts."""

    AS_WRITTEN = "as-written"
    ONE = "one"
    TWO = "two"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A way of counting; the default is that of the standard, as most programs understand it."""

    breaks: Breaks = Breaks.AS_WRITTEN
    utf16: bool = False
    mark: bool = False
    last: bool = False
    from_one: bool = False

    def departures(self, other: "Reading") -> int:
        """In how many ways the two differ."""
        return sum(getattr(self, field.name) != getattr(other, field.name) for field in fields(self))

    def said(self) -> tuple[str, ...]:
        """What is unusual about it, in words for a list."""
        unusual = {
            f"line-breaks-{self.breaks}": self.breaks is not Breaks.AS_WRITTEN,
            "utf-16": self.utf16,
            "mark-counted": self.mark,
            "last-included": self.last,
            "from-one": self.from_one,
        }
        return tuple(name for name, is_so in unusual.items() if is_so)


STANDARD = Reading()
ATLAS = Reading(breaks=Breaks.ONE)
NVIVO = Reading(utf16=True)


def usual(origin: str) -> Reading:
    """How the program that names itself `origin` is known to count."""
    lowered = origin.lower()
    if "atlas" in lowered:
        return ATLAS
    return NVIVO if "nvivo" in lowered else STANDARD


@dataclass(frozen=True, slots=True, eq=False)
class Script:
    """A text of ours, and what of the original counts in positions.

    Where lines end, where they ended with CRLF, where characters take two units of UTF-16, and whether a
    mark stood before it.
    """

    text: str
    breaks: tuple[int, ...]
    crlf: tuple[int, ...]
    astral: tuple[int, ...]
    marked: bool

    def wide(self, reading: Reading) -> list[int]:
        """The positions of characters that count twice."""
        by_breaks = {Breaks.ONE: (), Breaks.AS_WRITTEN: self.crlf, Breaks.TWO: self.breaks}
        return sorted((*by_breaks[reading.breaks], *(self.astral if reading.utf16 else ())))


def script(raw: str, *, marked: bool = False) -> Script:
    """Our text of `raw`: without a mark, with LF for every CRLF and CR, and no NUL."""
    body = raw.removeprefix(BOM)
    text = body.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\N{REPLACEMENT CHARACTER}")
    return Script(
        text=text,
        breaks=_places(BREAK, text),
        crlf=tuple(place - before for before, place in enumerate(_places(CRLF, body))),
        astral=() if text.isascii() else _places(ASTRAL, text),
        marked=marked or body != raw,
    )


def _places(pattern: re.Pattern[str], text: str) -> tuple[int, ...]:
    return tuple(found.start() for found in pattern.finditer(text))


Mover: TypeAlias = Callable[[int], int]


def mover(of: Script, reading: Reading) -> Mover:
    """What brings a position as the program counts it to one of ours; it may lie outside the text."""
    seconds = [position + index + 1 for index, position in enumerate(of.wide(reading))]
    shift = int(reading.from_one) + int(reading.mark and of.marked)

    def move(position: int) -> int:
        counted = position - shift
        return counted - bisect_left(seconds, counted)

    return move


def back(of: Script) -> Mover:
    """What brings a position in the original text (code points) to one of ours: for writing."""
    return mover(of, replace(STANDARD, mark=True))


@dataclass(frozen=True, slots=True)
class Sample:
    """A selection as it stands in the project."""

    script: Script
    start: int
    end: int
    name: str


def placed(samples: Iterable[Sample], reading: Reading) -> Iterator[tuple[Sample, int, int]]:
    """The selections with where they begin and end in our texts, if they are counted like this."""
    movers: dict[Script, Mover] = {}
    for sample in samples:
        move = movers.get(sample.script) or movers.setdefault(sample.script, mover(sample.script, reading))
        yield sample, move(sample.start), move(sample.end + reading.last)


def find_reading(samples: Sequence[Sample], expected: Reading) -> Reading:
    """The way of counting that fits the selections best; `expected` where nothing speaks against it."""
    looked_at = samples[:: max(1, len(samples) // SAMPLE)]
    readings = _possible(looked_at, expected)
    quoted = {reading: _score(looked_at, reading, _as_quoted) for reading in readings}
    best = max(quoted.values(), default=0)
    if best > 0:
        return next(reading for reading in readings if quoted[reading] == best)
    return _by_words(looked_at, readings)


def _possible(samples: Sequence[Sample], expected: Reading) -> list[Reading]:
    """All ways of counting that can make a difference in these texts, the likeliest first."""
    scripts = {sample.script for sample in samples}
    ways = product(
        list(Breaks) if any(found.breaks for found in scripts) else [expected.breaks],
        [False, True] if any(found.astral for found in scripts) else [expected.utf16],
        [False, True] if any(found.marked for found in scripts) else [expected.mark],
        [False, True],
        [False, True],
    )
    readings = [
        Reading(breaks=breaks, utf16=utf16, mark=mark, last=last, from_one=from_one)
        for breaks, utf16, mark, last, from_one in ways
    ]
    return sorted(readings, key=expected.departures)


def _score(samples: Sequence[Sample], reading: Reading, judge: Callable[[Sample, int, int], int]) -> int:
    """How well the selections fit if they are counted like this."""
    return sum(judge(sample, start, end) for sample, start, end in placed(samples, reading))


def _as_quoted(sample: Sample, start: int, end: int) -> int:
    """2 if the name is the quoted words, 1 if it is but for white space or begins them, else 0."""
    name = " ".join(sample.name.split())
    whole = name.removesuffix("…").removesuffix("...").rstrip()
    if len(whole) < SHORT or not 0 <= start < end:
        return 0
    quoted = sample.script.text[start:end]
    if quoted == sample.name:
        return 2
    collapsed = " ".join(quoted.split())
    if collapsed == name:
        return 1
    may_be_cut = whole != name or len(whole) >= LONG
    return int(may_be_cut and collapsed.startswith(whole) and not quoted[:1].isspace())


def _by_words(samples: Sequence[Sample], readings: Sequence[Reading]) -> Reading:
    """People select whole words: the way by which clearly more selections begin and end with words."""
    usual_way = readings[0]
    if len(samples) < SHORT:
        return usual_way
    fitting = {reading: _score(samples, reading, _at_words) / (2 * len(samples)) for reading in readings}
    best = max(fitting.values())
    if best < fitting[usual_way] + CLEARLY:
        return usual_way
    return next(reading for reading in readings if fitting[reading] == best)


def _at_words(sample: Sample, start: int, end: int) -> int:
    """How many of its two ends lie where a word begins or ends; both are missed outside the text."""
    text = sample.script.text
    if not 0 <= start < end <= len(text):
        return -1
    begins = text[start].isalnum() and not text[start - 1 : start].isalnum()
    closed = not text[end : end + 1].isalnum()
    return int(begins) + int(closed and not text[end - 1].isspace())
