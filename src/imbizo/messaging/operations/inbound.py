"""What comes in: stored once, and a STOP in force, in one short transaction. What it leads to follows in a task."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from imbizo.base import bulk
from imbizo.calc import emails, keywords, letters, phones
from imbizo.messaging import tasks
from imbizo.messaging.models import Gateway, Inbound
from imbizo.messaging.operations.stopping import obey
from imbizo.messaging.queries.answering import Asked, asked_by, asked_last, asked_nothing, is_older_untried
from imbizo.messaging.states import Channel, InboundKind

LONGEST = 10_000  # characters kept of a text
# Suppliers that give no id of their own redeliver within seconds where our answer got lost.
_REDELIVERED = timedelta(seconds=60)
# Control characters but line feed and tab, and halves of surrogate pairs: no database keeps them.
_LONGEST_CALENDAR = 100_000  # characters; an answer has a thousand
_UNKEEPABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message as a gateway gives it. `ref` is the gateway's own id of it, where it has one.

    `answers` is the id of our message where the answer names it. `headers` are those of mail that tell whether a
    person wrote it (`calc.keywords.is_automatic`).
    """

    address: str
    text: str
    to: str = ""
    ref: str = ""
    subject: str = ""
    channel: Channel = Channel.SMS
    headers: Mapping[str, str] = field(default_factory=dict)
    received_at: datetime | None = None
    answers: UUID | None = None
    calendar: str = ""


def receive(*, gateway: Gateway, arrivals: Sequence[Arrival]) -> list[Inbound]:
    """Store what came in by the gateway and return what is new of it; repeats are dropped.

    A STOP is in force when this returns, its one confirmation queued before it. Handing on follows in a task.
    """
    tidied = [_tidied(arrival, gateway) for arrival in arrivals]
    try:
        return _store(gateway, tidied)
    except IntegrityError:
        # One of the references is known already. Few come twice, so this is asked only now.
        known = _stored_refs(gateway, [arrival.ref for arrival in tidied if arrival.ref])
        return _store(gateway, [arrival for arrival in tidied if arrival.ref not in known])


@transaction.atomic
def _store(gateway: Gateway, arrivals: Sequence[Arrival]) -> list[Inbound]:
    """All or nothing. Raises IntegrityError where a reference is known already."""
    new = _without_repeats(gateway, arrivals)
    asked = [_asked(gateway, arrival) for arrival in new]
    inbound = [_inbound(gateway, *pair) for pair in zip(new, asked, strict=True)]
    bulk.insert(inbound)
    for each, what in zip(inbound, asked, strict=True):
        obey(gateway=gateway, inbound=each, is_sure=what.is_sure)
    if inbound:
        transaction.on_commit(lambda: _nudge(inbound[0].pk))
    return inbound


