"""Who has been asked to sign here and could do it now, and when they last heard from us."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from imbizo.agreements.models import Agreement, Signatory
from imbizo.agreements.queries.signing import standing
from imbizo.agreements.states import SignWay


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whose turn it is. `is_new_turn`: it came after the last word that they had from us."""

    signatory: Signatory
    last_word: datetime
    is_new_turn: bool


def waiting_for(agreement: Agreement, *, since: datetime) -> Iterator[Waiting]:
    """Those whose turn it is and who were sent a link after `since`; who signs on paper is told by people."""
    found = standing(agreement)
    for person in found.before:
        if person.way == SignWay.PAPER or person.asked_at is None or person.asked_at < since:
            continue
        last_word = max(person.asked_at, person.reminded_at or person.asked_at)
        came = _turn_came(person, found.signatories)
        yield Waiting(person, last_word, is_new_turn=came is not None and came > last_word)


def _turn_came(person: Signatory, people: list[Signatory]) -> datetime | None:
    """When the last of those in earlier turns signed; None for the first turn."""
    earlier = (each for each in people if each.turn < person.turn and hasattr(each, "signature"))
    return max((each.signature.created_at for each in earlier), default=None)
