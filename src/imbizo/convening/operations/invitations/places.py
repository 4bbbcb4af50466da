"""Numbered places: who holds one, who moves up, whose offer has run out. Always under a gathering that is held."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from itertools import count
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.models import new_id
from imbizo.calc import places as calc
from imbizo.convening.errors import Full, NotNow
from imbizo.convening.models import Answer, Gathering, Invitation
from imbizo.convening.operations.invitations.held import held
from imbizo.convening.operations.invitations.reserves import put_reserve
from imbizo.convening.operations.invitations.writing import Errand, write
from imbizo.convening.queries.quotas import wanted_by_quotas
from imbizo.convening.queries.reserves import due_to_move_up
from imbizo.convening.queries.taking import taken_places
from imbizo.convening.states import (
    PLACED,
    AnswerOutcome,
    AnswerWay,
    GatheringState,
    InvitationState,
    NoticeKind,
)
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

OFFER_FOR: Final = dt.timedelta(hours=48)
"""How long an offer holds at most; never longer than half the time that is left."""


class Places:
    """The numbers of a gathering's places while it is held: the lowest free one is given next."""

    def __init__(self, capacity: int | None, taken: Collection[int]) -> None:
        self._capacity, self._taken = capacity, set(taken)

    def take(self) -> int | None:
        """A place, or None where all are taken: a number above the capacity counts too, after it was lowered."""
        if self._capacity is not None and len(self._taken) >= self._capacity:
            return None
        number = next(number for number in count(1) if number not in self._taken)
        self._taken.add(number)
        return number

    def release(self, number: int | None) -> None:
        self._taken.discard(number or 0)


def places_of(gathering: Gathering) -> Places:
    """Its places as they are taken now: one query."""
    return Places(gathering.capacity, taken_places(gathering))


def move_up(current: Gathering, now: dt.datetime | None = None) -> list[Invitation]:
    """Let offers lapse that have run out, and offer what is free; returns who was offered a place.

    First to the reserves of a draw, for those of the chosen who don't come; then to those who wait, in the order of
    the list, and where open places were drawn first to those whom a quota still needs.
    """
    now = now or timezone.now()
    if not _is_ahead(current, now):
        return []
    _lapse(current, now)
    offered = [*_to_reserves(current, now), *_to_waiting(current, now)]
    _tell_offered(current, offered)
    return offered


def _is_ahead(current: Gathering, now: dt.datetime) -> bool:
    is_before = current.starts_at is None or current.starts_at > now
    return current.state == GatheringState.PLANNED and is_before


def _to_reserves(current: Gathering, now: dt.datetime) -> list[Invitation]:
    """The reserves who move up by themselves come onto the list, as long as there is a place for them.

    Whoever follows somebody who was invited is offered that place at once; the others are invited with everybody.
    """
    due = due_to_move_up(current)
    places, offered = places_of(current) if due else None, []
    for reserve, is_at_once in due:
        number = places.take() if places else None
        if number is None:
            break
        is_offered = is_at_once and current.starts_at is not None
        invitation = put_reserve(reserve, current, invited_at=now if is_offered else None)
        if is_offered:
            _offer(current, invitation, number, now)
            offered.append(invitation)
    _save(offered)
    return offered


def _to_waiting(current: Gathering, now: dt.datetime) -> list[Invitation]:
    """Those who wait, as far as places are free; without a number of places nobody is moved up by itself."""
    if current.capacity is None or not current.invitations.filter(state=InvitationState.WAITING).exists():
        return []
    rows = current.invitations.filter(state__in=(*PLACED, InvitationState.WAITING)).select_related("actor")
    involved = {each.pk: each for each in rows.order_by("waiting_since", "pk")}
    steps = _steps(current, list(involved.values()), now)
    offered = [involved[each.id] for each in steps.promote]
    for invitation, promotion in zip(offered, steps.promote, strict=True):
        _offer(current, invitation, promotion.number, now)
    _save(offered)
    return offered


def _steps(current: Gathering, involved: Sequence[Invitation], now: dt.datetime) -> calc.Steps[UUID]:
    waiting_ones = [each for each in involved if each.state == InvitationState.WAITING]
    wanted = wanted_by_quotas(current, [each.actor_id for each in waiting_ones])
    waiting = [calc.Waiting(each.pk, each.actor_id in (wanted or ())) for each in waiting_ones]
    offers = [
        calc.Offer(each.pk, each.place_number or 0, each.offer_until or now)
        for each in involved
        if each.state == InvitationState.OFFERED
    ]
    taken = [
        each.place_number for each in involved if each.place_number and each.state != InvitationState.OFFERED
    ]
    return calc.steps(current.capacity or 0, taken, waiting, offers, now, matching_first=wanted is not None)


