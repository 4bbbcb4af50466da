"""Ringing somebody: taking the call so that nobody else does, and noting how it went."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import imbizo.messaging.operations as messaging
from imbizo.actors.models import Actor, ContactPoint
from imbizo.actors.operations.contacts import doubt
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.messaging.queries.rules import daily_hours
from imbizo.messaging.states import Channel, SuppressionReason
from imbizo.outreach.errors import NotNow, NotReady
from imbizo.outreach.models import Call, CallList, CallTry
from imbizo.outreach.operations.telephone import hear
from imbizo.outreach.queries.asked import asked_by_call
from imbizo.outreach.queries.calls import OPEN, WRONG_NUMBER, due, held, may_ring, phones, why_not
from imbizo.outreach.rules.ringing import HELD_FOR, IN_VAIN, is_over, next_try
from imbizo.outreach.states import CallState, Outcome, StopWhat
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

# How many of those who are due are looked at before we say that nobody is left.
CANDIDATES = 50
_TAKEN = _("Somebody else is ringing this person at the moment.")


def take_next(*, call_list: CallList, by: Membership) -> Call | None:
    """Take the next person to ring; the one taken already, where there is one. None where nobody is due.

    Those who may not be rung any more (they asked us to stop since) are given up on the way. Raises NotAllowed.
    """
    _must_ring(by)
    now = timezone.now()
    if (mine := held(by, call_list, now)) is not None:
        return mine
    for call in due(by, call_list, now)[:CANDIDATES]:
        if why_not(call.actor, by) is not None:
            _give_up(call)
        elif _won(call, by, now):
            return call
    return None


def take(*, call: Call, by: Membership) -> Call:
    """Take one person to ring, for a quarter of an hour. Raises NotAllowed, NotNow (another has them, or was first)."""
    _must_ring(by)
    if CallList.objects.filter(pk=call.call_list_id).exclude(closed_at=None).exists():
        raise NotNow(_("This call list is closed. Open it again first."))
    if why_not(call.actor, by) is not None:
        raise NotNow(_("This person may not be rung any more."))
    if not _won(call, by, timezone.now()):
        raise NotNow(_TAKEN)
    return call


@transaction.atomic
def let_go(*, call: Call, by: Membership) -> None:
    """Leave the call to others. Letting go of what one doesn't hold is harmless."""
    Call.objects.filter(pk=call.pk, taken_by=by).update(taken_by=None, taken_at=None)


@transaction.atomic
def reopen_call(*, call: Call, by: Membership) -> Call:
    """Ring somebody again who was reached or given up. Raises NotAllowed, NotNow."""
    _must_ring(by)
    current = _locked(call)
    if current.state in OPEN or current.call_list.closed_at is not None:
        raise NotNow(_("There is nothing to take back here."))
    _settle(current, CallState.TO_RING, None)
    audit("reopen", [current.call_list], by=by, changes={"call": [None, current.pk]})
    return current


@transaction.atomic
def note_try(
    *,
    call: Call,
    outcome: str,
    by: Membership,
    contact: ContactPoint | None = None,
    said: str = "",
    answer: str = "",
    note: str = "",
    again_at: datetime | None = None,
    stop: str = StopWhat.NOTHING,
    id: UUID | None = None,
) -> CallTry:
    """Note how one attempt ended. Noting it twice under one `id` is harmless.

    `said` is their answer in their own words, `answer` one of those that an app above offers for the call (see
    `registry.on_call`; only where they answered), `again_at` when to ring again (for LATER it must be given), `contact`
    the number that was rung, `stop` what they don't want any more. Effects in order: the attempt; the answer in
    their conversation, of which a campaign learns; the chosen answer, taken by whoever offered it; a wrong number is
    doubted; what they stopped is suppressed; the call is done, given up, or to be tried again.
    Raises NotAllowed, NotNow (another rings them, or it is done), NotReady (no time given), and what taking the
    chosen answer raises.
    """
    _must_ring(by)
    if id and (before := CallTry.objects.filter(pk=id, call=call, by=by).first()) is not None:
        return before
    current = _open(_locked(call), by)
    made = _tried(current, Outcome(outcome), by, note, id)
    if said.strip():
        hear(call=current, said=said, contact=contact, by=by)
    if answer and made.outcome == Outcome.ANSWERED and (asked := asked_by_call(current, by)) is not None:
        asked.take(answer)
    _learn_of_number(current, contact, made.outcome, stop, by)
    state, at = _what_next(current, made, again_at, by)
    _settle(current, state, at)
    return made


