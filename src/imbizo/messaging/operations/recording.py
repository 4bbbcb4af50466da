"""Writing down what became of messages that were handed over."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from imbizo.base import bulk
from imbizo.calc.receipts import Standing
from imbizo.messaging.gateways import Outcome, Result
from imbizo.messaging.models import Gateway, Message, Part
from imbizo.messaging.operations.reports import look_again, match_early
from imbizo.messaging.states import MessageState, Purpose, Reason

log = logging.getLogger(__name__)

# A message may be recorded once more after its lease ended: the answer came late, but it came.
_OPEN = (MessageState.SUBMITTING, MessageState.UNCERTAIN)
# Of what is uncertain, a report under a reference of our own still tells what became of it.
_PERHAPS_TAKEN = (Outcome.ACCEPTED, Outcome.UNKNOWN)
_READ = ("attempts", "not_before", "purpose")
_FIELDS = [
    "state",
    "reason",
    "detail",
    "not_before",
    "attempts",
    "sent_at",
    "settled_at",
    "lease_until",
    "updated_at",
]


@transaction.atomic
def record(*, gateway: Gateway, results: Iterable[Result]) -> None:
    """Write down the results of a batch at once. A result for a message that isn't on its way changes nothing."""
    by_id = {result.id: result for result in results}
    now = timezone.now()
    held = Message.objects.select_for_update().filter(pk__in=by_id, state__in=_OPEN).only(*_READ)
    pairs = [(message, by_id[message.pk]) for message in held]
    bulk.update_rows(Message, _FIELDS, [_row(message, result, now) for message, result in pairs])
    _keep_parts(gateway, [result for _message, result in pairs if result.outcome in _PERHAPS_TAKEN], now)
    refs = [ref for _message, result in pairs for ref in result.refs]
    match_early(gateway=gateway, refs=refs)
    look_again(gateway=gateway, refs=refs)
    _empty_secrets([message for message, _result in pairs])
    _tell_operator(pairs)


@transaction.atomic
def release(*, ids: Iterable[UUID]) -> None:
    """Put back what was claimed and not handed over."""
    Message.objects.filter(pk__in=list(ids), state=MessageState.SUBMITTING).update(
        state=MessageState.WAITING, lease_until=None, updated_at=timezone.now()
    )


def pause_before_retry(attempts: int) -> timedelta:
    """Half a second after the first temporary refusal, doubling up to ten minutes."""
    return min(timedelta(seconds=0.5 * 2.0 ** min(attempts, 12)), timedelta(minutes=10))


def _row(message: Message, result: Result, now: datetime) -> Sequence[object]:
    attempts = message.attempts + 1
    match result.outcome:
        case Outcome.LATER:
            again = now + pause_before_retry(message.attempts)
            state, at, sent_at, settled_at = MessageState.WAITING, again, None, None
        case Outcome.ACCEPTED:
            state = MessageState.DELIVERED if result.is_delivered else MessageState.SENT
            at, sent_at, settled_at = message.not_before, now, now if result.is_delivered else None
        case Outcome.REFUSED:
            state, at, sent_at, settled_at = MessageState.FAILED, message.not_before, None, now
        case Outcome.UNKNOWN:
            state, at, sent_at, settled_at = MessageState.UNCERTAIN, message.not_before, now, None
    reason = result.reason or (Reason.REJECTED if result.outcome is Outcome.REFUSED else "")
    return state, reason, result.detail[:200], at, attempts, sent_at, settled_at, None, now, message.pk


def _keep_parts(gateway: Gateway, taken: Sequence[Result], now: datetime) -> None:
    rows = [
        Part(
            message_id=result.id,
            gateway=gateway,
            number=number,
            ref=ref[:200],
            standing=_standing(result),
            reported_at=now if result.is_delivered else None,
        )
        for result in taken
        for number, ref in enumerate(result.refs, start=1)
    ]
    # What a person sent again after it was uncertain has parts already.
    Part.objects.bulk_create(
        rows,
        batch_size=1_000,
        update_conflicts=True,
        unique_fields=["message", "number"],
        update_fields=["gateway", "ref", "standing", "reason", "reported_at"],
    )


def _standing(result: Result) -> Standing:
    if result.outcome is Outcome.UNKNOWN:
        return Standing.UNKNOWN
    return Standing.DELIVERED if result.is_delivered else Standing.ACCEPTED


def _empty_secrets(messages: Sequence[Message]) -> None:
    """A sign-in code doesn't stay in the outbox once it has left."""
    secret = [message.pk for message in messages if message.purpose == Purpose.SECURITY]
    if secret:
        Message.objects.filter(pk__in=secret).exclude(state=MessageState.WAITING).update(text="", subject="")


def _tell_operator(pairs: Iterable[tuple[Message, Result]]) -> None:
    """Nobody else watches over mail that lets people in. The line names nobody."""
    lost = (Outcome.REFUSED, Outcome.UNKNOWN)
    count = sum(message.purpose == Purpose.SECURITY and result.outcome in lost for message, result in pairs)
    if count:
        log.error("%d mails with a code or a link may not have arrived", count)
