"""The draw for open places: quotas on several criteria at once, must-haves, and lots, repeatable and explained.

Rules: engagement.md section 8. Every candidate gets a lot number, the SHA-256 of the seed and the candidate's id, so
that anyone can check it with a tool of their own, whatever the order of the list. Among all selections that hold
every must-have, keep every maximum, lack least in the quotas and fill most places, the one with the lowest sum of lots
is drawn (see `selectionmodel`). Two candidates whom the quotas don't tell apart have the same chance.
On fairness in such draws: Flanigan et al. 2021, Nature 596:548-552.

2,000 candidates and 30 quotas take hardly longer than the solver itself.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from imbizo.calc import selectionmodel
from imbizo.calc.errors import (
    MustHavesOverMaximumError,
    QuotaRangeError,
    RepeatedCandidateError,
    TooManyMustHavesError,
)

if TYPE_CHECKING:
    from imbizo.calc.selectionmodel import Masks, Model


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who could be chosen. `attributes` is criterion -> value; who is `excluded` stays out, for the reason it gives."""

    id: str
    attributes: Mapping[str, str]
    is_must_have: bool = False
    excluded: str | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """At least `minimum` and at most `maximum` people for whom each criterion has one of its values.

    'Farm workers, Witzenberg' is {"sector": {"farm worker"}, "municipality": {"Witzenberg"}}. A quota without
    conditions holds for all; a candidate whose value isn't known is in no quota on that criterion.
    """

    label: str
    conditions: Mapping[str, frozenset[str]]
    minimum: int = 0
    maximum: int | None = None


class Why(StrEnum):
    """Why somebody was chosen."""

    MUST_HAVE = "must_have"
    QUOTA = "quota"
    OPEN_PLACE = "open_place"


class Because(StrEnum):
    """Why a quota isn't met."""

    TOO_FEW = "too_few"  # fewer candidates than it asks for
    COMPETING = "competing"  # the places, the maxima or other quotas leave no room


@dataclass(frozen=True, slots=True)
class Fill:
    """One person and one minimum: fills 'farm workers, Witzenberg' 2 of 3."""

    label: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """`fills` are the quotas of which this person, counted in the order of the list, is within the minimum;
    `counts_for` are all quotas that this person is in.
    """

    id: str
    why: Why
    fills: tuple[Fill, ...]
    counts_for: tuple[str, ...]
    lot: float


@dataclass(frozen=True, slots=True)
class Reserve:
    """Not chosen: number `place` of the reserves, from 1, by lot.

    `could_fill` are the quotas with a minimum that this person counts for, `blocked_by` those of which the maximum
    is reached: only when one of theirs leaves can this person come in.
    """

    id: str
    place: int
    could_fill: tuple[str, ...]
    blocked_by: tuple[str, ...]
    lot: float


@dataclass(frozen=True, slots=True)
class Excluded:
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class QuotaResult:
    """All in people: `met` were chosen, `missing` are lacking, `available` could have been chosen."""

    label: str
    minimum: int
    maximum: int | None
    met: int
    missing: int
    available: int
    because: Because | None


@dataclass(frozen=True, slots=True)
class Draw:
    """The result. `chosen` holds the must-haves first, then by lot; `is_proven` is False only where the solver
    stopped at its limit of work, so that a better selection may exist.
    """

    seed: str
    places: int
    chosen: tuple[Chosen, ...]
    reserves: tuple[Reserve, ...]
    excluded: tuple[Excluded, ...]
    quotas: tuple[QuotaResult, ...]
    is_proven: bool

    @property
    def places_left(self) -> int:
        return self.places - len(self.chosen)

    @property
    def shortfall(self) -> int:
        return sum(quota.missing for quota in self.quotas)

    def needed_without(self, gone: Collection[str]) -> frozenset[str]:
        """The labels of the quotas that lack somebody once these chosen people are gone: a reserve whose
        `could_fill` holds one of them should move up first. Takes labels to be different.
        """
        lost = Counter(label for each in self.chosen if each.id in gone for label in each.counts_for)
        return frozenset(
            quota.label for quota in self.quotas if quota.met - lost[quota.label] < quota.minimum
        )


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """The eligible candidates in the order of their lots, who is in which quota (n, q), and the model to solve."""

    eligible: Sequence[Candidate]
    lots: Sequence[float]
    members: "Masks"
    model: "Model"


def draw(candidates: Sequence[Candidate], places: int, quotas: Sequence[Quota], seed: str | int) -> Draw:
    """Who is chosen for `places`, who is in reserve, and why.

    Raises TooManyMustHavesError, MustHavesOverMaximumError, QuotaRangeError or RepeatedCandidateError.
    """
    prepared = prepare(candidates, places, quotas, seed)
    solution = selectionmodel.solve(prepared.model)
    chosen = _chosen(prepared, solution.chosen, quotas)
    counts = (prepared.members & solution.chosen[:, None]).sum(axis=0).tolist()
    return Draw(
        seed=str(seed),
        places=places,
        chosen=chosen,
        reserves=_reserves(prepared, solution.chosen, quotas, counts),
        excluded=tuple(
            sorted((Excluded(each.id, each.excluded) for each in candidates if each.excluded), key=_id)
        ),
        quotas=_results(quotas, counts, prepared.members.sum(axis=0).tolist()),
        is_proven=solution.is_proven,
    )


