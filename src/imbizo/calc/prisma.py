"""The flow of a literature scan: how many records were found, screened, read and included, and why others weren't.

Rules: issue 5 (literature scan), after the PRISMA 2020 statement (Page et al. 2021, BMJ 372:n71). Every record is in
exactly one place, and each figure is a sum of places: so the picture always adds up, also half-way.
One reviewer is enough unless two are asked for; where reviewers disagree a record waits until a third word settles it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from imbizo.calc.chains import follow
from imbizo.calc.errors import LoopError


class Stage(StrEnum):
    """What reviewers read: titles and abstracts, then whole texts."""

    SCREENING = "screening"
    FULL_TEXT = "full_text"


class Place(StrEnum):
    """Where a record is now, in the order of the flow."""

    DUPLICATE = "duplicate"
    REMOVED = "removed"  # before screening, for another reason than a duplicate
    TO_SCREEN = "to_screen"
    SCREENED_OUT = "screened_out"
    TO_RETRIEVE = "to_retrieve"
    NOT_RETRIEVED = "not_retrieved"
    TO_ASSESS = "to_assess"
    ASSESSED_OUT = "assessed_out"
    INCLUDED = "included"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one reviewer says of a record at one stage; a `reason` is one of the scan's own list, by its words."""

    reviewer: str
    includes: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it was found. `source` is where: a database, a register, a website, a person.

    `settled` ends a disagreement, stage by stage; `is_retrieved` is None while the whole text is looked for.
    `study` is the id of the study that the record reports, where several report one; empty for one of its own.
    """

    id: str
    source: str
    duplicate_of: str | None = None
    removed_for: str = ""
    verdicts: Mapping[Stage, tuple[Verdict, ...]] | None = None
    settled: Mapping[Stage, Verdict] | None = None
    is_retrieved: bool | None = None
    study: str = ""

    def said(self, stage: Stage) -> tuple[Verdict, ...]:
        """The last verdict of each reviewer at a stage, in the order in which reviewers came to it."""
        return tuple({each.reviewer: each for each in (self.verdicts or {}).get(stage, ())}.values())


@dataclass(frozen=True, slots=True)
class Conflict:
    """A record on which reviewers disagree and nobody has settled it."""

    record: str
    stage: Stage
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """The figures of the picture, in records; `studies` counts the studies that the included records report.

    Mappings run from a source or reason to its count, the most frequent first; the reason "" is none given.
    """

    identified: Mapping[str, int]
    places: Mapping[Place, int]
    removed_for: Mapping[str, int]
    screened_out_for: Mapping[str, int]
    assessed_out_for: Mapping[str, int]
    studies: int

    @property
    def found(self) -> int:
        return sum(self.identified.values())

    @property
    def screened(self) -> int:
        return self.places[Place.SCREENED_OUT] + self.sought

    @property
    def sought(self) -> int:
        """Records whose whole text was looked for."""
        return self.places[Place.TO_RETRIEVE] + self.places[Place.NOT_RETRIEVED] + self.retrieved

    @property
    def retrieved(self) -> int:
        return self.places[Place.TO_ASSESS] + self.assessed

    @property
    def assessed(self) -> int:
        return self.places[Place.ASSESSED_OUT] + self.places[Place.INCLUDED]

    @property
    def is_finished(self) -> bool:
        """Whether no record waits for anything."""
        return not any(self.places[each] for each in (Place.TO_SCREEN, Place.TO_RETRIEVE, Place.TO_ASSESS))


def flow(records: Sequence[Record], reviewers: int = 1) -> Flow:
    """The figures of a scan in which each record needs as many verdicts as there are `reviewers`."""
    placed = [(record, place(record, reviewers)) for record in records]
    counts = Counter(at for _, at in placed)
    included = [record for record, at in placed if at is Place.INCLUDED]
    return Flow(
        identified=_counted(record.source for record in records),
        places={each: counts[each] for each in Place},
        removed_for=_counted(record.removed_for for record, at in placed if at is Place.REMOVED),
        screened_out_for=_reasons(placed, Place.SCREENED_OUT, Stage.SCREENING),
        assessed_out_for=_reasons(placed, Place.ASSESSED_OUT, Stage.FULL_TEXT),
        studies=len({("study", each.study) if each.study else ("record", each.id) for each in included}),
    )


def place(record: Record, reviewers: int = 1) -> Place:
    """Where a record is now. Who has judged a whole text has it: an assessed record counts as retrieved."""
    if record.duplicate_of is not None:
        return Place.DUPLICATE
    if record.removed_for:
        return Place.REMOVED
    screened = outcome(record, Stage.SCREENING, reviewers)
    if screened is None:
        return Place.TO_SCREEN
    return _place_of_text(record, reviewers) if screened.includes else Place.SCREENED_OUT


def outcome(record: Record, stage: Stage, reviewers: int = 1) -> Verdict | None:
    """What a stage ended with; None while a verdict is lacking or reviewers disagree.

    Where reviewers exclude a record for different reasons, the first that was given counts.
    """
    if settled := (record.settled or {}).get(stage):
        return settled
    said = record.said(stage)
    if len(said) < max(1, reviewers) or len({each.includes for each in said}) > 1:
        return None
    return next((each for each in said if each.reason), said[0])


def conflicts(records: Iterable[Record]) -> tuple[Conflict, ...]:
    """All disagreements to settle, of records that are still in the flow."""
    return tuple(
        Conflict(record.id, stage, record.said(stage))
        for record in records
        if record.duplicate_of is None and not record.removed_for
        for stage in Stage
        if stage not in (record.settled or {}) and len({each.includes for each in record.said(stage)}) > 1
    )


def pairs(records: Iterable[Record], stage: Stage, first: str, second: str) -> list[tuple[bool, bool]]:
    """Whether each of two reviewers includes the records that both judged: what Cohen's kappa is computed from."""
    judged = ({each.reviewer: each.includes for each in record.said(stage)} for record in records)
    return [(said[first], said[second]) for said in judged if first in said and second in said]


def lost(records: Sequence[Record]) -> tuple[str, ...]:
    """Duplicates of which no original is kept: of records that aren't there, or of each other in a ring."""
    links = {record.id: record.duplicate_of for record in records if record.duplicate_of is not None}
    kept = {record.id for record in records} - set(links)
    return tuple(id for id in links if _last(id, links) not in kept)


def _last(id: str, links: Mapping[str, str]) -> str:
    try:
        return follow(id, links)[-1]
    except LoopError:
        return id


def _place_of_text(record: Record, reviewers: int) -> Place:
    assessed = outcome(record, Stage.FULL_TEXT, reviewers)
    if assessed:
        return Place.INCLUDED if assessed.includes else Place.ASSESSED_OUT
    if record.is_retrieved or record.said(Stage.FULL_TEXT):
        return Place.TO_ASSESS
    return Place.TO_RETRIEVE if record.is_retrieved is None else Place.NOT_RETRIEVED


def _reasons(placed: Iterable[tuple[Record, Place]], at: Place, stage: Stage) -> dict[str, int]:
    """Why records are where they are; a place that excludes has an outcome, whatever number of reviewers it took."""
    ended = (outcome(record, stage) for record, place in placed if place is at)
    return _counted(each.reason for each in ended if each)


def _counted(words: Iterable[str]) -> dict[str, int]:
    return dict(Counter(words).most_common())
