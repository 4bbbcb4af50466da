"""When an agreement takes effect, by its own rule, and whose turn it is to sign.

Rules: drafting-and-agreements.md section 3. It takes effect for all parties, or n of m, on the date that the last
needed signature makes, or on a date named in it, if that is later. A party can need n of m signatories. Signing keeps
the order that was set before the first signature.

Only signatures that were judged valid belong here: one that was revoked or stamped over is left out by the caller.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Signatory:
    """Somebody who signs for a party. Those with a lower `order` sign first; those with the same in any order.

    A person who signs for two parties is two signatories, each with an id of its own.
    """

    id: str
    order: int = 0


@dataclass(frozen=True, slots=True)
class Party:
    """A party and who may sign for it; `needed` of them have to, or all where it is None.

    Raises ValueError for a number that its signatories can't make.
    """

    id: str
    signatories: tuple[Signatory, ...]
    needed: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.count <= len(self.signatories):
            raise ValueError(
                f"party {self.id} can't have {self.count} of {len(self.signatories)} signatories"
            )

    @property
    def count(self) -> int:
        return len(self.signatories) if self.needed is None else self.needed


@dataclass(frozen=True, slots=True)
class Rule:
    """`needed` parties must have signed, or all where it is None; never in effect before `not_before`."""

    needed: int | None = None
    not_before: date | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """A valid signature; `on` is its date in the agreement's own zone."""

    signatory: str
    on: date


@dataclass(frozen=True, slots=True)
class Missing:
    """`count` of these signatories of a party have still to sign."""

    party: str
    signatories: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Effect:
    """`on` is None until the last needed signature is there, which is `made_by`; a fixed date may lie after it.

    `complete` are the parties that have signed, in the order in which they came to it. `missing` are the others: in
    effect already they may still join, and `still_needed` of them must, before it is.
    """

    on: date | None
    made_by: Signature | None
    complete: tuple[str, ...]
    missing: tuple[Missing, ...]
    still_needed: int

    def is_in_force(self, today: date) -> bool:
        return self.on is not None and self.on <= today

    @property
    def waits_for_date(self) -> bool:
        """Whether the date named in the agreement, and not a signature, makes it take effect."""
        return self.on is not None and self.made_by is not None and self.on > self.made_by.on


class Refusal(StrEnum):
    """Why somebody can't sign now."""

    NOT_A_SIGNATORY = "not_a_signatory"
    SIGNED_ALREADY = "signed_already"
    ENOUGH = "enough"  # others have signed for this party, as many as it needs
    NOT_YET = "not_yet"  # others sign first: see `turn`


def effect(parties: Sequence[Party], signatures: Sequence[Signature], rule: Rule = Rule()) -> Effect:
    """When it takes effect and what is still needed. Signatures come as they were made; those of a day stay so.

    Raises ValueError for a rule that these parties can't fulfil.
    """
    needed = len(parties) if rule.needed is None else rule.needed
    if not 1 <= needed <= len(parties):
        raise ValueError(f"{needed} of {len(parties)} parties can't bring an agreement into effect")
    valid = _first_of_each(signatures)
    made = [(party.id, made_by) for party in parties if (made_by := _made_by(party, valid))]
    made.sort(key=lambda each: valid.index(each[1]))
    last = made[needed - 1][1] if len(made) >= needed else None
    return Effect(
        on=max(last.on, rule.not_before or last.on) if last else None,
        made_by=last,
        complete=tuple(party for party, _ in made),
        missing=tuple(_missing(party, valid) for party in parties if not _made_by(party, valid)),
        still_needed=max(0, needed - len(made)),
    )


def turn(parties: Sequence[Party], signatures: Sequence[Signature]) -> tuple[str, ...]:
    """The signatories who may sign now: of those that are still needed, the ones first in order."""
    valid = _first_of_each(signatures)
    waiting = _waiting(parties, valid)
    first = min((each.order for each in waiting), default=None)
    return tuple(each.id for each in waiting if each.order == first)


def refusal(parties: Sequence[Party], signatures: Sequence[Signature], signatory: str) -> Refusal | None:
    """Why this signatory can't sign now, through whatever link it came; None if it can."""
    if signatory not in {each.id for party in parties for each in party.signatories}:
        return Refusal.NOT_A_SIGNATORY
    valid = _first_of_each(signatures)
    if signatory in _names(valid):
        return Refusal.SIGNED_ALREADY
    if signatory not in {each.id for each in _waiting(parties, valid)}:
        return Refusal.ENOUGH
    return None if signatory in turn(parties, signatures) else Refusal.NOT_YET


def _first_of_each(signatures: Sequence[Signature]) -> list[Signature]:
    """By date, one for each signatory: who signs twice has one voice, from the first."""
    first: dict[str, Signature] = {}
    for each in sorted(signatures, key=lambda signature: signature.on):
        first.setdefault(each.signatory, each)
    return list(first.values())


def _names(signatures: Collection[Signature]) -> set[str]:
    return {each.signatory for each in signatures}


def _of(party: Party, valid: Sequence[Signature]) -> list[Signature]:
    names = {each.id for each in party.signatories}
    return [each for each in valid if each.signatory in names]


def _made_by(party: Party, valid: Sequence[Signature]) -> Signature | None:
    """The signature that completes a party; None while it needs more."""
    signed = _of(party, valid)
    return signed[party.count - 1] if len(signed) >= party.count else None


def _missing(party: Party, valid: Sequence[Signature]) -> Missing:
    names = _names(valid)
    unsigned = tuple(each.id for each in party.signatories if each.id not in names)
    return Missing(party.id, unsigned, party.count - len(_of(party, valid)))


def _waiting(parties: Sequence[Party], valid: Sequence[Signature]) -> list[Signatory]:
    """Who hasn't signed of the parties that need more signatures."""
    names = _names(valid)
    return [
        each
        for party in parties
        if _made_by(party, valid) is None
        for each in party.signatories
        if each.id not in names
    ]
