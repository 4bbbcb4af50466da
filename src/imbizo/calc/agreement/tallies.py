"""A table of judgements counted once, for all coefficients that only ask whether two are equal."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imbizo.calc.agreement.ratings import MISSING, Ratings, pairable
from imbizo.calc.agreement.results import Agreement, Reason

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """What nominal coefficients need of a table, over its pairable rows only (those that at least two judged).

    `judged` (rows,) are the judgements on each row, `agreeing` (rows,) the ordered pairs of equal ones among them,
    `weights` (rows,) how often each row stands; `margins` (values,) how often each value was given. `lone` says
    whether other rows have a single judgement.
    """

    units: int
    coders: int
    judged: "Whole"
    agreeing: "Whole"
    weights: "Whole"
    margins: "Whole"
    lone: bool

    @property
    def pairable(self) -> int:
        return int(self.weights.sum())

    @property
    def problem(self) -> Reason | None:
        """Why nothing at all can be said of this table."""
        if self.coders < 2:
            return Reason.FEW_CODERS
        if not self.units:
            return Reason.NO_UNITS
        return None if self.pairable else Reason.NOTHING_PAIRABLE

    @property
    def differing(self) -> float:
        """The share of unequal pairs among all pairs of judgements on one unit; needs a pairable row."""
        pairs = self.weights @ (self.judged * (self.judged - 1))
        return float((pairs - self.weights @ self.agreeing) / pairs)

    def refused(self, reason: Reason) -> Agreement:
        """No coefficient, for this reason."""
        return Agreement(self.units, self.pairable, self.coders, None, reason)

    def against_chance(self, observed: float, expected: float) -> Agreement:
        """1 - observed / expected; nothing where chance leaves no room for disagreement."""
        counts = (self.units, self.pairable, self.coders)
        if expected <= 0:
            return Agreement(*counts, None, Reason.ONE_CATEGORY, observed, 0.0)
        return Agreement(*counts, 1 - observed / expected, None, observed, expected)


def tally(table: Ratings) -> Tally:
    """The table counted: equality of each pair of judgements on a row, however many values there are."""
    import numpy as np

    codes, weights = pairable(table)
    given = codes != MISSING
    judged = given.sum(axis=1)
    equal = (codes[:, :, None] == codes[:, None, :]) & given[:, :, None]
    margins = np.zeros(len(table.values), np.int64)
    np.add.at(margins, codes[given], np.repeat(weights, judged))
    return Tally(
        units=table.units,
        coders=table.coders,
        judged=judged,
        agreeing=equal.sum(axis=(1, 2)) - judged,
        weights=weights,
        margins=margins,
        lone=bool(((table.codes != MISSING).sum(axis=1) == 1).any()),
    )


def tally_of_marks(marked: "Whole", judged: "Whole", weights: "Whole", coders: int) -> Tally:
    """The same for judgements of yes or no, from how many said yes on each row and how many judged it."""
    import numpy as np

    kept = judged >= 2
    yes, asked, heavy = marked[kept], judged[kept], weights[kept]
    no = asked - yes
    return Tally(
        units=int(weights.sum()),
        coders=coders,
        judged=asked,
        agreeing=yes * (yes - 1) + no * (no - 1),
        weights=heavy,
        margins=np.array([heavy @ no, heavy @ yes]),
        lone=bool((judged == 1).any()),
    )