def _lapse(current: Gathering, now: dt.datetime) -> None:
    """Offers that nobody took: the person isn't offered one again unless they ask."""
    lapsed = list(current.invitations.filter(state=InvitationState.OFFERED, offer_until__lt=now))
    for each in lapsed:
        each.state = InvitationState.DECLINED
        each.place_number = each.offer_until = each.waiting_since = None
    _save(lapsed)
    Answer.objects.bulk_create(
        Answer(
            id=new_id(),
            programme_id=each.programme_id,
            invitation=each,
            via=AnswerWay.NOBODY,
            outcome=AnswerOutcome.CLOSED,
            at=now,
        )
        for each in lapsed
    )


def _offer(current: Gathering, invitation: Invitation, number: int, now: dt.datetime) -> None:
    invitation.state, invitation.place_number = InvitationState.OFFERED, number
    invitation.offer_until = offer_ends(current, now)
    invitation.waiting_since = None


def offer_ends(gathering: Gathering, now: dt.datetime) -> dt.datetime:
    """Until when an offer made now holds."""
    if gathering.starts_at is None:
        return now + OFFER_FOR
    return now + min(OFFER_FOR, max(dt.timedelta(), (gathering.starts_at - now) / 2))


def _save(invitations: Sequence[Invitation]) -> None:
    # Those who give up a number go first: two rows never hold one number, not even between two statements.
    names = ("state", "place_number", "offer_until", "waiting_since", "updated_at")
    Invitation.objects.bulk_update(invitations, names)


def _tell_offered(current: Gathering, offered: Sequence[Invitation]) -> None:
    """Write to them; of those whom no message tells it, whoever leads the gathering hears, while the offer holds."""
    if not offered:
        return
    written = write(Errand(current, NoticeKind.OFFER, seed=new_id()), offered)
    unheard = [each for each in offered if not written.told(each)]
    if unheard:
        audit("offer_unheard", unheard, by=None)


def keep_moving(now: dt.datetime) -> int:
    """For the clock: offers that have run out pass on, and free places are offered; how many were offered."""
    rows = Invitation.objects.filter(gathering__state=GatheringState.PLANNED, gathering__starts_at__gt=now)
    due = Q(state=InvitationState.OFFERED, offer_until__lt=now)
    due |= Q(state=InvitationState.WAITING, gathering__capacity__isnull=False)
    due |= Q(
        state__in=(InvitationState.DECLINED, InvitationState.WITHDRAWN),
        is_open_place=True,
        gathering__selection__moves_up=True,
    )
    ids: Iterable[UUID] = rows.filter(due).order_by().values_list("gathering_id", flat=True)
    return sum(_keep_moving(pk, now) for pk in sorted(set(ids)))


@transaction.atomic
def _keep_moving(pk: UUID, now: dt.datetime) -> int:
    return len(move_up(held(Gathering(pk=pk), None), now))


@transaction.atomic
def offer_place(*, invitation: Invitation, by: Membership, now: dt.datetime | None = None) -> Invitation:
    """Offer a free place to somebody who waits, past the order of the list; the organiser's decision is on the trail.

    Raises NotAllowed, Full, NotNow (they don't wait).
    """
    now = now or timezone.now()
    current = held(invitation.gathering, by)
    row = current.invitations.select_related("actor").get(pk=invitation.pk)
    if row.state != InvitationState.WAITING:
        raise NotNow(_("Only somebody on the waiting list can be offered a place."))
    number = places_of(current).take()
    if number is None:
        raise Full(_("All places are taken. Raise the number of places, or wait until one is free."))
    _offer(current, row, number, now)
    _save([row])
    _tell_offered(current, [row])
    audit("offer", [row], by=by, changes={"state": [InvitationState.WAITING, row.state]})
    return row


def over_capacity(gathering: Gathering) -> calc.Proposal[Any]:
    """Who is over after the capacity was lowered: nobody loses a place by it, the organiser decides."""
    if gathering.capacity is None:
        return calc.lowered(10**6, [])
    rows = gathering.invitations.filter(state__in=PLACED).order_by("answered_at", "pk")
    accepted = [
        calc.Accepted(each.pk, each.answered_at or each.created_at, each.is_required)
        for each in rows
        if each.state != InvitationState.OFFERED
    ]
    offers = [
        calc.Offer(each.pk, each.place_number or 0, each.offer_until or each.created_at)
        for each in rows
        if each.state == InvitationState.OFFERED
    ]
    return calc.lowered(gathering.capacity, accepted, offers)
