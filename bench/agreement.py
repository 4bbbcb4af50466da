"""Agreement of ten coders on 5,000 units, from rows of who gave what which code, against bare numpy on the same rows.

Both begin with the same rows in memory (coder, unit, code) and end with percent agreement, Fleiss' kappa and
Krippendorff's alpha of each of 30 codes and of all together. The baseline numbers the rows by `numpy.unique`, puts
them into one array of codes x units x coders and writes the formulas down for a table without gaps; it knows no
missing judgement, no reason, no weight and no pairs of coders. Ours does the whole of `agreement_of_codings`.
"""

import os
import random
from collections.abc import Sequence
from uuid import UUID

import numpy as np

from bench.harness import ratio, say, timed_in_turn
from imbizo.calc.agreement import OfCodings, agreement_of_codings

UNITS = int(os.environ.get("BENCH_ROWS", "5000"))
CODERS, CODES, CODES_A_UNIT = 10, 30, 2
Row = tuple[UUID, UUID, UUID]


def main() -> None:
    chance = random.Random(7)  # noqa: S311 - the same codings each time
    coders, units, codes = (
        [UUID(int=chance.getrandbits(128)) for _at in range(n)] for n in (CODERS, UNITS, CODES)
    )
    rows = _rows(chance, coders, units, codes)
    print(f"{CODERS} coders, {UNITS:,} units, {CODES} codes, {len(rows):,} codings")
    _same(_bare(rows), _ours(rows, coders, units, codes), sorted(codes))
    bare, ours = timed_in_turn(
        lambda: _bare(rows), lambda: _ours(rows, coders, units, codes), repeats=10, warm=1
    )
    say("bare numpy", bare)
    say("agreement of codings", ours)
    ratio(bare.total / ours.total, "bare numpy with the same coefficients of the same rows")


def _rows(
    chance: random.Random, coders: Sequence[UUID], units: Sequence[UUID], codes: Sequence[UUID]
) -> list[Row]:
    """Each unit is about two codes; a coder sees one of them in four of five times, and another in one of ten."""
    rows = []
    for unit in units:
        about = chance.sample(codes, CODES_A_UNIT)
        for coder in coders:
            given = {code for code in about if chance.random() < 0.8}
            given |= {chance.choice(codes)} if chance.random() < 0.1 else set()
            rows += [(coder, unit, code) for code in given]
    return rows


def _ours(
    rows: Sequence[Row], coders: Sequence[UUID], units: Sequence[UUID], codes: Sequence[UUID]
) -> OfCodings[UUID]:
    return agreement_of_codings(rows, coders=coders, units=units, codes=codes)


def _bare(rows: Sequence[Row]) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    """Percent, Fleiss' kappa and alpha (3, codes + 1), the last column for all codes; codes in their own order."""
    places = [np.unique([row[at].int for row in rows], return_inverse=True)[1] for at in range(3)]
    coder, unit, code = places
    marks = np.zeros((CODES, UNITS, CODERS), np.int64)
    marks[code, unit, coder] = 1
    yes = marks.sum(axis=2)
    no = CODERS - yes
    pairs = CODERS * (CODERS - 1)
    observed = 1 - (yes * (yes - 1) + no * (no - 1)).sum(axis=1) / (UNITS * pairs)
    total = UNITS * CODERS
    all_yes, all_no = yes.sum(axis=1), no.sum(axis=1)
    by_fleiss = 1 - (all_yes**2 + all_no**2) / total**2
    by_alpha = 1 - (all_yes * (all_yes - 1) + all_no * (all_no - 1)) / (total * (total - 1))
    each = np.array([1 - observed, 1 - observed / by_fleiss, 1 - observed / by_alpha])
    sums = [
        1 - observed.mean(),
        1 - observed.sum() / by_fleiss.sum(),
        1 - observed.sum() / by_alpha.sum(),
    ]
    return np.column_stack([each, sums])


def _same(
    bare: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]", ours: OfCodings[UUID], codes: Sequence[UUID]
) -> None:
    """Stop where the two ways don't agree."""
    found = [ours.by_code[code].coefficients for code in codes] + [ours.overall]
    numbers = [[one.percent.coefficient, one.fleiss.coefficient, one.alpha.coefficient] for one in found]
    if not np.allclose(bare.T, np.array(numbers, np.float64)):
        raise SystemExit("The two ways to the coefficients don't agree.")


if __name__ == "__main__":
    main()