def _must_ring(by: Membership) -> None:
    if not may_ring(by):
        raise NotAllowed(_("You can't ring people in this programme."))


@transaction.atomic
def _won(call: Call, by: Membership, now: datetime) -> bool:
    """Whether the call is now the member's: one conditional update, so that of two members one wins.

    The person's row is held meanwhile: they may stand on two lists, and nobody is rung twice at once.
    """
    Actor.objects.select_for_update(no_key=True).filter(pk=call.actor_id).first()
    fresh = now - HELD_FOR
    elsewhere = Call.objects.filter(actor_id=OuterRef("actor_id"), taken_at__gt=fresh, state__in=OPEN)
    elsewhere = elsewhere.exclude(taken_by=by)
    free = Q(taken_by=None) | Q(taken_by=by) | Q(taken_at__lte=fresh)
    rows = Call.objects.filter(
        free, ~Exists(elsewhere), pk=call.pk, state__in=OPEN, call_list__closed_at=None
    )
    if not rows.update(taken_by=by, taken_at=now):
        return False
    call.taken_by, call.taken_at = by, now
    return True


def _locked(call: Call) -> Call:
    rows = Call.objects.select_related("call_list__campaign", "call_list__owner", "actor", "programme")
    return rows.select_for_update(of=("self",)).get(pk=call.pk)


def _open(call: Call, by: Membership) -> Call:
    if call.state not in OPEN:
        raise NotNow(_("Somebody has noted already how this call went."))
    is_fresh = call.taken_at is not None and call.taken_at > timezone.now() - HELD_FOR
    if is_fresh and call.taken_by_id not in {None, by.pk}:
        raise NotNow(_TAKEN)
    return call


def _tried(call: Call, outcome: Outcome, by: Membership, note: str, id: UUID | None) -> CallTry:
    call.tries_count += 1
    return CallTry.objects.create(
        id=id or new_id(),
        programme_id=call.programme_id,
        call=call,
        by=by,
        outcome=outcome,
        note=note.strip()[:500],
    )


def _learn_of_number(
    call: Call, contact: ContactPoint | None, outcome: str, stop: str, by: Membership
) -> None:
    if contact is None:
        return
    if outcome == Outcome.WRONG:
        doubt(contact=contact, reason=WRONG_NUMBER, by=by)
    if outcome == Outcome.REFUSED and stop != StopWhat.NOTHING:
        channels = (
            [Channel.PHONE] if stop == StopWhat.CALLS else [Channel.PHONE, Channel.SMS, Channel.WHATSAPP]
        )
        messaging.suppress(
            programme=call.programme,
            addresses=[(channel, contact.address) for channel in channels],
            reason=SuppressionReason.ASKED,
            by=by,
            source=str(_("said on the telephone")),
        )
        audit("opt_out", [contact], by=by, changes={"channel": [", ".join(channels), None]})


def _what_next(
    call: Call, made: CallTry, again_at: datetime | None, by: Membership
) -> tuple[CallState, datetime | None]:
    """Where the call stands after this attempt, and when to try again."""
    if made.outcome == Outcome.LATER:
        if again_at is None or again_at <= made.at:
            raise NotReady(_("Say when to ring again: a time that is still to come."))
        return CallState.LATER, again_at
    if made.outcome == Outcome.WRONG:
        has_other = phones(by).filter(actor=call.actor).exists() and why_not(call.actor, by) is None
        return (CallState.TO_RING, None) if has_other else (CallState.GIVEN_UP, None)
    if made.outcome in IN_VAIN:
        return _after_vain(call, Outcome(made.outcome), made.at, again_at)
    return CallState.DONE, None


def _after_vain(
    call: Call, outcome: Outcome, at: datetime, again_at: datetime | None
) -> tuple[CallState, datetime | None]:
    zone = call.programme.zone
    again = again_at or next_try(outcome, at, zone=zone, daily=daily_hours(call.programme))
    if is_over(call.tries_count, again, zone=zone, ring_until=call.call_list.ring_until):
        return CallState.GIVEN_UP, None
    return CallState.LATER, again


def _settle(call: Call, state: CallState, next_try_at: datetime | None) -> None:
    call.state, call.next_try_at, call.taken_by, call.taken_at = state, next_try_at, None, None
    call.save(update_fields=["state", "next_try_at", "taken_by", "taken_at", "tries_count", "updated_at"])


def _give_up(call: Call) -> None:
    Call.objects.filter(pk=call.pk, state__in=OPEN).update(state=CallState.GIVEN_UP, next_try_at=None)
