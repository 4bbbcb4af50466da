"""Who judged what how: a table of units x coders, as whole numbers that numpy can count."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

MISSING = -1
Table = Sequence[Sequence[Hashable | None]]
"""A row per unit, in it a value per coder; None (or a float NaN) where the coder didn't judge the unit."""


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """`codes` (units, coders) are places in `values`, or MISSING; `weights` (units,) how often each row stands.

    A weight is a whole number: a row of weight 7 counts exactly as seven equal rows.
    """

    codes: "Whole"
    values: tuple[Hashable, ...]
    weights: "Whole"

    @property
    def coders(self) -> int:
        return int(self.codes.shape[1])

    @property
    def units(self) -> int:
        return int(self.weights.sum())


def ratings(table: Table, weights: Sequence[int] | None = None) -> Ratings:
    """The table with its values numbered in the order in which they turn up. ValueError where rows differ in length."""
    import numpy as np

    places: dict[Hashable, int] = {}
    rows = [[_place(value, places) for value in row] for row in table]
    codes = np.array(rows, dtype=np.int64) if rows else np.empty((0, 0), dtype=np.int64)
    return of_codes(codes, tuple(places), weights)


def of_codes(
    codes: "Whole", values: Sequence[Hashable] | None = None, weights: Sequence[int] | None = None
) -> Ratings:
    """A table that is numbered already (units, coders), MISSING where there's no judgement; nothing is copied."""
    import numpy as np

    highest = int(codes.max(initial=MISSING))
    named = tuple(values) if values is not None else tuple(range(highest + 1))
    heavy = np.ones(len(codes), np.int64) if weights is None else np.asarray(weights, np.int64)
    return Ratings(codes=codes, values=named, weights=heavy)


def pairable(table: Ratings) -> tuple["Whole", "Whole"]:
    """The rows that at least two judged, and their weights."""
    kept = (table.codes != MISSING).sum(axis=1) >= 2
    return table.codes[kept], table.weights[kept]


def _place(value: Hashable | None, places: dict[Hashable, int]) -> int:
    # A NaN is the one value that isn't equal to itself.
    if value is None or value != value:  # noqa: PLR0124
        return MISSING
    return places.setdefault(value, len(places))
