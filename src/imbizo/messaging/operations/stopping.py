"""STOP and START, as they come in. Their confirmations are read by people without an account, in seven languages."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from imbizo.messaging import queries
from imbizo.messaging.models import Gateway, Inbound, Message
from imbizo.messaging.operations.queueing import Draft, queue
from imbizo.messaging.operations.suppression import Address, lift, suppress
from imbizo.messaging.queries.answering import confirmed_lately, programmes_that_wrote
from imbizo.messaging.registry import may_send
from imbizo.messaging.states import Channel, InboundKind, Purpose, Reason, SuppressionReason
from imbizo.programmes.models import Programme

# What the person's own word undoes. An objection or an erasure is a request under the law; staff answer those.
_UNDONE_BY_START = frozenset(
    {
        SuppressionReason.STOP,
        SuppressionReason.ASKED,
        SuppressionReason.REGISTER,
        SuppressionReason.BOUNCED,
    }
)

MOST_CONFIRMATIONS = 4  # to one address within an hour


def obey(*, gateway: Gateway, inbound: Inbound, is_sure: bool) -> None:
    """Let a STOP or START have its effect, inside the transaction that stores it; nothing for other messages.

    `is_sure` says that the message it answers is known for certain, and so the one programme that it means; else
    it holds for every programme that used the gateway for the address.
    """
    if inbound.kind == InboundKind.STOP:
        _stop(gateway, inbound, _meant(gateway, inbound, is_sure=is_sure))
    elif inbound.kind == InboundKind.START:
        _start(gateway, inbound, _meant(gateway, inbound, is_sure=is_sure))


def _meant(gateway: Gateway, inbound: Inbound, *, is_sure: bool) -> list[Programme]:
    """The programmes that a STOP or START speaks to, the one whose message it answers first."""
    if is_sure and inbound.programme is not None:
        return [inbound.programme]
    found = programmes_that_wrote(gateway, inbound.channel, inbound.address)
    return sorted(found, key=lambda programme: programme.pk != inbound.programme_id)


def _stop(gateway: Gateway, inbound: Inbound, programmes: Sequence[Programme]) -> None:
    """Confirm once, then block. Where all is stopped already nothing is said again."""
    address, meant = _address_of(inbound), {_address_of(inbound), _writer_of(inbound)}
    running = [
        programme
        for programme in programmes
        if queries.suppressed(programme=programme, addresses=meant) != meant
    ]
    if running:
        _confirm(gateway, inbound, address, running)
    for programme in running:
        suppress(programme=programme, addresses=meant, reason=SuppressionReason.STOP, by=None, source="STOP")


def _start(gateway: Gateway, inbound: Inbound, programmes: Sequence[Programme]) -> None:
    """Lift what the writer's own STOP blocked, for the writer's own address alone, and confirm once."""
    address = _writer_of(inbound)
    stopped = [programme for programme in programmes if _can_start(programme, address)]
    for programme in stopped:
        lift(programme=programme, address=address, by=None)
    if stopped:
        _confirm(gateway, inbound, address, stopped)


def _can_start(programme: Programme, address: Address) -> bool:
    reasons = {row.reason for row in queries.rows_of(programme=programme, addresses=[address])}
    return bool(reasons) and reasons <= _UNDONE_BY_START


def _writer_of(inbound: Inbound) -> Address:
    return inbound.channel, inbound.address


def _address_of(inbound: Inbound) -> Address:
    """The address that our message went to. Mail that is forwarded is answered from another one: both stop."""
    answered = inbound.answers
    return (inbound.channel, answered.address) if answered else _writer_of(inbound)


def _confirm(gateway: Gateway, inbound: Inbound, address: Address, programmes: Sequence[Programme]) -> None:
    if confirmed_lately(*address) >= MOST_CONFIRMATIONS:
        # Somebody plays, or a machine answers ours: what they say holds, and nobody pays for saying so.
        return
    first = programmes[0]
    answered = inbound.answers if inbound.programme_id == first.pk else None
    channel, written_to = address
    is_neutral = _needs_neutral(first, address, answered)
    language = (answered.language if answered else "") or _first_language(first)
    with translation.override(language):
        draft = Draft(
            channel=Channel(channel),
            address=written_to,
            subject=_subject(inbound) if channel == Channel.EMAIL else "",
            text=_text(inbound, "" if is_neutral else _names(programmes)),
            language=language,
            recipient_id=answered.recipient_id if answered else None,
            is_neutral=is_neutral,
        )
    queue(
        programme=first,
        drafts=[draft],
        purpose=Purpose.CONFIRMATION,
        owner=answered.owner if answered else None,
        gateway=gateway,
    )


def _text(inbound: Inbound, sender: str) -> str:
    """What is said of it. Without a sender it names nobody: others may read what comes to that address."""
    if inbound.kind == InboundKind.STOP:
        if sender:
            return _(
                "%(sender)s: you won't get any more messages from us. To get them again, send START."
            ) % {"sender": sender}
        return _("You won't get any more messages from this sender. To get them again, send START.")
    if sender:
        return _("%(sender)s: you will get our messages again. To stop them, send STOP.") % {"sender": sender}
    return _("You will get messages from this sender again. To stop them, send STOP.")


def _subject(inbound: Inbound) -> str:
    return _("No more messages") if inbound.kind == InboundKind.STOP else _("Messages again")


def _names(programmes: Sequence[Programme]) -> str:
    return get_text_list([programme.name for programme in programmes], _("and"))


def _first_language(programme: Programme) -> str:
    return str(programme.languages[0]) if programme.languages else settings.LANGUAGE_CODE


def _needs_neutral(programme: Programme, address: Address, answered: Message | None) -> bool:
    """Whether others may read it: our last message there named nobody, or the register says so by now."""
    if answered is not None and answered.is_neutral:
        return True
    channel, written_to = address
    asking = Message(programme=programme, channel=channel, address=written_to, purpose=Purpose.ANSWER)
    return any(hook([asking]).get(asking.pk) == Reason.UNSAFE for hook in may_send)
