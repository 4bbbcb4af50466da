"""What became of mail that comes back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from imbizo.base import bulk
from imbizo.calc.bounces import Bounce
from imbizo.calc.receipts import Receipt, Standing
from imbizo.messaging.models import Gateway, Inbound, Message, Part
from imbizo.messaging.operations.inbound import clean
from imbizo.messaging.operations.reports import record_reports
from imbizo.messaging.operations.suppression import suppress
from imbizo.messaging.states import Channel, InboundKind, InboundState, Reason, SuppressionReason

_REASONS = {"5.2.1": Reason.NO_MAILBOX, "5.2.2": Reason.FULL, "5.4": Reason.NETWORK, "5.7": Reason.REJECTED}


@transaction.atomic
def mail_returned(
    *, gateway: Gateway, message: Message | None, bounces: Iterable[Bounce], ref: str, subject: str
) -> list[Inbound]:
    """Write down what servers say of a mail of ours, and return what is kept of that; nothing for a repeat.

    What is final fails the message. An address that doesn't exist is suppressed in the programme that wrote. What
    comes back isn't put before anybody: the message itself shows it.
    """
    if ref and Inbound.objects.filter(gateway=gateway, ref=ref).exists():
        return []
    kept = [_kept(gateway, message, bounce) for bounce in bounces]
    for inbound in kept:
        inbound.subject = subject[:300]
    for inbound in kept[:1]:
        inbound.ref = ref
    bulk.insert(kept)
    for bounce in bounces:
        if message is not None and bounce.is_final:
            _fail(message, bounce)
    return kept


def reason_of(bounce: Bounce) -> Reason:
    """Why a mail came back, in our words. What was still tried (4.x.x) until it was given up has run out."""
    if bounce.has_no_mailbox:
        return Reason.NO_MAILBOX
    if bounce.status.startswith("4"):
        return Reason.RUN_OUT
    return next((why for code, why in _REASONS.items() if bounce.status.startswith(code)), Reason.REJECTED)


def _fail(message: Message, bounce: Bounce) -> None:
    part = Part.objects.filter(message=message).first()
    ref = part.ref if part else f"<{bounce.message_id}>"
    report = Receipt(ref, Standing.FAILED, reason_of(bounce))
    if message.gateway is not None:
        record_reports(gateway=message.gateway, reports=[report])
    # A mail that was passed on may come back for an address that isn't the one we wrote to.
    is_theirs = bounce.recipient in {"", message.address}
    if bounce.has_no_mailbox and is_theirs and message.programme is not None:
        suppress(
            programme=message.programme,
            addresses=[(message.channel, message.address)],
            reason=SuppressionReason.BOUNCED,
            by=None,
            source=bounce.status,
        )


def _kept(gateway: Gateway, message: Message | None, bounce: Bounce) -> Inbound:
    return Inbound(
        gateway=gateway,
        programme_id=message.programme_id if message else gateway.programme_id,
        answers=message,
        channel=Channel.EMAIL,
        address=(bounce.recipient or (message.address if message else ""))[:320],
        text=clean(f"{bounce.status} {bounce.said}"),
        kind=InboundKind.BOUNCE,
        state=InboundState.ROUTED,
        received_at=timezone.now(),
    )
