"""A round as `calc.consent` takes it, from the rows as they are: so that it closes by the clock as it is read.

What is kept once for a clause is the version of its words when the round opened (`ConsentRound.versions`); what became
of the words meanwhile is told by the revisions of its section.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final
from uuid import UUID

from django.utils import timezone

from imbizo.agreements.models import Clause, ConsentRound, Party, Position
from imbizo.agreements.states import Capacity, PartyRole, RoundState
from imbizo.calc import consent
from imbizo.drafting.models import Revision

_CAPACITIES: Final = {
    Capacity.OFFICIAL: consent.Capacity.OFFICIAL,
    Capacity.SUBJECT: consent.Capacity.SUBJECT_TO_COUNCIL,
    Capacity.MANDATED: consent.Capacity.MANDATED,
}
# When each version of a section came: [(version, moment), ...], the oldest first.
History = Mapping[UUID, Sequence[tuple[int, datetime]]]


@dataclass(frozen=True, slots=True)
class Decided:
    """A round as it stands at a moment: the rules as they count, what came of it, and the rows behind the ids."""

    row: ConsentRound
    rule: consent.Round
    decision: consent.Decision
    clauses: tuple[Clause, ...]
    parties: tuple[Party, ...]
    is_open: bool
    is_hidden: bool

    def result(self, clause: Clause) -> consent.Result | None:
        """What came of one clause; None for one that isn't asked about."""
        wanted = str(clause.pk)
        return next((each for each in self.decision.clauses if each.clause.id == wanted), None)

    @property
    def silent(self) -> tuple[Party, ...]:
        """The parties that have said nothing about at least one clause. Never hidden: they are to be reminded."""
        silent = {party for result in self.decision.clauses for party in result.silent}
        return tuple(each for each in self.parties if str(each.pk) in silent)

    @property
    def voices(self) -> tuple[Party, ...]:
        """The parties that have a voice, as the round stands."""
        voices = {party for result in self.decision.clauses for party in (*result.silent, *_heard(result))}
        gone = {party.id for party in self.decision.withdrawn}
        return tuple(each for each in self.parties if str(each.pk) in voices or _has_voice(each, gone))


def is_open(row: ConsentRound, now: datetime) -> bool:
    """Whether it takes positions at this moment, whatever its row says."""
    return row.state == RoundState.OPEN and row.opened_at <= now < row.deadline


def is_hidden(row: ConsentRound, now: datetime) -> bool:
    """Whether nobody may see yet what was said."""
    return row.is_hidden and row.state == RoundState.OPEN and now < row.deadline


def decided(row: ConsentRound, *, now: datetime | None = None) -> Decided:
    """The round as it stands now; once it has closed, as it stood at the close. Five queries."""
    now = now or timezone.now()
    parties = tuple(parties_of(row))
    clauses = tuple(clauses_of(row, is_running=is_open(row, now)))
    history = _history(clauses)
    rule = _rule(row, parties, clauses, history, now)
    said = _positions(row, clauses, history)
    decision = consent.decide(rule, said, min(now, rule.ends_at))
    return Decided(row, rule, decision, clauses, parties, is_open(row, now), is_hidden(row, now))


def parties_of(row: ConsentRound) -> list[Party]:
    """The parties to the round: those of the agreement, without whoever joined it after the round."""
    rows = Party.objects.filter(agreement_id=row.agreement_id).select_related(
        "institution", "official", "programme"
    )
    return [each for each in rows if each.created_at <= max(row.created_at, row.deadline)]


def clauses_of(row: ConsentRound, *, is_running: bool) -> list[Clause]:
    """The clauses that the round asks about; those taken away meanwhile only once it is over."""
    rows = Clause.objects.filter(pk__in=list(row.versions)).select_related("section", "programme")
    return [each for each in rows.order_by("section__position") if not (is_running and each.section.is_gone)]


def version_at(row: ConsentRound, clause: Clause, history: History, at: datetime) -> int:
    """The version of a clause's words at a moment: that of the opening, unless a later one had come."""
    opened: int = row.versions[str(clause.pk)]
    later = [number for number, came in history.get(clause.section_id, ()) if came <= at]
    return max([opened, *later])


def _heard(result: consent.Result) -> Iterator[str]:
    return (voice.party for voice in result.voices)


def _has_voice(party: Party, gone: set[str]) -> bool:
    return party.role == PartyRole.PARTY and str(party.pk) not in gone


def _history(clauses: Sequence[Clause]) -> History:
    rows = Revision.objects.filter(section__in=[each.section_id for each in clauses]).order_by("number")
    history: dict[UUID, list[tuple[int, datetime]]] = {}
    for section, number, came in rows.values_list("section_id", "number", "at"):
        history.setdefault(section, []).append((number, came))
    return history


def _rule(
    row: ConsentRound, parties: Sequence[Party], clauses: Sequence[Clause], history: History, now: datetime
) -> consent.Round:
    is_percent = row.quorum_percent is not None
    number = row.quorum_percent if row.quorum_percent is not None else row.quorum_count
    return consent.Round(
        opens_at=row.opened_at,
        closes_at=row.deadline,
        quorum=consent.Quorum(number or 1, is_percent=is_percent),
        parties=tuple(_party(each) for each in parties),
        clauses=tuple(_clause(row, each, history, min(now, row.deadline)) for each in clauses),
        silence_is_consent=row.silence_consents,
        hidden_until_close=row.is_hidden and row.state != RoundState.CANCELLED,
    )


def _party(party: Party) -> consent.Party:
    left = party.withdrew_on
    zone = party.programme.zone if left else None
    withdrew_at = datetime.combine(left, time.min, zone) if left else None
    return consent.Party(str(party.pk), party.role == PartyRole.OBSERVER, withdrew_at)


def _clause(row: ConsentRound, clause: Clause, history: History, at: datetime) -> consent.Clause:
    version = version_at(row, clause, history, at)
    came = dict(history.get(clause.section_id, ())).get(version)
    changed_at = None if version == row.versions[str(clause.pk)] else came
    return consent.Clause(str(clause.pk), version, changed_at)


def _positions(row: ConsentRound, clauses: Sequence[Clause], history: History) -> list[consent.Position]:
    rows = row.positions.order_by("said_at", "id")
    return [said for position in rows for said in _each(row, position, clauses, history)]


def _each(
    row: ConsentRound, position: Position, clauses: Sequence[Clause], history: History
) -> Iterator[consent.Position]:
    """A position on the whole is one on each clause, on the words that it had then."""
    if position.clause_id is not None:
        yield _position(position, position.clause_id, position.version)
        return
    for clause in clauses:
        yield _position(position, clause.pk, version_at(row, clause, history, position.said_at))


def _position(position: Position, clause: UUID, version: int) -> consent.Position:
    return consent.Position(
        party=str(position.party_id),
        clause=str(clause),
        version=version,
        stance=consent.Stance(position.stance),
        at=position.said_at,
        capacity=_CAPACITIES[Capacity(position.capacity)],
        reason=position.reason,
        resolution=position.resolution_number,
    )
