"""How well coders agree: percent, Cohen's kappa, Fleiss' kappa, Krippendorff's alpha, on a stated unit.

table = ratings([("yes", "yes"), ("yes", "no"), ("no", None)])      # a row per unit, a value per coder
cohen_kappa(table).coefficient                                      # None where it can't be computed: .reason
cut = unitise(spans, texts, UnitKind.SENTENCE)
agreement_of_codings(cut.codings, coders=..., units=cut.units, codes=..., weights=cut.weights)
"""

from imbizo.calc.agreement.codings import OfCode, OfCodings, agreement_of_codings, pooled
from imbizo.calc.agreement.coefficients import (
    coefficients,
    cohen_kappa,
    fleiss_kappa,
    percent_agreement,
)
from imbizo.calc.agreement.krippendorff import krippendorff_alpha
from imbizo.calc.agreement.ratings import MISSING, Ratings, of_codes, ratings
from imbizo.calc.agreement.results import Agreement, Coefficients, Level, Reason
from imbizo.calc.agreement.units import Span, Unit, Unitised, UnitKind, paragraphs, sentences, unitise

__all__ = [
    "MISSING",
    "Agreement",
    "Coefficients",
    "Level",
    "OfCode",
    "OfCodings",
    "Ratings",
    "Reason",
    "Span",
    "Unit",
    "UnitKind",
    "Unitised",
    "agreement_of_codings",
    "coefficients",
    "cohen_kappa",
    "fleiss_kappa",
    "krippendorff_alpha",
    "of_codes",
    "paragraphs",
    "percent_agreement",
    "pooled",
    "ratings",
    "sentences",
    "unitise",
]
