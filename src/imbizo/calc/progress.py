"""How far measures are, what is due, and how much of a whole is covered.

Rules: drafting-and-agreements.md section 3. The progress of a parent is the weighted mean of its children: 50 % and
100 % with weights 1 and 3 make 87.5 %. A child that hasn't reported is missing: it is named, and never counted as 0.
What a parent reports of itself isn't counted beside its children. Computed in whole fractions; rounded at the end.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from imbizo.calc.chains import follow

SOON: Final = timedelta(days=14)
_WHOLE: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of a tree. `percent` is what was reported last, from 0 to 100, or None if nothing was.

    A parent that isn't among the measures is none. A measure of weight 0 is shown and doesn't count.
    Raises ValueError for a weight below 0 or a percentage that isn't one.
    """

    id: str
    parent: str | None = None
    percent: Decimal | None = None
    weight: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        if not (self.weight.is_finite() and self.weight >= 0):
            raise ValueError("a weight is a number that isn't below 0")
        if self.percent is not None and not (self.percent.is_finite() and 0 <= self.percent <= _WHOLE):
            raise ValueError("progress is between 0 and 100 percent")


@dataclass(frozen=True, slots=True)
class Progress:
    """`percent` has two decimals and is None if nothing below has reported. Both lists hold ids of measures without
    children, in the order in which they came: `reported` of `reported` and `missing` have said how far they are.
    """

    percent: Decimal | None
    reported: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all have reported, so that the figure speaks for all."""
        return not self.missing


class When(StrEnum):
    """How a date stands to today."""

    DONE = "done"
    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    NO_DATE = "no_date"


@dataclass(frozen=True, slots=True)
class Due:
    """`days` from today to the date: below 0 it has passed; None for what is done or has no date."""

    when: When
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """`done` of `of`: sections with sources, measures with owners."""

    done: int
    of: int

    @property
    def percent(self) -> int | None:
        """Whole percent, rounded down; 0 only for none, 100 only for all, None where there's nothing to count."""
        if not self.of:
            return None
        return max(1, self.done * 100 // self.of) if self.done else 0

    @property
    def left(self) -> int:
        return self.of - self.done


@dataclass(frozen=True, slots=True)
class _Part:
    value: Fraction | None
    weight: Fraction
    reported: tuple[str, ...]
    missing: tuple[str, ...]


def progress(measures: Iterable[Measure]) -> dict[str, Progress]:
    """How far each measure is, by id, in the order given; LoopError if measures are parts of each other."""
    known = {measure.id: measure for measure in measures}
    links = {each.id: each.parent for each in known.values() if each.parent and each.parent in known}
    children: dict[str, list[str]] = {}
    for child, parent in links.items():
        children.setdefault(parent, []).append(child)
    parts: dict[str, _Part] = {}
    # The deepest first, so that all children are known when their parent is asked for.
    for each in sorted(known.values(), key=lambda measure: -len(follow(measure.id, links))):
        parts[each.id] = _part(each, [parts[child] for child in children.get(each.id, ())])
    return {id: _progress(parts[id]) for id in known}


def due(on: date | None, today: date, *, is_done: bool = False, soon: timedelta = SOON) -> Due:
    """How a due date stands to today; what is due today is due soon, and overdue from tomorrow."""
    if is_done:
        return Due(When.DONE)
    if on is None:
        return Due(When.NO_DATE)
    left = on - today
    when = When.OVERDUE if left < timedelta() else When.SOON if left <= soon else When.LATER
    return Due(when, left.days)


def coverage(done: Mapping[str, bool]) -> Coverage:
    """How many of the records, by id, are done."""
    return Coverage(sum(done.values()), len(done))


def _part(measure: Measure, children: Sequence[_Part]) -> _Part:
    if children:
        return _mean(children, Fraction(measure.weight))
    if measure.percent is None:
        return _Part(None, Fraction(measure.weight), (), (measure.id,))
    return _Part(Fraction(measure.percent), Fraction(measure.weight), (measure.id,), ())


def _mean(children: Sequence[_Part], weight: Fraction) -> _Part:
    said = [(each.value, each.weight) for each in children if each.value is not None]
    total = sum((each for _, each in said), Fraction())
    value = sum((value * each for value, each in said), Fraction()) / total if total else None
    reported = tuple(id for each in children for id in each.reported)
    return _Part(value, weight, reported, tuple(id for each in children for id in each.missing))


def _progress(part: _Part) -> Progress:
    if part.value is None:
        return Progress(None, part.reported, part.missing)
    exact = Decimal(part.value.numerator) / Decimal(part.value.denominator)
    percent = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Progress(percent, part.reported, part.missing)
