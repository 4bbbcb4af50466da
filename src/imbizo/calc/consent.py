"""A round of consent: what the parties said on each clause, what counts, and what came of it.

Rules: drafting-and-agreements.md section 3. One voice per party, observers none. Consent is no objection standing and
a quorum of parties when the round closes; a block stops. Silence is recorded as silence, and is consent only where the
round says so. A position holds for the words that it was given on: those on other versions are kept and not counted.
A round closes by the clock as it is read: nothing needs to run for it.

What the rules leave open is settled so:
- Who abstains is there: it counts for the quorum, and neither for the clause nor against it.
- A clause to which nobody consents isn't agreed, even if nobody objects.
- Where silence counts as consent it counts for the quorum too, but only on words that stood when the round opened:
  nobody agrees in silence to words that came a minute before the end.
- A party that has withdrawn by the moment asked about has no voice left, and the quorum is of those that remain. What
  was decided at the close can be had by asking about that moment.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stance(StrEnum):
    CONSENT = "consent"
    RESERVATION = "reservation"  # consents, and says what it would rather have
    ABSTAIN = "abstain"
    OBJECT = "object"
    BLOCK = "block"


class Capacity(StrEnum):
    """On whose word a position is given; only a mandate commits the party."""

    OFFICIAL = "official"
    SUBJECT_TO_COUNCIL = "subject_to_council"
    MANDATED = "mandated"


class Outcome(StrEnum):
    """What came of a clause; those of a whole round are its worst, in this order."""

    OPEN = "open"
    BLOCKED = "blocked"
    NOT_AGREED = "not_agreed"
    NO_QUORUM = "no_quorum"
    WITH_RESERVATIONS = "with_reservations"
    AGREED = "agreed"


class Because(StrEnum):
    """Why a position isn't counted, or can't be given."""

    NO_VOICE = "no_voice"  # an observer, or no party to this round
    WITHDRAWN = "withdrawn"  # its party is no longer in the round
    OTHER_VERSION = "other_version"  # the clause has other words now
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    REPLACED = "replaced"  # the party said something else later
    NO_REASON = "no_reason"  # an objection or a block has to say why
    NO_RESOLUTION = "no_resolution"  # a mandate has to name its resolution


_NEEDS_REASON = frozenset({Stance.OBJECT, Stance.BLOCK})
_FOR = frozenset({Stance.CONSENT, Stance.RESERVATION})


@dataclass(frozen=True, slots=True)
class Quorum:
    """At least `number` parties, or `number` percent of them; never less than one.

    Raises ValueError for a number below 1, or above 100 percent.
    """

    number: int
    is_percent: bool = True

    def __post_init__(self) -> None:
        if self.number < 1 or (self.is_percent and self.number > 100):
            raise ValueError("a quorum is 1 to 100 percent, or at least one party")

    def needed(self, parties: int) -> int:
        """How many of `parties` must be there: 3 of 5 at 60 %. Computed in whole numbers, rounded up."""
        return max(1, -(-parties * self.number // 100)) if self.is_percent else self.number


@dataclass(frozen=True, slots=True)
class Party:
    """A party has one voice, however many people it sends; an observer has none."""

    id: str
    is_observer: bool = False
    withdrew_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as it reads now, or as it read when the round closed.

    `version` is that of its words, `changed_at` the moment at which they became what they are.
    """

    id: str
    version: int
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """What a party said on one version of a clause; `resolution` is the number that a mandate rests on."""

    party: str
    clause: str
    version: int
    stance: Stance
    at: datetime
    capacity: Capacity = Capacity.OFFICIAL
    reason: str = ""
    resolution: str = ""

    @property
    def commits(self) -> bool:
        """Whether the party itself has spoken, and not only somebody of it."""
        return self.capacity is Capacity.MANDATED and self.stance in _FOR


@dataclass(frozen=True, slots=True)
class Round:
    """The rule of a round, fixed when it opens. Moments have a zone; `closed_at` is a closing by hand, if earlier."""

    opens_at: datetime
    closes_at: datetime
    quorum: Quorum
    parties: tuple[Party, ...]
    clauses: tuple[Clause, ...]
    silence_is_consent: bool = False
    hidden_until_close: bool = False
    closed_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        return min(self.closes_at, self.closed_at or self.closes_at)

    def voices(self, now: datetime) -> tuple[str, ...]:
        """The parties that have a voice at this moment."""
        return tuple(party.id for party in self.parties if not party.is_observer and not _is_gone(party, now))

    def has_stood(self, clause: Clause) -> bool:
        """Whether the words of a clause were there when the round opened."""
        return clause.changed_at is None or clause.changed_at <= self.opens_at


@dataclass(frozen=True, slots=True)
class Voice:
    """One party on one clause: its position that counts, or None for silence."""

    party: str
    position: Position | None

    @property
    def is_silent(self) -> bool:
        return self.position is None

    @property
    def stance(self) -> Stance | None:
        return self.position.stance if self.position else None


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A position that is kept and doesn't count: "consented on v2"."""

    position: Position
    because: Because


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one clause. `present` of `parties` are there, silent consent included, and `needed` must be.

    `voices` and `uncounted` are empty while the round is open and hides what was said; `silent` never is, so that
    reminders can go out.
    """

    clause: Clause
    outcome: Outcome
    present: int
    needed: int
    parties: int
    silent: tuple[str, ...]
    voices: tuple[Voice, ...]
    uncounted: tuple[Uncounted, ...]
    silence_counts: bool

    def of(self, *stances: Stance) -> tuple[Position, ...]:
        """The positions that count and take one of these stances, in the order of the parties."""
        return tuple(each.position for each in self.voices if each.position and each.stance in stances)

    @property
    def objections(self) -> tuple[Position, ...]:
        """Objections and blocks that stand, and by whom."""
        return self.of(Stance.OBJECT, Stance.BLOCK)

    @property
    def committed(self) -> tuple[str, ...]:
        """The parties that consent by a mandate: nobody else is bound yet."""
        return tuple(each.party for each in self.of(*_FOR) if each.commits)

    @property
    def uncommitted(self) -> tuple[str, ...]:
        """The parties that consent as an official's view or subject to council."""
        return tuple(each.party for each in self.of(*_FOR) if not each.commits)


