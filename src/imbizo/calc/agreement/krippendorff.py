"""Krippendorff's alpha, with judgements missing, for four levels of measurement.

K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), Annenberg School for Communication, sections A to
D; Content Analysis, fourth edition (Sage 2019), chapter 12. A unit that fewer than two judged says nothing.
Differences, squared: nominal 0 or 1; ordinal by the middle ranks of both values among all that were given; interval
(c - k)²; ratio ((c - k) / (c + k))², which is 0 between two zeros.
"""

from collections.abc import Hashable, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from imbizo.calc.agreement.coefficients import nominal_alpha_of
from imbizo.calc.agreement.ratings import MISSING, Ratings, pairable
from imbizo.calc.agreement.results import Agreement, Level, Reason
from imbizo.calc.agreement.tallies import Tally, tally

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

_ROWS_AT_ONCE = 256


def krippendorff_alpha(table: Ratings, level: Level = Level.NOMINAL) -> Agreement:
    """Alpha of the table; all levels but the nominal ask for values that are numbers, ratio for none below zero."""
    counted = tally(table)
    problem = counted.problem or _misfit(table.values, level)
    if problem:
        return counted.refused(problem)
    if level is Level.NOMINAL:
        return nominal_alpha_of(counted)
    scores = _scores(table.values, counted, level)
    return counted.against_chance(_observed(table, scores, level), _expected(counted, scores, level))


def _misfit(values: Sequence[Hashable], level: Level) -> Reason | None:
    if level is Level.NOMINAL:
        return None
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    if len(numbers) < len(values) or not all(map(isfinite, numbers)):
        return Reason.NOT_NUMBERS
    return Reason.NEGATIVE_NUMBERS if level is Level.RATIO and min(numbers) < 0 else None


def _scores(values: Sequence[Hashable], counted: Tally, level: Level) -> "Numbers":
    """What is compared for each value (values,): the number itself, or its middle rank."""
    import numpy as np

    numbers = np.array(values, np.float64)
    if level is not Level.ORDINAL:
        return numbers
    order = np.argsort(numbers)
    given = counted.margins[order]
    ranks = np.empty(len(numbers))
    ranks[order] = np.cumsum(given) - given / 2
    return ranks


def _differences(one: "Numbers", other: "Numbers", level: Level) -> "Numbers":
    """Squared differences, broadcast."""
    import numpy as np

    apart = one - other
    if level is Level.RATIO:
        both = one + other
        apart = np.divide(apart, both, out=np.zeros_like(both), where=both != 0)
    return np.square(apart)


def _observed(table: Ratings, scores: "Numbers", level: Level) -> float:
    """The mean difference between judgements on one unit, each unit counting as often as it was judged."""
    codes, weights = pairable(table)
    given = codes != MISSING
    scored = scores[codes]
    differences = _differences(scored[:, :, None], scored[:, None, :], level)
    within = (differences * (given[:, :, None] & given[:, None, :])).sum(axis=(1, 2))
    judged = given.sum(axis=1)
    return float(weights @ (within / (judged - 1)) / (weights @ judged))


def _expected(counted: Tally, scores: "Numbers", level: Level) -> float:
    """The mean difference between any two judgements that were given, whoever gave them on whatever unit."""
    margins, values = counted.margins, int(counted.margins.sum())
    total = 0.0
    for start in range(0, len(scores), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        differences = _differences(scores[rows, None], scores[None, :], level)
        total += float(margins[rows] @ differences @ margins)
    return total / (values * (values - 1))
