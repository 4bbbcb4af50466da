"""What an agreement comes to: a number, or why there is none."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a coefficient can't be computed."""

    FEW_CODERS = "few_coders"  # fewer than two
    NOT_TWO_CODERS = "not_two_coders"  # Cohen's kappa is for exactly two
    NO_CODES = "no_codes"  # no code was asked about
    NO_UNITS = "no_units"  # there's nothing to code
    NOTHING_PAIRABLE = "nothing_pairable"  # no unit has been judged by two
    ONE_CATEGORY = "one_category"  # everybody always said the same, so that chance would have agreed too
    UNEQUAL_RATINGS = "unequal_ratings"  # Fleiss' kappa asks for as many judgements on each unit
    NOT_NUMBERS = "not_numbers"  # the level of measurement asks for numbers
    NEGATIVE_NUMBERS = "negative_numbers"  # a ratio scale begins at zero


class Level(StrEnum):
    """What may be said of two values: that they differ, which is more, by how much, by what part."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Agreement:
    """One coefficient on one table.

    `units` are all units and `pairable` those that at least two judged; where units have a weight (characters), both
    are sums of weights. `coefficient` is 1 - `observed` / `expected`, both disagreements of 0 or more; for percent
    agreement 1 - `observed`, with `expected` None. Where it is None, `reason` says why.
    """

    units: int
    pairable: int
    coders: int
    coefficient: float | None
    reason: Reason | None = None
    observed: float | None = None
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class Coefficients:
    """All coefficients of one table of nominal judgements."""

    percent: Agreement
    cohen: Agreement
    fleiss: Agreement
    alpha: Agreement
