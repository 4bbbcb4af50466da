"""Mail as our receiver gets it: answers, automatic replies, returned mail."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import ngettext

from imbizo.calc import bounces, letters
from imbizo.calc.bounces import Bounce
from imbizo.calc.letters import Letter
from imbizo.messaging.models import Gateway, Inbound, Message
from imbizo.messaging.operations.inbound import Arrival, receive
from imbizo.messaging.operations.returned_mail import mail_returned
from imbizo.messaging.queries.mailboxes import Mailbox, mailbox, message_of
from imbizo.messaging.states import Channel


@dataclass(frozen=True, slots=True)
class Post:
    """A mail with its envelope; `sender` is empty where nobody is to be told of trouble with it."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes


def take_in(post: Post) -> list[Inbound]:
    """Store a mail and what it means, for each gateway that it is for; nothing where it was stored before."""
    mail = letters.parse(post.data)
    letter, returned = letters.read(mail), bounces.read(mail, sender=post.sender)
    stored: list[Inbound] = []
    for recipient, found in _ours(post.recipients).items():
        message = found.message or _named(letter, returned, found.gateway)
        if returned:
            stored += mail_returned(
                gateway=found.gateway,
                message=message,
                bounces=returned,
                ref=_ref(letter, post),
                subject=letter.subject,
            )
        else:
            arrival = _arrival(post, letter, recipient, message, found.gateway)
            stored += receive(gateway=found.gateway, arrivals=[arrival])
    return stored


def _ours(recipients: Sequence[str]) -> dict[str, Mailbox]:
    """Whose the recipients are: of those that are one gateway's the first, or the one that names a message."""
    by_gateway: dict[UUID, tuple[str, Mailbox]] = {}
    for recipient in recipients:
        found = mailbox(recipient)
        if found and (found.gateway.pk not in by_gateway or found.message):
            by_gateway[found.gateway.pk] = recipient, found
    return dict(by_gateway.values())


def _named(letter: Letter, returned: Sequence[Bounce], gateway: Gateway) -> Message | None:
    """The message of the gateway that the mail's own headers, or the copy that comes back with it, name."""
    ids = [*(bounce.message_id for bounce in returned[:1]), *letter.named[:20]]
    found = (message_of(each) for each in ids)
    return next((message for message in found if message and message.gateway_id == gateway.pk), None)


def _ref(letter: Letter, post: Post) -> str:
    """What tells a mail that comes again; few programs give it no id of its own."""
    return letter.message_id[:200] or hashlib.sha256(post.data).hexdigest()


def _arrival(
    post: Post, letter: Letter, recipient: str, message: Message | None, gateway: Gateway
) -> Arrival:
    return Arrival(
        address=letter.sender or post.sender,
        text="\n\n".join(filter(None, [letter.text, _note(letter, gateway)])),
        to=recipient,
        ref=_ref(letter, post),
        subject=letter.subject,
        channel=Channel.EMAIL,
        headers={**letter.headers, **({} if post.sender else {"return-path": "<>"})},
        received_at=timezone.now(),
        answers=message.pk if message else None,
        calendar=letter.calendar,
    )


def _note(letter: Letter, gateway: Gateway) -> str:
    """A line for what isn't kept, in the programme's language."""
    if not letter.left_out:
        return ""
    languages = gateway.programme.languages if gateway.programme else []
    with translation.override(languages[0] if languages else None):
        return ngettext(
            "[%(count)d attachment was not kept.]", "[%(count)d attachments were not kept.]", letter.left_out
        ) % {"count": letter.left_out}
