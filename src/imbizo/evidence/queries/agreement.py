"""How far the coders of a round agree, and where they don't."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.calc.agreement import (
    Agreement,
    Coefficients,
    OfCodings,
    Reason,
    Unitised,
    UnitKind,
    agreement_of_codings,
    unitise,
)
from imbizo.calc.agreement import Unit as CalcUnit
from imbizo.evidence.models import Code, CodingRound, Settlement
from imbizo.evidence.queries.round_material import Coder, Material, Who, material_of
from imbizo.evidence.states import RoundState

REASONS: Mapping[Reason, Promise] = {
    Reason.FEW_CODERS: gettext_lazy("fewer than two coders"),
    Reason.NOT_TWO_CODERS: gettext_lazy("this one is for exactly two coders"),
    Reason.NO_CODES: gettext_lazy("no code was used"),
    Reason.NO_UNITS: gettext_lazy("there is nothing to code"),
    Reason.NOTHING_PAIRABLE: gettext_lazy("nothing was read by two coders"),
    Reason.ONE_CATEGORY: gettext_lazy("everybody always said the same, so chance would have agreed too"),
    Reason.UNEQUAL_RATINGS: gettext_lazy("not everybody read everything"),
}
Key = tuple[UUID, UUID, int, int]
"""A disagreement: code, text, where its unit starts and ends."""
Cut = Unitised[Who, UUID, UUID]


@dataclass(frozen=True)
class Cell:
    """A coefficient as a page shows it; where there is none, why."""

    value: float | None
    why: str = ""


@dataclass(frozen=True)
class Row:
    """A code, or all of them, with percent, Cohen's kappa, Fleiss' kappa and Krippendorff's alpha."""

    name: str
    used: int
    cells: Sequence[Cell]
    code: Code | None = None


@dataclass(frozen=True)
class Disagreement:
    """A unit to which some gave the code and others, who went through it, didn't."""

    key: Key
    code: Code
    where: str
    text: str
    yes: Sequence[str]
    no: Sequence[str]
    is_said: bool = True
    settlement: Settlement | None = None

    @property
    def token(self) -> str:
        return ".".join(str(part) for part in self.key)

    @property
    def settled_as(self) -> str:
        if self.settlement is None:
            return ""
        return _("it applies") if self.settlement.applies else _("it doesn't apply")

    @property
    def reason(self) -> str:
        return self.settlement.reason if self.settlement else ""


@dataclass(frozen=True)
class Compared:
    """A round's coefficients and disagreements, those to be settled first."""

    units: int
    coders: int
    rows: Sequence[Row]
    disagreements: Sequence[Disagreement]
    open_count: int = 0


def compared(within: CodingRound) -> Compared:
    """The comparison of a round, from the codings as they stood when it was compared."""
    material = material_of(within)
    cut = _cut(within, material)
    found = coefficients(within, material, cut)
    rows = [
        _row(str(material.codes[pk]), each.used, each.coefficients, material.codes[pk])
        for pk, each in found.by_code.items()
    ]
    overall = _row(_("All codes"), sum(each.used for each in found.by_code.values()), found.overall)
    apart = sorted(disagreements(within, material, cut), key=lambda each: each.settlement is not None)
    still = sum(each.settlement is None for each in apart)
    return Compared(len(cut.units), len(material.coders), [*rows, overall], apart, still)


def figures(within: CodingRound) -> OfCodings[UUID]:
    """The coefficients alone, without where the coders differ."""
    material = material_of(within)
    return coefficients(within, material, _cut(within, material))


def coefficients(within: CodingRound, material: Material, cut: Cut) -> OfCodings[UUID]:
    """Of each code that was used, and of all. A text in which a coder coded nothing counts as read by them only
    once the round is compared: until then they may not have come to it. What was coded in another program tells
    nothing of texts that a coder left untouched.
    """
    is_told = within.state != RoundState.OPEN and not within.was_brought
    read = None if is_told else _went_through(material, cut)
    return agreement_of_codings(
        cut.codings,
        coders=[each.key for each in material.coders],
        units=cut.units,
        codes=list(material.codes),
        weights=cut.weights,
        read=read,
    )


def disagreements(within: CodingRound, material: Material, cut: Cut) -> list[Disagreement]:
    """Units that some coders gave a code and others didn't, in the order of the texts."""
    gave: dict[Key, set[Who]] = {}
    readers = _readers(within, material)
    for coder, unit, code in cut.codings:
        gave.setdefault((code, *unit), set()).add(coder)
    settled = {
        (each.code_id, each.input_id or each.source_id, each.start, each.end): each
        for each in within.settlements.all()
    }
    apart = {key: by for key, by in gave.items() if len(by) < len(readers[key[1]])}
    return [
        _disagreement(key, by, readers[key[1]], material, settled.get(key))
        for key, by in sorted(apart.items(), key=lambda each: (str(each[0][1]), *each[0][2:]))
    ]


def _cut(within: CodingRound, material: Material) -> Cut:
    return unitise(material.marks, material.texts, UnitKind(within.unit))


def _disagreement(
    key: Key,
    by: set[Who],
    readers: Sequence[Coder],
    material: Material,
    settled: Settlement | None,
) -> Disagreement:
    code, pk, start, end = key
    yes = [each.name for each in readers if each.key in by]
    no = [each.name for each in readers if each.key not in by]
    text = material.texts[pk][start:end]
    where, is_said = material.places[pk], pk in material.inputs
    return Disagreement(key, material.codes[code], where, text, yes, no, is_said, settled)


def _touched(material: Material) -> set[tuple[Who, UUID]]:
    """Who has coded something in which text."""
    return {(each.coder, each.material) for each in material.marks}


def _went_through(material: Material, cut: Cut) -> dict[Who, list[CalcUnit[UUID]]]:
    """The units of the texts in which each coder has coded something."""
    touched = _touched(material)
    return {
        coder.key: [unit for unit in cut.units if (coder.key, unit.material) in touched]
        for coder in material.coders
    }


def _readers(within: CodingRound, material: Material) -> dict[UUID, Sequence[Coder]]:
    """Who is taken to have read each text: all coders; of what was coded elsewhere those who coded something in it."""
    if not within.was_brought:
        return dict.fromkeys(material.texts, material.coders)
    touched = _touched(material)
    return {
        text: [each for each in material.coders if (each.key, text) in touched] for text in material.texts
    }


def _row(name: str, used: int, found: Coefficients, code: Code | None = None) -> Row:
    cells = [_cell(each) for each in (found.percent, found.cohen, found.fleiss, found.alpha)]
    return Row(name, used, cells, code)


def _cell(found: Agreement) -> Cell:
    if found.coefficient is not None:
        return Cell(found.coefficient)
    why = REASONS.get(found.reason, "") if found.reason else ""
    return Cell(None, _("cannot be computed: %(why)s") % {"why": why})