def prepare(
    candidates: Sequence[Candidate], places: int, quotas: Sequence[Quota], seed: str | int
) -> Prepared:
    """Everything up to the solving; raises what `draw` raises."""
    import numpy as np

    _check(candidates, places, quotas)
    drawn = sorted((lot(seed, each.id), each.id, each) for each in candidates if not each.excluded)
    eligible, lots = [each for _, _, each in drawn], [number for number, _, _ in drawn]
    must_have = np.array([each.is_must_have for each in eligible], dtype=bool)
    members = _members(eligible, quotas)
    _check_maxima((members & must_have[:, None]).sum(axis=0).tolist(), quotas)
    minima = np.array([quota.minimum for quota in quotas], dtype=np.int64)
    maxima = np.array([np.inf if quota.maximum is None else quota.maximum for quota in quotas], dtype=float)
    model = selectionmodel.build(
        members=members,
        must_have=must_have,
        lots=np.array(lots, dtype=float),
        places=places,
        minima=minima,
        maxima=maxima,
    )
    return Prepared(eligible, lots, members, model)


def lot(seed: str | int, candidate_id: str) -> float:
    """A number from 0 to 1: the first 13 hexadecimal digits of SHA-256("seed:id"), over 16 ** 13, exact in a double."""
    return int(sha256(f"{seed}:{candidate_id}".encode()).hexdigest()[:13], 16) / 16**13


def _check(candidates: Sequence[Candidate], places: int, quotas: Sequence[Quota]) -> None:
    counts = Counter(each.id for each in candidates)
    if len(counts) < len(candidates):
        raise RepeatedCandidateError(max(counts, key=counts.__getitem__))
    for quota in quotas:
        if quota.minimum < 0 or (quota.maximum is not None and quota.maximum < quota.minimum):
            raise QuotaRangeError(quota.label, quota.minimum, quota.maximum)
    must_haves = sum(each.is_must_have and not each.excluded for each in candidates)
    if must_haves > places:
        raise TooManyMustHavesError(must_haves, places)


def _check_maxima(must_haves: Sequence[int], quotas: Sequence[Quota]) -> None:
    for count, quota in zip(must_haves, quotas, strict=True):
        if quota.maximum is not None and count > quota.maximum:
            raise MustHavesOverMaximumError(quota.label, count, quota.maximum)


def _members(eligible: Sequence[Candidate], quotas: Sequence[Quota]) -> "Masks":
    """Who is in which quota, (n, q): each criterion is read once, each quota looks its values up in an array."""
    import numpy as np

    criteria = {criterion for quota in quotas for criterion in quota.conditions}
    values = {name: [each.attributes.get(name) for each in eligible] for name in criteria}
    numbers = {
        name: {value: at for at, value in enumerate(dict.fromkeys(said))} for name, said in values.items()
    }
    codes = {
        name: np.fromiter(map(numbers[name].__getitem__, said), np.intp, len(said))
        for name, said in values.items()
    }
    members = np.ones((len(eligible), len(quotas)), dtype=bool)
    for at, quota in enumerate(quotas):
        for name, wanted in quota.conditions.items():
            fits = np.array([value in wanted for value in numbers[name]], dtype=bool)
            members[:, at] &= fits[codes[name]]
    return members


def _chosen(prepared: Prepared, chosen: "Masks", quotas: Sequence[Quota]) -> tuple[Chosen, ...]:
    places = [at for at, is_in in enumerate(chosen.tolist()) if is_in]
    # A stable sort: within each kind the order of the lots stays.
    places.sort(key=lambda at: not prepared.eligible[at].is_must_have)
    reached, said = [0] * len(quotas), []
    for at in places:
        mine = prepared.members[at].nonzero()[0].tolist()
        fills, each = _fills(mine, reached, quotas), prepared.eligible[at]
        why = Why.MUST_HAVE if each.is_must_have else Why.QUOTA if fills else Why.OPEN_PLACE
        counts_for = tuple(quotas[quota].label for quota in mine)
        said.append(Chosen(each.id, why, fills, counts_for, prepared.lots[at]))
    return tuple(said)


def _fills(mine: Sequence[int], reached: list[int], quotas: Sequence[Quota]) -> tuple[Fill, ...]:
    """The minima that one more person fills; counts that person in `reached`."""
    for at in mine:
        reached[at] += 1
    return tuple(
        Fill(quotas[at].label, reached[at], quotas[at].minimum)
        for at in mine
        if reached[at] <= quotas[at].minimum
    )


def _reserves(
    prepared: Prepared, chosen: "Masks", quotas: Sequence[Quota], counts: Sequence[int]
) -> tuple[Reserve, ...]:
    import numpy as np

    # Reserves in the same quotas share their two lists.
    profiles = [row.tobytes() for row in np.packbits(prepared.members, axis=1)]
    places = [at for at, is_in in enumerate(chosen.tolist()) if not is_in]
    of_profile = {profiles[at]: at for at in places}
    said = {
        profile: _standing(prepared.members[at].nonzero()[0].tolist(), quotas, counts)
        for profile, at in of_profile.items()
    }
    return tuple(
        Reserve(prepared.eligible[at].id, place, *said[profiles[at]], prepared.lots[at])
        for place, at in enumerate(places, start=1)
    )


def _standing(
    mine: Sequence[int], quotas: Sequence[Quota], counts: Sequence[int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which quotas a profile could fill, and which keep it out."""
    return (
        tuple(quotas[at].label for at in mine if quotas[at].minimum),
        tuple(quotas[at].label for at in mine if quotas[at].maximum == counts[at]),
    )


def _results(
    quotas: Sequence[Quota], counts: Sequence[int], available: Sequence[int]
) -> tuple[QuotaResult, ...]:
    return tuple(_result(*each) for each in zip(quotas, counts, available, strict=True))


def _result(quota: Quota, met: int, available: int) -> QuotaResult:
    missing = max(0, quota.minimum - met)
    short = Because.TOO_FEW if available < quota.minimum else Because.COMPETING
    return QuotaResult(
        quota.label, quota.minimum, quota.maximum, met, missing, available, short if missing else None
    )


def _id(each: Excluded) -> str:
    return each.id
