"""The draw by quotas as a mixed-integer program, built apart from its solving so that either can be measured alone.

Variables: one x per candidate, 0 or 1, then one slack per quota that asks for a minimum, in people. One objective
holds three aims in strict order, by weights of which each outbids all that the lower ones can add up to:
1. the least shortfall over all quotas together; a quota that can't be met costs what it lacks and spoils no other;
2. as many places filled as the maxima allow;
3. the lowest sum of lots (each in 0 to 1), by which chance decides among selections that are equal otherwise.

Must-haves are fixed at 1; maxima and places are hard. Candidates aren't grouped by profile, although that would be
smaller: with a lot for each person the draw is fair between profiles too, and everyone can check it.
Solver: HiGHS (Huangfu and Hall 2018, Math. Prog. Comp. 10:119-142), through scipy.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imbizo.calc.errors import NoSelectionError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csc_array

    Masks = NDArray[np.bool_]
    Numbers = NDArray[np.float64]
    Counts = NDArray[np.int64]

# A stop that counts work and not seconds, so that the same draw stops at the same place everywhere.
NODE_LIMIT = 50_000
_OPTIMAL, _LIMIT = 0, 1


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Minimise costs · v where lower <= matrix v <= upper and floors <= v <= ceilings; `candidates` of the v are x."""

    candidates: int
    costs: "Numbers"
    matrix: "csc_array[np.float64]"
    lower: "Numbers"
    upper: "Numbers"
    floors: "Numbers"
    ceilings: "Numbers"
    integrality: "Counts"


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Who is in (n,), and whether that is proven to be the best."""

    chosen: "Masks"
    is_proven: bool


def build(
    *,
    members: "Masks",
    must_have: "Masks",
    lots: "Numbers",
    places: int,
    minima: "Counts",
    maxima: "Numbers",
) -> Model:
    """The model. `members` is (n, q), `must_have` and `lots` are (n,), `minima` and `maxima` (q,), in people.

    A minimum of 0 and a maximum of infinity ask for nothing and take no row.
    """
    import numpy as np

    asked, capped = np.flatnonzero(minima > 0), np.flatnonzero(np.isfinite(maxima))
    people, slacks = len(lots), len(asked)
    # No more places count than there are people, so that "as many as you like" doesn't drown the lots in rounding.
    most = min(places, people)
    filled = float(most + 1)
    missing = filled * (most + 2)
    return Model(
        candidates=people,
        costs=np.concatenate([lots - filled, np.full(slacks, missing)]),
        matrix=_matrix(members, asked, capped),
        lower=np.concatenate([[0.0], minima[asked], np.full(len(capped), -np.inf)]),
        upper=np.concatenate([[places], np.full(slacks, np.inf), maxima[capped]]),
        floors=np.concatenate([must_have, np.zeros(slacks)]),
        ceilings=np.concatenate([np.ones(people), minima[asked]]),
        integrality=np.concatenate([np.ones(people, int), np.zeros(slacks, int)]),
    )


def _matrix(members: "Masks", asked: "Counts", capped: "Counts") -> "csc_array[np.float64]":
    """Rows: all people against the places; each minimum with its slack; each maximum."""
    import numpy as np
    from scipy.sparse import csc_array

    people, slacks = len(members), len(asked)
    person, quota = np.nonzero(members[:, np.concatenate([asked, capped])])
    rows = np.concatenate([np.zeros(people, int), quota + 1, np.arange(slacks) + 1])
    columns = np.concatenate([np.arange(people), person, np.arange(slacks) + people])
    shape = (1 + slacks + len(capped), people + slacks)
    return csc_array((np.ones(len(rows)), (rows, columns)), shape=shape)


def solve(model: Model) -> Solution:
    """The best selection. Raises NoSelectionError where the solver gives none, as when must-haves pass a maximum."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not len(model.costs):
        return Solution(np.zeros(0, dtype=bool), is_proven=True)
    result = milp(
        model.costs,
        integrality=model.integrality,
        bounds=Bounds(model.floors, model.ceilings),
        constraints=LinearConstraint(model.matrix, model.lower, model.upper),
        options={"mip_rel_gap": 0.0, "node_limit": NODE_LIMIT},
    )
    if result.x is None or result.status not in {_OPTIMAL, _LIMIT}:
        raise NoSelectionError(result.message)
    return Solution(result.x[: model.candidates] > 0.5, is_proven=result.status == _OPTIMAL)
