"""Agreement where a unit may carry several codes: each code is a question of yes or no, put to every unit.

A coder who read a unit and didn't give it the code said no; one who hasn't read it said nothing. Over all codes the
disagreements observed and expected are added up before one is divided by the other, so that a code nobody used weighs
nothing and a frequent one much: H. De Vries, M. N. Elliott, D. E. Kanouse and S. S. Teleki, Using pooled kappa to
summarize interrater agreement across many items, Field Methods 20 (2008) 272-282, here for all coefficients alike.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import fsum
from typing import TYPE_CHECKING, Generic, TypeVar

from imbizo.calc.agreement.coefficients import cohen_of, fleiss_of, nominal_alpha_of, percent_of
from imbizo.calc.agreement.ratings import MISSING, Ratings
from imbizo.calc.agreement.results import Agreement, Coefficients, Reason
from imbizo.calc.agreement.tallies import tally_of_marks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

Coder = TypeVar("Coder", bound=Hashable)
Unit = TypeVar("Unit", bound=Hashable)
Code = TypeVar("Code", bound=Hashable)
Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class OfCode:
    """One code: `used` says how many of the coders' judgements were yes (in characters where units are weighed)."""

    used: int
    coefficients: Coefficients


@dataclass(frozen=True, slots=True)
class OfCodings(Generic[Code]):
    """Each code by itself, in the order asked for, and all together."""

    by_code: Mapping[Code, OfCode]
    overall: Coefficients


def agreement_of_codings(
    codings: Iterable[tuple[Coder, Unit, Code]],
    *,
    coders: Sequence[Coder],
    units: Sequence[Unit],
    codes: Sequence[Code],
    weights: Sequence[int] | None = None,
    read: Mapping[Coder, Collection[Unit]] | None = None,
) -> OfCodings[Code]:
    """Agreement on each of `codes` and on all of them.

    The order and repetition of `codings` don't matter; those by other coders, on other units or with other codes are
    left out. `weights` are the units' lengths where they have one. `read` gives the units that each coder went
    through; without it everybody read everything, and a unit that a coder coded counts as read in any case.
    """
    import numpy as np

    code, unit, coder = _marks(codings, coders, units, codes)
    went = _went_through(coders, units, read)
    went[unit, coder] = True
    heavy = np.ones(len(units), np.int64) if weights is None else np.asarray(weights, np.int64)
    ends = np.searchsorted(code, np.arange(len(codes) + 1))
    spans = [slice(start, end) for start, end in pairwise(ends.tolist())]
    found = {
        name: _of_code(went, heavy, unit[span], coder[span]) for name, span in zip(codes, spans, strict=True)
    }
    return OfCodings(found, _overall([each.coefficients for each in found.values()]))


def _marks(
    codings: Iterable[tuple[Coder, Unit, Code]],
    coders: Sequence[Coder],
    units: Sequence[Unit],
    codes: Sequence[Code],
) -> tuple["Whole", "Whole", "Whole"]:
    """The codings that count, as places of code, unit and coder: each once, sorted by code."""
    import numpy as np

    coder_at, unit_at, code_at = _places(coders), _places(units), _places(codes)
    wide, deep = len(coders), len(units) * len(coders)
    # One number for the three places: a hundred thousand threes would keep the garbage collector busy.
    flat = [
        at_code * deep + at_unit * wide + at_coder
        for coder, unit, code in codings
        if (at_code := code_at.get(code)) is not None
        and (at_unit := unit_at.get(unit)) is not None
        and (at_coder := coder_at.get(coder)) is not None
    ]
    shape = (len(codes), len(units), len(coders))
    if not flat:
        nothing = np.empty(0, np.int64)
        return nothing, nothing, nothing
    code, unit, coder = np.unravel_index(np.unique(np.array(flat, np.int64)), shape)
    return code, unit, coder


def _places(names: Sequence[Name]) -> dict[Name, int]:
    return {name: place for place, name in enumerate(names)}


def _went_through(
    coders: Sequence[Coder], units: Sequence[Unit], read: Mapping[Coder, Collection[Unit]] | None
) -> "NDArray[np.bool_]":
    """Who read what (units, coders)."""
    import numpy as np

    if read is None:
        return np.ones((len(units), len(coders)), np.bool_)
    went = np.zeros((len(units), len(coders)), np.bool_)
    for place, coder in enumerate(coders):
        seen = frozenset(read.get(coder, ()))
        went[:, place] = [unit in seen for unit in units]
    return went


def _of_code(went: "NDArray[np.bool_]", weights: "Whole", unit: "Whole", coder: "Whole") -> OfCode:
    """One code from the places of its marks; `unit` and `coder` (marks,) say who gave it to what."""
    import numpy as np

    units, coders = went.shape
    counted = tally_of_marks(np.bincount(unit, minlength=units), went.sum(axis=1), weights, coders)
    whole = _as_table(went, weights, unit, coder) if coders == 2 else None
    found = Coefficients(
        percent=percent_of(counted),
        cohen=cohen_of(counted, whole),
        fleiss=fleiss_of(counted),
        alpha=nominal_alpha_of(counted),
    )
    return OfCode(used=int(weights[unit].sum()), coefficients=found)


def _as_table(went: "NDArray[np.bool_]", weights: "Whole", unit: "Whole", coder: "Whole") -> Ratings:
    """Yes, no or missing of every coder on every unit."""
    import numpy as np

    table = np.where(went, 0, MISSING)
    table[unit, coder] = 1
    return Ratings(codes=table, values=(False, True), weights=weights)


def _overall(found: Sequence[Coefficients]) -> Coefficients:
    return Coefficients(
        percent=_mean([each.percent for each in found]),
        cohen=pooled([each.cohen for each in found]),
        fleiss=pooled([each.fleiss for each in found]),
        alpha=pooled([each.alpha for each in found]),
    )


def pooled(found: Sequence[Agreement]) -> Agreement:
    """One coefficient over several codes on the same units: the sums of what was observed and expected."""
    counted = [each for each in found if each.observed is not None and each.expected is not None]
    if not counted:
        return found[0] if found else _NOTHING
    observed = fsum(each.observed or 0.0 for each in counted)
    expected = fsum(each.expected or 0.0 for each in counted)
    if expected <= 0:
        return counted[0]
    return replace(
        counted[0], coefficient=1 - observed / expected, reason=None, observed=observed, expected=expected
    )


def _mean(found: Sequence[Agreement]) -> Agreement:
    """Percent agreement over several codes on the same units."""
    counted = [each.observed for each in found if each.observed is not None]
    if not counted:
        return found[0] if found else _NOTHING
    observed = fsum(counted) / len(counted)
    return replace(found[0], coefficient=1 - observed, observed=observed)


_NOTHING = Agreement(units=0, pairable=0, coders=0, coefficient=None, reason=Reason.NO_CODES)
