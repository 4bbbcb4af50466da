"""How far the coders of a round agree, and where they don't."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.calc.agreement import (
    Agreement,
    Coefficients,
    OfCodings,
    Reason,
    Span,
    Unitised,
    UnitKind,
    agreement_of_codings,
    unitise,
)
from imbizo.calc.agreement import Unit as CalcUnit
from imbizo.convening.models import Input
from imbizo.evidence.models import Code, Coding, CodingRound, Settlement, Source
from imbizo.evidence.states import CodingState, RoundState

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
    record: Input | Source
    text: str
    yes: Sequence[str]
    no: Sequence[str]
    settlement: Settlement | None = None

    @property
    def token(self) -> str:
        return ".".join(str(part) for part in self.key)

    @property
    def where(self) -> str:
        return self.record.gathering.name if isinstance(self.record, Input) else self.record.title

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
    """A round's coefficients and disagreements."""

    units: int
    coders: int
    rows: Sequence[Row]
    disagreements: Sequence[Disagreement]
    open_count: int = 0


@dataclass(frozen=True)
class Coder:
    """A member (`key` is the membership's id), or a coder of another program by name."""

    key: UUID | str
    name: str


@dataclass(frozen=True)
class Material:
    """What the coders went through: the texts by their ids, and who coded what in them."""

    texts: dict[Hashable, str]
    records: dict[UUID, Input | Source]
    codings: Sequence[Coding]
    coders: Sequence[Coder]
    codes: dict[UUID, Code] = field(default_factory=dict)


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
    apart = disagreements(within, material, cut)
    still = sum(each.settlement is None for each in apart)
    return Compared(len(cut.units), len(material.coders), [*rows, overall], apart, still)


def material_of(within: CodingRound) -> Material:
    """What a round is about. A translation is another way to the same input, which is coded as one."""
    said = Input.objects.filter(
        gathering__in=within.gatherings.all(), merged_into=None, withdrawn_because=""
    ).select_related("gathering__programme")
    records: dict[UUID, Any] = {
        each.pk: each for each in [*said, *within.sources.select_related("programme")]
    }
    codings = list(as_compared(within).select_related("code", "coder__user"))
    codes = {each.code_id: each.code for each in sorted(codings, key=lambda each: each.code.name)}
    texts: dict[Hashable, str] = {pk: each.text for pk, each in records.items()}
    return Material(texts, records, codings, coders_of(within), codes)


def coders_of(within: CodingRound) -> list[Coder]:
    """Its members by their names, then those of another program."""
    members = [Coder(each.pk, str(each.user)) for each in within.coders.select_related("user")]
    return [*members, *(Coder(name, name) for name in within.other_coders)]


def as_compared(within: CodingRound) -> Any:
    """The round's codings: those that stand, and those that stood when it was compared."""
    stood = Q(state=CodingState.STANDING)
    if within.compared_at is not None:
        stood |= Q(updated_at__gte=within.compared_at)
    return Coding.objects.filter(stood, round=within)


def coefficients(within: CodingRound, material: Material, cut: Unitised) -> OfCodings[Any]:
    """Of each code that was used, and of all. A text in which a coder coded nothing counts as read by them only
    once the round is compared: until then they may not have come to it. What was coded in another program tells
    nothing of texts that a coder left untouched.
    """
    is_told = within.state != RoundState.OPEN and not within.was_brought
    read = None if is_told else _went_through(material, cut)
    coders: list[Hashable] = [each.key for each in material.coders]
    return agreement_of_codings(
        cut.codings,
        coders=coders,
        units=cut.units,
        codes=list(material.codes),
        weights=cut.weights,
        read=read,
    )


def disagreements(within: CodingRound, material: Material, cut: Unitised) -> list[Disagreement]:
    """Units that some coders gave a code and others didn't, in the order of the texts."""
    gave: dict[Key, set[UUID | str]] = {}
    readers = _readers(within, material)
    for coder, unit, code in cut.codings:
        gave.setdefault(_key(code, unit), set()).add(coder)  # type: ignore[arg-type]  # calc's names are any hashable
    settled = {
        (each.code_id, each.input_id or each.source_id, each.start, each.end): each
        for each in within.settlements.all()
    }
    apart = {key: by for key, by in gave.items() if len(by) < len(readers[key[1]])}
    return [
        _disagreement(key, by, readers[key[1]], material, settled.get(key))
        for key, by in sorted(apart.items(), key=lambda each: (str(each[0][1]), *each[0][2:]))
    ]


def _cut(within: CodingRound, material: Material) -> Unitised:
    spans = [_span(each, material) for each in material.codings]
    return unitise(spans, material.texts, UnitKind(within.unit))


def _span(coding: Coding, material: Material) -> Span:
    """A coding on the text as it was said; one on a translation counts for the whole input."""
    pk = coding.input_id or coding.source_id
    bounds = (0, None) if coding.language else (coding.start, coding.end)
    return Span(coding.coder_key, pk, coding.code_id, *bounds)


def _key(code: Any, unit: CalcUnit) -> Any:
    return code, unit.material, unit.start, unit.end


def _disagreement(
    key: Key,
    by: set[UUID | str],
    readers: Sequence[Coder],
    material: Material,
    settled: Settlement | None,
) -> Disagreement:
    code, pk, start, end = key
    yes = [each.name for each in readers if each.key in by]
    no = [each.name for each in readers if each.key not in by]
    text = material.texts[pk][start:end]
    return Disagreement(key, material.codes[code], material.records[pk], text, yes, no, settled)


def _touched(material: Material) -> set[tuple[UUID | str, Any]]:
    """Who has coded something in which text."""
    return {(each.coder_key, each.input_id or each.source_id) for each in material.codings}


def _went_through(material: Material, cut: Unitised) -> dict[Hashable, list[CalcUnit]]:
    """The units of the texts in which each coder has coded something."""
    touched = _touched(material)
    return {
        coder.key: [unit for unit in cut.units if (coder.key, unit.material) in touched]
        for coder in material.coders
    }


def _readers(within: CodingRound, material: Material) -> dict[Hashable, Sequence[Coder]]:
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


def progress(within: CodingRound) -> list[tuple[Coder, int, int]]:
    """Each coder with the texts in which they have coded something, of how many: no word of what."""
    material = material_of(within)
    done = Counter(coder for coder, _text in _touched(material))
    return [(coder, done[coder.key], len(material.texts)) for coder in material.coders]