def clean(text: str) -> str:
    """The text as it can be kept: one kind of line end, no control characters, at most `LONGEST` characters."""
    text = text[: 2 * LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    return _UNKEEPABLE.sub("", text)[:LONGEST].strip()


def _nudge(first: UUID) -> None:
    """Have what was just stored handed on, by one task for all that wait.

    Where something older waits that nobody has tried, its own task still has to come past it, and that task goes on
    until nothing is left: it will find this too. Asked after the commit, so that nothing falls between the two.
    """
    if not is_older_untried(first):
        tasks.route_inbound.enqueue()


def _tidied(arrival: Arrival, gateway: Gateway) -> Arrival:
    return replace(
        arrival,
        address=_address(arrival, gateway)[:320],
        text=clean(arrival.text),
        to=clean(arrival.to)[:320],
        ref=clean(arrival.ref)[:200],
        subject=" ".join(clean(arrival.subject).split())[:300],
        received_at=arrival.received_at or timezone.now(),
        calendar=_calendar(arrival.calendar),
    )


def _calendar(written: str) -> str:
    """The calendar part as it can be kept; nothing of one that is too long, for half of one can't be read."""
    return "" if len(written) > _LONGEST_CALENDAR else _UNKEEPABLE.sub("", written.replace("\r\n", "\n"))


def _address(arrival: Arrival, gateway: Gateway) -> str:
    """E.164, or mail in lower case; what is neither (a short code, a name) as it is."""
    written = " ".join(clean(arrival.address).split())
    if arrival.channel == Channel.EMAIL:
        return emails.parse(written)[0].address or written.lower()
    region = gateway.programme.region if gateway.programme else "ZA"
    found = phones.parse(written, region=region)
    return found[0].e164 or written


def _without_repeats(gateway: Gateway, arrivals: Sequence[Arrival]) -> list[Arrival]:
    """Those that don't stand earlier in the batch and, where they have no reference, weren't stored just now."""
    first = {_sameness(arrival): arrival for arrival in reversed(arrivals)}
    return [each for each in reversed(first.values()) if each.ref or not _was_just_stored(gateway, each)]


def _sameness(arrival: Arrival) -> tuple[str, ...]:
    return ("ref", arrival.ref) if arrival.ref else ("text", arrival.address, arrival.text)


def _stored_refs(gateway: Gateway, refs: Sequence[str]) -> set[str]:
    rows = Inbound.objects.filter(gateway=gateway, ref__in=refs) if refs else Inbound.objects.none()
    return set(rows.values_list("ref", flat=True))


def _was_just_stored(gateway: Gateway, arrival: Arrival) -> bool:
    at = arrival.received_at or timezone.now()
    around = {"received_at__gt": at - _REDELIVERED, "received_at__lte": at}
    rows = Inbound.objects.filter(address=arrival.address, gateway=gateway, ref="", **around)
    last = rows.order_by("-id").values_list("text", flat=True).first()
    # STOP, START, STOP are three messages. But a START that comes again late must not undo the STOP after it.
    return last == arrival.text or rows.filter(text=arrival.text, kind=InboundKind.START).exists()


def _asked(gateway: Gateway, arrival: Arrival) -> Asked:
    named = asked_by(gateway, arrival.channel, arrival.answers) if arrival.answers else None
    return named or asked_last(gateway, arrival.channel, arrival.address) or asked_nothing(gateway)


def _inbound(gateway: Gateway, arrival: Arrival, asked: Asked) -> Inbound:
    return Inbound(
        gateway=gateway,
        programme_id=asked.programme_id,
        answers_id=asked.message_id,
        channel=arrival.channel,
        address=arrival.address,
        to=arrival.to,
        subject=arrival.subject,
        text=arrival.text,
        calendar=arrival.calendar,
        kind=_kind(arrival, asked),
        ref=arrival.ref,
        received_at=arrival.received_at or timezone.now(),
    )


def _kind(arrival: Arrival, asked: Asked) -> InboundKind:
    """A STOP counts whoever wrote it; a machine's answer is nothing else."""
    said = _keyword(arrival, asked)
    if said is keywords.Keyword.STOP:
        return InboundKind.STOP
    if keywords.is_automatic(arrival.text, arrival.headers):
        return InboundKind.AUTOMATIC
    if said is not None:
        return InboundKind(said)
    return InboundKind.CALL_ME if keywords.pleads_for_call(arrival.text) is not None else InboundKind.TEXT


def _keyword(arrival: Arrival, asked: Asked) -> keywords.Keyword | None:
    extra = {each: asked.words.get(each, ()) for each in keywords.Keyword}
    is_mail = arrival.channel == Channel.EMAIL
    said = letters.without_signature(arrival.text) if is_mail else arrival.text
    in_text = keywords.keyword(said, extra=extra)
    if in_text is not None or not arrival.subject:
        return in_text
    in_subject = keywords.keyword(arrival.subject, extra=extra)
    # "Help" over a letter is its title; "Stop" over one is a wish.
    return in_subject if in_subject is keywords.Keyword.STOP or not arrival.text else None
