"""Clauses as they stand: agreed, asked about, opened again, in words that changed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from imbizo.agreements.models import Agreement, Clause, ConsentRound, MeetingRecord, Party
from imbizo.agreements.queries.deciding import decided, is_open
from imbizo.agreements.queries.seeing import of_agreements
from imbizo.agreements.states import PartyRole, RoundState
from imbizo.calc.consent import Outcome
from imbizo.drafting.queries.drawing import numbers
from imbizo.programmes.models import Membership

AGREED: Final = frozenset({Outcome.AGREED, Outcome.WITH_RESERVATIONS})


@dataclass(frozen=True, slots=True)
class ClauseStanding:
    """A clause with its number, and how consent stands: the look of its badge (as `state_badge` takes it) and words."""

    clause: Clause
    number: str
    look: str
    words: str
    is_agreed: bool = False
    measures: int = 0


def clauses(member: Membership) -> QuerySet[Clause]:
    """The clauses of agreements that the member sees."""
    rows = of_agreements(Clause, member)
    return rows.select_related("programme", "section", "agreement__document", "agreement__owner")


def clauses_of(agreement: Agreement) -> list[Clause]:
    """The clauses that stand in the agreement, in the order of reading."""
    order = {pk: at for at, pk in enumerate(numbers(agreement.document))}
    rows = agreement.clauses.select_related("section", "programme").annotate(
        measure_count=Count("measures", distinct=True)
    )
    return sorted(
        (each for each in rows if each.section_id in order), key=lambda each: order[each.section_id]
    )


def voices_of(agreement: Agreement) -> list[Party]:
    """The parties that have a voice today."""
    rows = agreement.parties.filter(role=PartyRole.PARTY, withdrew_on=None)
    return list(rows.select_related("institution", "official", "programme"))


def standing(agreement: Agreement) -> list[ClauseStanding]:
    """How consent stands on each clause."""
    number = numbers(agreement.document)
    found = _Found.of(agreement)
    return [_stand(clause, number[clause.section_id], found) for clause in clauses_of(agreement)]


def standing_of(clause: Clause) -> ClauseStanding:
    """How consent stands on one clause."""
    number = numbers(clause.agreement.document).get(clause.section_id, "")
    return _stand(clause, number, _Found.of(clause.agreement))


def all_agreed(agreement: Agreement) -> bool:
    """Whether there are clauses, and each is agreed in the words that it has now."""
    found = standing(agreement)
    return bool(found) and all(each.is_agreed for each in found)


@dataclass(frozen=True, slots=True)
class _Found:
    """What parties said of an agreement: rounds that have closed, the newest first; one that runs; meetings.

    `agreed_at_meetings` holds (section id, version) of the words on which every party agreed in a room.
    """

    closed: Sequence[Mapping[str, Any]]
    running: ConsentRound | None
    agreed_at_meetings: frozenset[tuple[str, int]]

    @classmethod
    def of(cls, agreement: Agreement) -> "_Found":
        now = timezone.now()
        rounds = list(agreement.rounds.exclude(state=RoundState.CANCELLED).select_related("text"))
        running = next((each for each in rounds if is_open(each, now)), None)
        closed = [_outcomes(each) for each in rounds if not is_open(each, now) and each.opened_at <= now]
        return cls(closed, running, _agreed_in_rooms(agreement))


def outcome_as_json(row: ConsentRound) -> dict[str, Any]:
    """What came of a round, as its row keeps it."""
    found = decided(row)
    return {
        "outcome": found.decision.outcome.value,
        "withdrawn": [each.id for each in found.decision.withdrawn],
        "clauses": {
            each.clause.id: {
                "outcome": each.outcome.value,
                "version": each.clause.version,
                "present": each.present,
                "needed": each.needed,
                "parties": each.parties,
                "silent": list(each.silent),
                "committed": list(each.committed),
                "uncommitted": list(each.uncommitted),
            }
            for each in found.decision.clauses
        },
    }


def _outcomes(row: ConsentRound) -> Mapping[str, Any]:
    """By clause; as written at the close, or told from the rows where no worker has written it yet."""
    kept: Mapping[str, Any] = row.outcome or outcome_as_json(row)
    found: Mapping[str, Any] = kept["clauses"]
    return found


def _agreed_in_rooms(agreement: Agreement) -> frozenset[tuple[str, int]]:
    voices = {each.pk for each in voices_of(agreement)}
    who: dict[tuple[str, int], set[UUID]] = {}
    rows = MeetingRecord.objects.filter(agreement=agreement).select_related("text")
    for record in rows.prefetch_related(Prefetch("parties", Party.objects.only("pk"))):
        present = {party.pk for party in record.parties.all()}
        for part in record.text.frozen["sections"]:
            who.setdefault((part["id"], part["version"]), set()).update(present)
    return frozenset(words for words, present in who.items() if voices and voices <= present)


def _stand(clause: Clause, number: str, found: _Found) -> ClauseStanding:
    look, words, is_agreed = _consent(clause, found)
    return ClauseStanding(clause, number, look, words, is_agreed, getattr(clause, "measure_count", 0))


def _consent(clause: Clause, found: _Found) -> tuple[str, str, bool]:
    if found.running is not None and str(clause.pk) in found.running.versions:
        return "info", _("being asked in round %(number)s") % {"number": found.running.number}, False
    if clause.is_reopened:
        return "bad", _("opened again"), False
    if (str(clause.section_id), clause.section.version) in found.agreed_at_meetings:
        return "ok", _("agreed at a meeting"), True
    outcome = next((each[str(clause.pk)] for each in found.closed if str(clause.pk) in each), None)
    if outcome is None:
        return "none", _("not asked yet"), False
    if outcome["version"] != clause.section.version:
        return (
            "doubtful",
            _("changed since: ask again (on v%(version)s)") % {"version": outcome["version"]},
            False,
        )
    return _told(Outcome(outcome["outcome"]))


def _told(outcome: Outcome) -> tuple[str, str, bool]:
    words = {
        Outcome.AGREED: _("agreed"),
        Outcome.WITH_RESERVATIONS: _("agreed, with reservations"),
        Outcome.NOT_AGREED: _("not agreed"),
        Outcome.BLOCKED: _("blocked"),
        Outcome.NO_QUORUM: _("too few parties answered"),
    }
    is_agreed = outcome in AGREED
    return ("ok" if is_agreed else "bad"), words.get(outcome, ""), is_agreed
