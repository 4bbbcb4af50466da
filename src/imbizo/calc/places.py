"""Capacity and the waiting list: who is offered a place next, whose offer has run out, and who is over.

Rules: engagement.md section 8. Capacity is never passed; the waiting list moves up in order, or those first who match
the quotas of the selection; an offer lasts until its own deadline and holds its place until then; nobody has two.
Places have numbers from 1, so that a database can refuse the same number twice. Nothing here acts: what comes out are
steps for an operation, or a proposal for an organiser.
"""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, islice
from typing import Generic, TypeVar

PersonId = TypeVar("PersonId", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Waiting(Generic[PersonId]):
    """Somebody on the waiting list; `matches` says whether a quota of the selection still needs this person."""

    id: PersonId
    matches: bool = False


@dataclass(frozen=True, slots=True)
class Offer(Generic[PersonId]):
    """A place that is kept for somebody up to and including `deadline`."""

    id: PersonId
    number: int
    deadline: datetime


@dataclass(frozen=True, slots=True)
class Accepted(Generic[PersonId]):
    id: PersonId
    accepted_at: datetime
    is_must_have: bool = False


@dataclass(frozen=True, slots=True)
class Promotion(Generic[PersonId]):
    """Offer this person the place of this number."""

    id: PersonId
    number: int


@dataclass(frozen=True, slots=True)
class Steps(Generic[PersonId]):
    """What to do now, in this order; `free` places are left for which nobody waits."""

    expire: tuple[Offer[PersonId], ...]
    promote: tuple[Promotion[PersonId], ...]
    free: int


@dataclass(frozen=True, slots=True)
class Proposal(Generic[PersonId]):
    """How to come down to a lower capacity: offers to take back first, then people to ask, the last accepted first.

    `unresolved` are the people over capacity whom this can't name, since only must-haves are left.
    """

    over: int
    withdraw: tuple[Offer[PersonId], ...]
    ask: tuple[Accepted[PersonId], ...]
    unresolved: int


def steps(
    capacity: int,
    taken: Collection[int],
    waiting: Sequence[Waiting[PersonId]],
    offers: Sequence[Offer[PersonId]],
    now: datetime,
    *,
    matching_first: bool = False,
) -> Steps[PersonId]:
    """Which offers expire and who moves up. `taken` are the numbers of the places that were accepted.

    Whoever holds an offer, or has just let one lapse, isn't offered another now. A number above the capacity still
    counts as a place taken, so that a capacity that was lowered is never passed any further.
    """
    lapsed = tuple(offer for offer in offers if offer.deadline < now)
    held = {offer.number for offer in offers if offer.deadline >= now}
    used = held.union(taken)
    free = max(0, capacity - len(used))
    next_up = islice(_queue(waiting, {offer.id for offer in offers}, matching_first=matching_first), free)
    numbers = (number for number in count(1) if number not in used)
    promote = tuple(Promotion(each, number) for each, number in zip(next_up, numbers, strict=False))
    return Steps(lapsed, promote, free - len(promote))


def _queue(
    waiting: Sequence[Waiting[PersonId]], with_offer: Collection[PersonId], *, matching_first: bool
) -> Iterable[PersonId]:
    """Who is next, each once; a stable sort, so that the order of the list stays among equals."""
    ordered = sorted(waiting, key=lambda each: matching_first and not each.matches)
    return dict.fromkeys(each.id for each in ordered if each.id not in with_offer)


def lowered(
    capacity: int, accepted: Sequence[Accepted[PersonId]], offers: Sequence[Offer[PersonId]] = ()
) -> Proposal[PersonId]:
    """Who is over after the capacity was lowered; nothing over gives an empty proposal.

    Open offers go before people who have accepted, those with the latest deadline first; must-haves never go.
    """
    over = max(0, len(accepted) + len(offers) - capacity)
    latest = sorted(offers, key=lambda offer: (offer.deadline, offer.number), reverse=True)
    withdraw = tuple(latest[:over])
    last = sorted(
        (each for each in accepted if not each.is_must_have), key=lambda each: each.accepted_at, reverse=True
    )
    ask = tuple(last[: over - len(withdraw)])
    return Proposal(over, withdraw, ask, over - len(withdraw) - len(ask))
