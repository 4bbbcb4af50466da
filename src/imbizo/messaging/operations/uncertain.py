"""What becomes of messages of which only the gateway knows whether it has them: a person decides, never we."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.messaging.errors import NotUncertain
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.operations.nudging import nudge
from imbizo.messaging.operations.totals import uncount
from imbizo.messaging.states import MessageState
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

CHUNK = 500  # messages decided in one transaction

_Decide = Callable[[Sequence[Message], Membership], None]


def resend_uncertain(*, messages: Iterable[Message], by: Membership) -> int:
    """Send them again, knowing that some may arrive twice. The gate is asked as at any sending.

    Returns how many; those that are decided already are left as they are. Raises NotUncertain where all are.
    """
    return _decide(messages, by, _resend)


def leave_uncertain(*, messages: Iterable[Message], by: Membership) -> int:
    """Leave them as they are: uncertain for good, counted and paid for as if they had gone.

    Returns how many; those that are decided already are left as they are. Raises NotUncertain where all are.
    """
    return _decide(messages, by, _leave)


def _decide(messages: Iterable[Message], by: Membership, decide: _Decide) -> int:
    """In chunks, each a transaction of its own: a campaign may have thousands."""
    ids = [message.pk for message in messages]
    done = sum(_decide_chunk(ids[at : at + CHUNK], by, decide) for at in range(0, len(ids), CHUNK))
    if not done:
        raise NotUncertain(_("It is known, or decided already, what became of it."))
    return done


@transaction.atomic
def _decide_chunk(ids: Sequence[Any], by: Membership, decide: _Decide) -> int:
    open_ones = Message.objects.filter(pk__in=ids, state=MessageState.UNCERTAIN, settled_at=None)
    held = list(open_ones.select_for_update(of=("self",)))
    decide(held, by)
    return len(held)


def _resend(held: Sequence[Message], by: Membership) -> None:
    now = timezone.now()
    uncount(messages=held)
    _write(
        held, {"state": MessageState.WAITING, "reason": "", "detail": "", "sent_at": None, "not_before": now}
    )
    audit("resend", held, by=by, changes={"state": [MessageState.UNCERTAIN, MessageState.WAITING]})
    for gateway in Gateway.objects.filter(pk__in={message.gateway_id for message in held}):
        nudge(gateway)


def _leave(held: Sequence[Message], by: Membership) -> None:
    now = timezone.now()
    _write(held, {"settled_at": now})
    audit("leave_uncertain", held, by=by, changes={"settled_at": [None, now]})


def _write(held: Sequence[Message], values: Mapping[str, Any]) -> None:
    rows = Message.objects.filter(pk__in=[message.pk for message in held])
    rows.update(lease_until=None, lease_by="", updated_at=timezone.now(), **values)