@dataclass(frozen=True, slots=True)
class Decision:
    """The whole round: the worst of its clauses, and who has withdrawn from it, which is recorded with the rest."""

    outcome: Outcome
    clauses: tuple[Result, ...]
    withdrawn: tuple[Party, ...]


def is_open(consent_round: Round, now: datetime) -> bool:
    """From the moment it opens until the moment before it closes."""
    return consent_round.opens_at <= now < consent_round.ends_at


def is_hidden(consent_round: Round, now: datetime) -> bool:
    """Whether nobody may see what others said yet: on pages, in exports, in figures."""
    return consent_round.hidden_until_close and now < consent_round.ends_at


def faults(consent_round: Round, position: Position) -> tuple[Because, ...]:
    """All that is wrong with a position at the moment that it's given; none where it can be taken."""
    wrong = [_unheard(consent_round, position, position.at)]
    if position.stance in _NEEDS_REASON and not position.reason.strip():
        wrong.append(Because.NO_REASON)
    if position.capacity is Capacity.MANDATED and not position.resolution.strip():
        wrong.append(Because.NO_RESOLUTION)
    return tuple(each for each in wrong if each)


def visible(
    consent_round: Round, positions: Iterable[Position], now: datetime, party: str | None = None
) -> tuple[Position, ...]:
    """What `party` may see, or anybody where it is None: its own always, those of others once they aren't hidden."""
    hidden = is_hidden(consent_round, now)
    return tuple(each for each in positions if not hidden or each.party == party)


def decide(consent_round: Round, positions: Iterable[Position], now: datetime) -> Decision:
    """What came of the round, as known at `now`; positions come in any order, those given after `now` are left out."""
    said = sorted((each for each in positions if each.at <= now), key=lambda each: each.at)
    results = tuple(_result(consent_round, clause, said, now) for clause in consent_round.clauses)
    outcomes = {result.outcome for result in results}
    worst = next((each for each in Outcome if each in outcomes), Outcome.NOT_AGREED)
    gone = tuple(party for party in consent_round.parties if _is_gone(party, now))
    return Decision(worst, results, gone)


def _is_gone(party: Party, now: datetime) -> bool:
    return party.withdrew_at is not None and party.withdrew_at <= now


def _unheard(consent_round: Round, position: Position, now: datetime) -> Because | None:
    """Why a position can't count at `now`, of what a later word of the same party doesn't change."""
    party = next((each for each in consent_round.parties if each.id == position.party), None)
    versions = {clause.id: clause.version for clause in consent_round.clauses}
    if party is None or party.is_observer:
        return Because.NO_VOICE
    if _is_gone(party, now):
        return Because.WITHDRAWN
    if position.at < consent_round.opens_at:
        return Because.TOO_EARLY
    if position.at >= consent_round.ends_at:
        return Because.TOO_LATE
    return None if versions.get(position.clause) == position.version else Because.OTHER_VERSION


def _result(consent_round: Round, clause: Clause, said: Sequence[Position], now: datetime) -> Result:
    parties = consent_round.voices(now)
    counted, uncounted = _sift(consent_round, [each for each in said if each.clause == clause.id], now)
    hidden = is_hidden(consent_round, now)
    silence_counts = consent_round.silence_is_consent and consent_round.has_stood(clause)
    needed = consent_round.quorum.needed(len(parties))
    present = len(parties) if silence_counts else len(counted)
    return Result(
        clause=clause,
        outcome=_outcome(counted, parties, needed, silence_counts=silence_counts)
        if now >= consent_round.ends_at
        else Outcome.OPEN,
        present=present,
        needed=needed,
        parties=len(parties),
        silent=tuple(party for party in parties if party not in counted),
        voices=() if hidden else tuple(Voice(party, counted.get(party)) for party in parties),
        uncounted=() if hidden else uncounted,
        silence_counts=silence_counts,
    )


def _sift(
    consent_round: Round, said: Sequence[Position], now: datetime
) -> tuple[dict[str, Position], tuple[Uncounted, ...]]:
    """The last word of each party that counts, and all the others with their reason, as they were said."""
    why = [_unheard(consent_round, each, now) for each in said]
    last = {each.party: at for at, each in enumerate(said) if why[at] is None}
    left_out = (at for at, each in enumerate(said) if last.get(each.party) != at)
    uncounted = tuple(Uncounted(said[at], why[at] or Because.REPLACED) for at in left_out)
    return {party: said[at] for party, at in last.items()}, uncounted


def _outcome(
    counted: Mapping[str, Position], parties: Collection[str], needed: int, *, silence_counts: bool
) -> Outcome:
    """A block or an objection is told before a missing quorum: it has to be answered whoever comes next time."""
    stances = {position.stance for position in counted.values()}
    present = len(parties) if silence_counts else len(counted)
    agrees_in_silence = silence_counts and len(parties) > len(counted)
    if Stance.BLOCK in stances:
        return Outcome.BLOCKED
    if Stance.OBJECT in stances:
        return Outcome.NOT_AGREED
    if present < needed:
        return Outcome.NO_QUORUM
    if not (stances & _FOR or agrees_in_silence):
        return Outcome.NOT_AGREED
    return Outcome.WITH_RESERVATIONS if Stance.RESERVATION in stances else Outcome.AGREED
