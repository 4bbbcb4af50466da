"""Percent agreement, the kappas and nominal alpha, on judgements that are equal or not.

Percent agreement is the share of equal pairs among all pairs of judgements on one unit.
Cohen's kappa: J. Cohen, A coefficient of agreement for nominal scales, Educ. Psychol. Meas. 20 (1960) 37-46; on the
units that both judged. Fleiss' kappa: J. L. Fleiss, Measuring nominal scale agreement among many raters, Psychol.
Bull. 76 (1971) 378-382; as many judgements on each unit, no matter whose, units that nobody judged left out. Alpha: see
`krippendorff`.
"""

from typing import TYPE_CHECKING

from imbizo.calc.agreement.ratings import Ratings, pairable
from imbizo.calc.agreement.results import Agreement, Coefficients, Reason
from imbizo.calc.agreement.tallies import Tally, tally

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]


def coefficients(table: Ratings) -> Coefficients:
    """Everything that can be said of a table of nominal judgements."""
    counted = tally(table)
    return Coefficients(
        percent=percent_of(counted),
        cohen=cohen_of(counted, table),
        fleiss=fleiss_of(counted),
        alpha=nominal_alpha_of(counted),
    )


def percent_agreement(table: Ratings) -> Agreement:
    """The share of pairs of judgements that are equal, 0 to 1; defined also where only one value was ever given."""
    return percent_of(tally(table))


def cohen_kappa(table: Ratings) -> Agreement:
    """Cohen's kappa, for a table of exactly two coders."""
    return cohen_of(tally(table), table)


def fleiss_kappa(table: Ratings) -> Agreement:
    """Fleiss' kappa, for two coders or more and as many judgements on each unit that was judged."""
    return fleiss_of(tally(table))


def percent_of(counted: Tally) -> Agreement:
    """Percent agreement of a table that is counted already."""
    if counted.problem:
        return counted.refused(counted.problem)
    differing = counted.differing
    return Agreement(counted.units, counted.pairable, counted.coders, 1 - differing, None, differing)


def cohen_of(counted: Tally, table: Ratings | None) -> Agreement:
    """Cohen's kappa of a table that is counted already; each coder's own shares need the table itself.

    Only where there aren't two coders can the table be None.
    """
    if counted.problem:
        return counted.refused(counted.problem)
    if counted.coders != 2 or table is None:
        return counted.refused(Reason.NOT_TWO_CODERS)
    codes, weights = pairable(table)
    first, second = (_times_given(column, weights, len(table.values)) for column in codes.T)
    return counted.against_chance(counted.differing, float(1 - first @ second / weights.sum() ** 2))


def fleiss_of(counted: Tally) -> Agreement:
    """Fleiss' kappa of a table that is counted already."""
    if counted.problem:
        return counted.refused(counted.problem)
    if counted.lone or counted.judged.min() != counted.judged.max():
        return counted.refused(Reason.UNEQUAL_RATINGS)
    margins = counted.margins
    return counted.against_chance(counted.differing, float(1 - margins @ margins / margins.sum() ** 2))


def nominal_alpha_of(counted: Tally) -> Agreement:
    """Krippendorff's alpha of a table that is counted already, for values that are only equal or not."""
    if counted.problem:
        return counted.refused(counted.problem)
    margins, values = counted.margins, int(counted.margins.sum())
    equal = counted.weights @ (counted.agreeing / (counted.judged - 1))
    by_chance = (margins @ (margins - 1)) / (values * (values - 1))
    return counted.against_chance(float(1 - equal / values), float(1 - by_chance))


def _times_given(column: "Whole", weights: "Whole", values: int) -> "Whole":
    """How often one coder gave each value (values,)."""
    import numpy as np

    return np.asarray(np.bincount(column, weights, values), np.int64)
