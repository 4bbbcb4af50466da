"""Mail with a code or a link in it, by the installation's own mail server.

It goes through the outbox like everything else, under the purpose *security*: no STOP and no quiet hours hold it.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from imbizo.accounts.registry import Mail
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.operations.queueing import Draft, queue
from imbizo.messaging.states import OPEN_STATES, Channel, GatewayKind, MessageState, Purpose

SITE_MAIL = "Site mail"
log = logging.getLogger(__name__)


@transaction.atomic
def queue_security_mail(mail: Mail) -> Message:
    """Put the mail into the outbox; it leaves with the worker's next look. Its text is emptied once it has left."""
    draft = Draft(
        channel=Channel.EMAIL,
        address=mail.email,
        subject=" ".join(mail.subject.split()),
        text=mail.body,
        language=mail.language,
    )
    [message] = queue(
        programme=None,
        drafts=[draft],
        purpose=Purpose.SECURITY,
        gateway=site_mail(),
        use_by=timezone.now() + mail.worth,
    )
    return message


@transaction.atomic
def site_mail() -> Gateway:
    """The gateway of the installation's own mail, which no programme owns. Its settings are the operator's."""
    rows = Gateway.objects.filter(programme=None, kind=GatewayKind.SMTP).order_by("created_at")
    return rows.first() or Gateway.objects.create(name=SITE_MAIL, kind=GatewayKind.SMTP)


@transaction.atomic
def forget_secrets(now: datetime) -> None:
    """For the clock: empty the text of sign-in mail that won't leave any more, and tell the operator that it failed.

    What left was emptied then and there. The log line names nobody; why it failed stands with the gateway's health.
    """
    over = Message.objects.filter(programme=None, purpose=Purpose.SECURITY).exclude(state__in=OPEN_STATES)
    lost = over.exclude(text="").exclude(state__in=(MessageState.SENT, MessageState.DELIVERED))
    count = lost.count()
    over.exclude(text="").update(text="", subject="")
    if count:
        log.error("%d mails with a code or a link were not sent", count)
