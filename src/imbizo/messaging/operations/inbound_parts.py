"""Long SMS come in parts, in any order, some twice, some never."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from imbizo.messaging.models import Gateway, Inbound, InboundPart
from imbizo.messaging.operations.inbound import Arrival, receive

PATIENCE = timedelta(minutes=10)
_GAP = "[...]"
_MOST_PARTS = 255  # 3GPP TS 23.040, 9.2.3.24.1: one octet


@transaction.atomic
def receive_part(
    *, gateway: Gateway, address: str, to: str, reference: int, total: int, number: int, text: str
) -> list[Inbound]:
    """Keep one part of an SMS, and once all are there receive the whole, which is returned.

    Parts stay for ten minutes after that, so that a repeated one is known again. What can't be a part is a message.
    """
    if not 1 <= number <= total <= _MOST_PARTS or total == 1:
        return receive(gateway=gateway, arrivals=[Arrival(address=address, text=text, to=to)])
    # Two processes may bring two parts at one instant; the second one must see the first one's.
    Gateway.objects.select_for_update(of=("self",)).get(pk=gateway.pk)
    part = InboundPart(
        gateway=gateway, address=address, to=to, reference=reference, total=total, number=number, text=text
    )
    earlier = _siblings(part)
    if _is_of_another(part, earlier):
        # Phones count to 255 and begin again: the earlier message has waited in vain.
        _join(gateway, earlier)
        earlier = []
    if number not in {each.number for each in earlier}:
        part.save()
        earlier.append(part)
    return _received(gateway, earlier) if len(earlier) == total else []


def join_waiting_parts(now: datetime) -> None:
    """For the clock: what has waited ten minutes for a part is received without it, a mark in its place."""
    for part in InboundPart.objects.filter(received_at__lt=now - PATIENCE).order_by("id")[:500]:
        with transaction.atomic():
            gateway = Gateway.objects.select_for_update(of=("self",)).get(pk=part.gateway_id)
            _join(gateway, _siblings(part))


def _siblings(part: InboundPart) -> list[InboundPart]:
    """The stored parts of the same message."""
    rows = InboundPart.objects.filter(
        gateway_id=part.gateway_id,
        address=part.address,
        to=part.to,
        reference=part.reference,
        total=part.total,
    )
    return list(rows.order_by("id"))


def _is_of_another(part: InboundPart, earlier: Sequence[InboundPart]) -> bool:
    return any(each.number == part.number and each.text != part.text for each in earlier)


def _join(gateway: Gateway, parts: Sequence[InboundPart]) -> None:
    """Receive what there is, unless it was received whole before, and forget the parts."""
    if parts:
        _received(gateway, parts)
        InboundPart.objects.filter(pk__in=[part.pk for part in parts]).delete()


def _received(gateway: Gateway, parts: Sequence[InboundPart]) -> list[Inbound]:
    first = parts[0]
    texts = {part.number: part.text for part in parts}
    arrival = Arrival(
        address=first.address,
        to=first.to,
        text="".join(texts.get(number, _GAP) for number in range(1, first.total + 1)),
        # Joined again, it is a repeat.
        ref=f"parts-{first.pk}",
        received_at=first.received_at,
    )
    return receive(gateway=gateway, arrivals=[arrival])
