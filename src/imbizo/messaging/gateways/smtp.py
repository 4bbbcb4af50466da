"""Mail by a mail server: the installation's own, or one that a programme set up."""

import re
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SMTPBackend

from imbizo.messaging.gateways.driver import Account, Leave, Outcome, Outgoing, Result, Trouble
from imbizo.messaging.gateways.inside import must_be_outside
from imbizo.messaging.gateways.settings import MailServer as Settings
from imbizo.messaging.gateways.settings import read
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import Health, Reason

_NO_MAILBOX = frozenset({550, 551, 553})
_FULL = frozenset({452, 552})
_FIRST_PERMANENT = 500
_CONNECTION_ERRORS = (smtplib.SMTPServerDisconnected, OSError)


class MailServer:
    """Each mail has a Message-ID made of the message's id: answers and returned mail name it.

    A gateway without a host is the installation's own, whose settings are Django's.
    """

    window = 5  # few, for as many are uncertain if this process is killed

    def __init__(self, gateway: Gateway) -> None:
        self._own = read(Settings, gateway)
        self._connection = self._connected()

    def send(self, batch: Sequence[Outgoing], leave: Leave) -> Iterator[Result]:
        for message in batch:
            leave(1)
            yield self._send(message)

    def account(self) -> Account | None:
        return None

    def close(self) -> None:
        self._connection.close()

    def _connected(self) -> BaseEmailBackend:
        if self._own.host:
            must_be_outside(self._own.host, self._own.port)
        connection = _backend(self._own)
        try:
            connection.open()
        except smtplib.SMTPAuthenticationError as error:
            raise Trouble(Health.REFUSED, _said(error)) from error
        except ssl.SSLError as error:
            raise Trouble(Health.UNTRUSTED, str(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Trouble(Health.UNREACHABLE, str(error)) from error
        return connection

    def _send(self, message: Outgoing) -> Result:
        mail = self._mail(message)
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            return _refusal(message, code, said)
        except smtplib.SMTPResponseException as error:
            return _refusal(message, error.smtp_code, error.smtp_error)
        except _CONNECTION_ERRORS as error:
            # It may have been taken before the line went dead.
            return Result(message.id, Outcome.UNKNOWN, reason=Reason.BROKEN_OFF, detail=str(error))
        return Result(message.id, Outcome.ACCEPTED, refs=(mail.extra_headers["Message-ID"],))

    def _mail(self, message: Outgoing) -> EmailMessage:
        own = self._own
        headers = {"Message-ID": f"<{message.id}@{self._domain()}>", "Auto-Submitted": "auto-generated"}
        sender = settings.DEFAULT_FROM_EMAIL
        if own.from_address:
            name = " ".join((message.sender or own.from_name).split())
            sender = formataddr((name, own.from_address))
        answers = [f"answer+{message.id.hex}@{own.answers_at}"] if own.answers_at else []
        if answers:
            # The envelope's sender is where returned mail goes, and so names the message too.
            headers["From"], sender = sender, answers[0]
        mail = EmailMultiAlternatives(
            subject=" ".join(message.subject.split()),
            body=message.text,
            from_email=sender,
            to=[message.address],
            reply_to=answers,
            headers=headers,
            connection=self._connection,
        )
        if message.calendar:
            mail.attach_alternative(message.calendar, _calendar_type(message.calendar))
        return mail

    def _domain(self) -> str:
        address = self._own.from_address or settings.DEFAULT_FROM_EMAIL
        return str(address).rpartition("@")[2].rstrip("> ") or "localhost"


def _calendar_type(calendar: str) -> str:
    """Programs offer buttons to answer by only where the type names the method too (RFC 6047, section 2.4)."""
    found = re.search(r"^METHOD:([A-Z]{1,20})\s*$", calendar, re.MULTILINE)
    return f"text/calendar; method={found[1]}" if found else "text/calendar"


def _backend(own: Settings) -> BaseEmailBackend:
    """The connection before it is opened."""
    if not own.host:
        site: BaseEmailBackend = get_connection()
        return site
    return SMTPBackend(
        host=own.host,
        port=own.port,
        username=own.user or None,
        password=own.password or None,
        use_tls=own.security == "tls",
        use_ssl=own.security == "ssl",
        timeout=settings.EMAIL_TIMEOUT,
    )


def _refusal(message: Outgoing, code: int, said: bytes | str) -> Result:
    detail = f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    if code < _FIRST_PERMANENT:
        return Result(message.id, Outcome.LATER, detail=detail)
    reason = Reason.NO_MAILBOX if code in _NO_MAILBOX else Reason.FULL if code in _FULL else Reason.REJECTED
    return Result(message.id, Outcome.REFUSED, reason=reason, detail=detail)


def _said(error: smtplib.SMTPResponseException) -> str:
    said = error.smtp_error
    return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
