"""The end of a programme: what was written to and by its people is emptied, what was counted stays."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from imbizo.messaging.models import Gateway, Inbound, InboundPart, Message
from imbizo.messaging.states import MessageState, Reason
from imbizo.outreach.models import CallTry, Campaign, Conversation, Entry, GroupShare
from imbizo.programmes.models import Programme

AT_ONCE = 1_000


def anonymise_programme(*, programme: Programme) -> None:
    """Empty texts, addresses and notes, stop what waits, and close the gateways.

    In chunks, each in its own transaction: after a kill it goes on where it stopped, and done twice it does nothing.
    Its entry in the audit trail is that of the programme's end.
    """
    _close_gateways(programme)
    _stop_waiting(programme)
    for rows, empty in _emptied(programme):
        _update_in_chunks(rows, empty)
    _empty_conversations(programme)
    with transaction.atomic():
        InboundPart.objects.filter(gateway__programme=programme).delete()


@transaction.atomic
def _close_gateways(programme: Programme) -> None:
    Gateway.objects.filter(programme=programme).update(is_active=False, settings={}, secrets="")


def _stop_waiting(programme: Programme) -> None:
    unsent = Message.objects.filter(
        programme=programme, state__in=(MessageState.WAITING, MessageState.PAUSED)
    )
    gone = {"state": MessageState.REFUSED, "reason": Reason.GONE, "settled_at": timezone.now()}
    _update_in_chunks(unsent, gone)


def _emptied(programme: Programme) -> list[tuple[QuerySet[Any], Mapping[str, Any]]]:
    written = {"text": "", "calendar": "", "subject": "", "address": ""}
    full = ~Q(**written)
    return [
        (Message.objects.filter(full, programme=programme), {**written, "detail": ""}),
        (Inbound.objects.filter(full, programme=programme), written),
        (Entry.objects.filter(programme=programme).exclude(text=""), {"text": ""}),
        (CallTry.objects.filter(programme=programme).exclude(note=""), {"note": ""}),
        (GroupShare.objects.filter(programme=programme).exclude(group=""), {"group": ""}),
        (Campaign.objects.filter(programme=programme).exclude(estimate={}), {"estimate": {}}),
    ]


def _update_in_chunks(rows: QuerySet[Any], empty: Mapping[str, Any]) -> None:
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            rows.model._default_manager.filter(pk__in=ids).update(**empty)


def _empty_conversations(programme: Programme) -> None:
    """Without an address. Of those without a person an owner has one for each address, and each needs one."""
    rows = Conversation.objects.filter(programme=programme)
    _update_in_chunks(rows.exclude(actor=None).exclude(address=""), {"address": ""})
    for each in rows.filter(actor=None).iterator(chunk_size=AT_ONCE):
        if each.address != each.pk.hex:
            Conversation.objects.filter(pk=each.pk).update(address=each.pk.hex)
