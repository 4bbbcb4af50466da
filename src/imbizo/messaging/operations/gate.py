"""The gate: which messages may leave now, which later, which never. Asked at queueing and again at sending."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from imbizo.calc.hours import public_holidays
from imbizo.messaging.models import Message, SendingRules
from imbizo.messaging.queries.suppression import suppressed
from imbizo.messaging.registry import may_send
from imbizo.messaging.rules.gate import PASSES_REGISTER, PASSES_SUPPRESSION, USUAL, Daily, next_hour
from imbizo.messaging.states import MessageState, Reason
from imbizo.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of one message: a final state with its reason, or the instant from which it may leave."""

    state: MessageState
    reason: Reason | None
    not_before: datetime


def judge(messages: Sequence[Message], *, now: datetime) -> dict[UUID, Verdict]:
    """The verdict on each message, by id. A fixed number of queries for each programme among them."""
    by_programme: dict[UUID | None, list[Message]] = defaultdict(list)
    for message in messages:
        by_programme[message.programme_id].append(message)
    verdicts: dict[UUID, Verdict] = {}
    for batch in by_programme.values():
        refusals = _refusals(batch, now)
        opens = _opening(batch[0].programme, now)
        for message in batch:
            verdicts[message.pk] = _verdict(message, refusals.get(message.pk), opens)
    return verdicts


def _refusals(batch: Sequence[Message], now: datetime) -> Mapping[UUID, Reason]:
    """Why messages of one programme may not leave at all; the later reasons are asked only of those that are left."""
    refused = {message.pk: Reason.TOO_LATE for message in batch if message.use_by and message.use_by <= now}
    asks: tuple[Callable[[Sequence[Message]], Mapping[UUID, Reason]], ...] = (_stopped, _register_refuses)
    for ask in asks:
        refused |= ask([message for message in batch if message.pk not in refused])
    return refused


def _stopped(batch: Sequence[Message]) -> dict[UUID, Reason]:
    asked = [each for each in batch if each.programme is not None and each.purpose not in PASSES_SUPPRESSION]
    if not asked:
        return {}
    addresses = {(message.channel, message.address) for message in asked}
    stopped = suppressed(programme=_programme(asked), addresses=addresses)
    return {each.pk: Reason.SUPPRESSED for each in asked if (each.channel, each.address) in stopped}


def _register_refuses(batch: Sequence[Message]) -> dict[UUID, Reason]:
    asked = [message for message in batch if message.purpose not in PASSES_REGISTER]
    hooks = list(may_send)
    if not hooks:
        return {message.pk: Reason.NO_GATE for message in asked}
    return {pk: reason for hook in hooks for pk, reason in hook(asked).items()} if asked else {}


def _opening(programme: Programme | None, now: datetime) -> Callable[[str, datetime], datetime]:
    """A function from purpose and earliest instant to the instant at which such a message may leave."""
    if programme is None:
        return lambda _purpose, at: at
    daily, zone = _daily(programme), programme.zone
    holidays = _holidays(programme.region, now)
    known: dict[tuple[str, datetime], datetime] = {}

    def opens(purpose: str, at: datetime) -> datetime:
        if (purpose, at) not in known:
            known[purpose, at] = next_hour(at, purpose=purpose, daily=daily, zone=zone, holidays=holidays)
        return known[purpose, at]

    return lambda purpose, at: opens(purpose, max(at, now))


def _verdict(message: Message, refusal: Reason | None, opens: Callable[[str, datetime], datetime]) -> Verdict:
    if refusal is not None:
        state = MessageState.EXPIRED if refusal is Reason.TOO_LATE else MessageState.REFUSED
        return Verdict(state, refusal, message.not_before)
    at = opens(message.purpose, message.not_before)
    if message.use_by is not None and at >= message.use_by:
        return Verdict(MessageState.EXPIRED, Reason.TOO_LATE, message.not_before)
    return Verdict(MessageState.WAITING, None, at)


def _daily(programme: Programme) -> Daily:
    rules = SendingRules.objects.filter(programme=programme).first()
    return (rules.hours_from, rules.hours_until) if rules else USUAL


def _holidays(region: str, now: datetime) -> frozenset[date]:
    # The next allowed minute may lie in January.
    return public_holidays(region, {now.year, (now + timedelta(days=14)).year})


def _programme(messages: Iterable[Message]) -> Programme:
    programme = next(iter(messages)).programme
    assert programme is not None
    return programme
