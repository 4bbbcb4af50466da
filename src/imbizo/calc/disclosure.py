"""Which cells of a table with public totals stay closed, so that no number of fewer than five people can be worked out.

A cell of one to four is closed; and as it could be had by subtraction from its row's or its column's total, three more
are closed with it, that form a rectangle: then people can be thought to have moved round its corners, and the totals
are as they were. This is the hypercube method: R. D. Repsilber, Preservation of confidentiality in aggregated data
(Second International Seminar on Statistical Confidentiality, Luxembourg 1994); A. Hundepool et al., Statistical
Disclosure Control (Wiley 2012), section 4.4.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Mask = NDArray[np.bool_]

FEW = 5
Closed = tuple[tuple[bool, ...], ...]


def is_few(people: int) -> bool:
    """Whether so many are some, but fewer than five."""
    return 0 < people < FEW


def closed_cells(table: Sequence[Sequence[int]], named: int) -> Closed | None:
    """Which of the cells (rows x columns, people, without totals) to close; None where no choice of cells is enough.

    Cells of one to four need it in the first `named` columns; the others name nobody, and can only help. Also a cell
    of 0 may be closed, so that a closed one says nothing of itself. Each small cell could then have at least one other
    value, as far as the open cells and all totals tell.
    """
    import numpy as np

    people = np.array(table, np.int64).reshape(len(table), len(table[0]) if table else 0)
    small = (people > 0) & (people < FEW)
    small[:, named:] = False
    closed = small.copy()
    for row, column in np.argwhere(small).tolist():
        corner = _opposite(people, closed, row, column)
        if corner is None:
            return None
        closed[np.ix_([row, corner[0]], [column, corner[1]])] = True
    return tuple(tuple(map(bool, row)) for row in closed.tolist())


def _opposite(people: "Whole", closed: "Mask", row: int, column: int) -> tuple[int, int] | None:
    """The far corner of the rectangle that closes the fewest people whose cell would stay open otherwise."""
    import numpy as np

    beside, below = people[row][None, :], people[:, column][:, None]
    # One more here is one fewer beside and below; one fewer here is one fewer in the far corner.
    movable = ((beside > 0) & (below > 0)) | (people > 0)
    movable[row, :] = movable[:, column] = False
    if not movable.any():
        return None
    # An open zero costs a little, so that cells that are closed already are taken first.
    cost = np.where(closed, 0, 2 * people + 1)
    costs = np.where(movable, cost + cost[row][None, :] + cost[:, column][:, None], np.iinfo(np.int64).max)
    far = np.unravel_index(int(costs.argmin()), costs.shape)
    return int(far[0]), int(far[1])
