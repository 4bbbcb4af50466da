"""What came of a round, in words: clause by clause, party by party."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.agreements.models import Clause, ConsentRound, Party, Position
from imbizo.agreements.queries.deciding import Decided, decided
from imbizo.agreements.states import PartyRole, RoundState, Stance
from imbizo.calc import consent
from imbizo.calc.consent import Because, Outcome

_OUTCOMES: Final[dict[Outcome, tuple[str, Promise]]] = {
    Outcome.OPEN: ("info", gettext_lazy("still open")),
    Outcome.AGREED: ("ok", gettext_lazy("agreed")),
    Outcome.WITH_RESERVATIONS: ("ok", gettext_lazy("agreed, with reservations")),
    Outcome.NOT_AGREED: ("bad", gettext_lazy("not agreed")),
    Outcome.NO_QUORUM: ("doubtful", gettext_lazy("too few parties answered")),
    Outcome.BLOCKED: ("bad", gettext_lazy("blocked")),
}
_BECAUSE: Final[dict[Because, Promise]] = {
    Because.OTHER_VERSION: gettext_lazy("on v%(version)s, whose words changed since: not counted"),
    Because.WITHDRAWN: gettext_lazy("the party withdrew: not counted"),
    Because.REPLACED: gettext_lazy("replaced by a later word"),
    Because.TOO_LATE: gettext_lazy("came after the close: not counted"),
    Because.TOO_EARLY: gettext_lazy("came before the opening: not counted"),
    Because.NO_VOICE: gettext_lazy("has no voice: not counted"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What one party said of a clause, in words. `note` says why it isn't counted, or whom it commits."""

    party: str
    look: str
    stance: str
    capacity: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """A clause of the round, with its outcome. `told` and `uncounted` are empty while positions are hidden."""

    clause: Clause
    version: int
    look: str
    outcome: str
    present: int
    needed: int
    told: tuple[Told, ...]
    silent: tuple[str, ...]
    uncounted: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party of the round: whether it has answered, never what."""

    party: Party
    has_answered: bool
    is_silent: bool  # on at least one clause, with a voice

    @property
    def is_observer(self) -> bool:
        return self.party.role == PartyRole.OBSERVER


@dataclass(frozen=True, slots=True)
class Summary:
    """The round in a word."""

    look: str
    words: str


def summary(row: ConsentRound, stands: Decided | None = None) -> Summary:
    """How the round stands, by the clock."""
    if row.state == RoundState.CANCELLED:
        return Summary("none", _("called off"))
    look, words = _OUTCOMES[(stands or decided(row)).decision.outcome]
    return Summary(look, str(words))


def lines(stands: Decided) -> list[Line]:
    """The clauses of the round, in order."""
    names = {str(each.pk): str(each) for each in stands.parties}
    by_id = {str(each.pk): each for each in stands.clauses}
    return [_line(by_id[each.clause.id], each, names) for each in stands.decision.clauses]


def party_lines(stands: Decided) -> list[PartyLine]:
    """Who has answered, which is never hidden: so that the others can be reminded."""
    silent = {each.pk for each in stands.silent}
    spoke = set(stands.row.positions.values_list("party_id", flat=True))
    return [PartyLine(each, each.pk in spoke, each.pk in silent) for each in stands.parties]


def last_said(row: ConsentRound, party: Party) -> dict[UUID | None, Position]:
    """What the party itself said last: by clause, and None for the whole. For its own page alone."""
    last: dict[UUID | None, Position] = {}
    for each in row.positions.filter(party=party).order_by("said_at", "id"):
        if each.clause_id is None:
            last.clear()
        last[each.clause_id] = each
    return last


def _line(clause: Clause, result: consent.Result, names: dict[str, str]) -> Line:
    look, outcome = _OUTCOMES[result.outcome]
    voices = [each.position for each in result.voices if each.position is not None]
    return Line(
        clause=clause,
        version=result.clause.version,
        look=look,
        outcome=str(outcome),
        present=result.present,
        needed=result.needed,
        told=tuple(_told(each, names) for each in voices),
        silent=_named(result.silent, names),
        uncounted=tuple(_told(each.position, names, each.because) for each in result.uncounted),
    )


def _named(ids: Sequence[str], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(names[each] for each in ids)


def _told(said: consent.Position, names: dict[str, str], because: Because | None = None) -> Told:
    stance: Any = Stance(said.stance.value)
    looks = {Stance.CONSENT: "ok", Stance.RESERVATION: "doubtful", Stance.OBJECT: "bad", Stance.BLOCK: "bad"}
    note = str(_BECAUSE.get(because, "")) % {"version": said.version} if because else ""
    return Told(
        names[said.party], looks.get(stance, "none"), str(stance.label), _capacity(said), said.reason, note
    )


def _capacity(said: consent.Position) -> str:
    if said.capacity is consent.Capacity.MANDATED:
        return _("mandated by resolution %(number)s: it commits the party") % {"number": said.resolution}
    if said.capacity is consent.Capacity.OFFICIAL:
        return _("an official's view")
    return _("subject to council")
