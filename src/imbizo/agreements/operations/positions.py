"""Positions: what a party says of each clause, or of the whole; it may change its mind until the round closes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.agreements.errors import Closed, NotReady
from imbizo.agreements.models import Clause, ConsentRound, Party, Position
from imbizo.agreements.operations.holding import held
from imbizo.agreements.operations.rounds import held_round
from imbizo.agreements.queries.deciding import is_open, parties_of
from imbizo.agreements.states import Came, Capacity, PartyRole, Stance
from imbizo.base.errors import NotAllowed
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit

NEEDS_REASON = frozenset({Stance.OBJECT, Stance.BLOCK, Stance.RESERVATION})
_CLOSED = _("The round has closed. What was said by then stands.")
_NO_VOICE = _("Observers have no voice in a round.")
_WITHDREW = _("This party has withdrawn, so it has no voice in the round any more.")
_ELSEWHERE = _("This party isn't one of the round.")
_NO_REASON = _(
    "Say why, or what you would rather have: an objection, a block and a reservation need a reason."
)
_NO_RESOLUTION = _("Give the number of the resolution that gives the mandate.")
_NOTHING = _("Choose a position on the whole, or on at least one clause.")
_CHANGED = _(
    "The words of “%(clause)s” changed while you were reading. Read them again, then say what you think of them."
)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one clause, or of the whole (`clause` None). `version` is that of the words that were read."""

    clause: Clause | None
    stance: str
    version: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who speaks for the party, in what capacity, and how it reached us."""

    capacity: str = Capacity.SUBJECT
    resolution_number: str = ""
    said_by: str = ""
    via: str = Came.PAGE


@transaction.atomic
def take_positions(
    *,
    row: ConsentRound,
    party: Party,
    said: Sequence[Said],
    speaking: Speaking,
    by: Membership | None = None,
    at: datetime | None = None,
) -> list[Position]:
    """Keep what a party says, by its official on their own page (`by` None) or entered by a member on its behalf.

    One voice for each party: what it says later takes the place of what it said before. What is the same as before
    isn't kept twice. The trail tells that a party spoke, never what it said. Raises Closed, NotAllowed, NotReady.
    """
    if by is not None:
        held(row.agreement, by, Permission.AGREEMENTS_DECIDE)
    current, now = held_round(row), at or timezone.now()
    _check_voice(current, party, now)
    _check_said(current, said, speaking)
    last = _last_said(current, party)
    # The whole comes first: what is said of single clauses then stands beside it.
    ordered = sorted(said, key=lambda each: each.clause is not None)
    shared = {"programme": current.programme, "round": current, "party": party, "said_at": now}
    shared |= {"entered_by": by, **_words(speaking)}
    new = [
        _position(each, shared)
        for each in ordered
        if not _is_same(last.get(each.clause.pk if each.clause else None), each, speaking)
    ]
    Position.objects.bulk_create(new)
    audit("speak", new, by=by)
    return new


def _position(said: Said, shared: Mapping[str, Any]) -> Position:
    return Position(
        clause=said.clause,
        version=said.version,
        stance=said.stance,
        reason=said.reason.strip(),
        **shared,
    )


def _words(speaking: Speaking) -> dict[str, str]:
    """In whose name and how, as the rows keep it."""
    return {
        "capacity": speaking.capacity,
        "resolution_number": speaking.resolution_number.strip()[:60],
        "via": speaking.via,
        "said_by": speaking.said_by.strip()[:160],
    }


def _check_voice(row: ConsentRound, party: Party, now: datetime) -> None:
    if not is_open(row, now):
        raise Closed(_CLOSED)
    found = next((each for each in parties_of(row) if each.pk == party.pk), None)
    if found is None:
        raise NotAllowed(_ELSEWHERE)
    if found.role == PartyRole.OBSERVER:
        raise NotAllowed(_NO_VOICE)
    if found.withdrew_on is not None and found.withdrew_on <= timezone.localdate(now, row.programme.zone):
        raise NotAllowed(_WITHDREW)


def _check_said(row: ConsentRound, said: Iterable[Said], speaking: Speaking) -> None:
    given = list(said)
    if not given:
        raise NotReady(_NOTHING)
    if speaking.capacity == Capacity.MANDATED and not speaking.resolution_number.strip():
        raise NotReady(_NO_RESOLUTION, field="resolution_number")
    for each in given:
        _check_one(row, each)


def _check_one(row: ConsentRound, said: Said) -> None:
    key = said.clause.pk.hex if said.clause else "whole"
    if said.stance in NEEDS_REASON and not said.reason.strip():
        raise NotReady(_NO_REASON, field=f"reason-{key}")
    if said.clause is None:
        return
    if str(said.clause.pk) not in row.versions:
        raise NotAllowed(_ELSEWHERE)
    said.clause.section.refresh_from_db(fields=["version"])
    if said.clause.section.version != said.version:
        raise NotReady(_CHANGED % {"clause": said.clause}, field=f"stance-{key}")


def _last_said(row: ConsentRound, party: Party) -> dict[object, Position]:
    """By clause, and None for the whole. After a new word on the whole, those on clauses before it count no more."""
    last: dict[object, Position] = {}
    for each in row.positions.filter(party=party).order_by("said_at", "id"):
        if each.clause_id is None:
            last.clear()
        last[each.clause_id] = each
    return last


def _is_same(before: Position | None, said: Said, speaking: Speaking) -> bool:
    return before is not None and (
        before.stance,
        before.version,
        before.reason,
        before.capacity,
        before.resolution_number,
    ) == (
        said.stance,
        said.version,
        said.reason.strip(),
        speaking.capacity,
        speaking.resolution_number.strip(),
    )
