"""A small mail server that takes in what is ours and nothing else: it passes nothing on."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import close_old_connections, connections

from imbizo.messaging.imports.mail import Post, take_in
from imbizo.messaging.queries.mailboxes import mailbox

LARGEST = 15 * 1024 * 1024  # bytes; attachments aren't kept, but who sends one should still be heard
_NOT_OURS = "550 5.1.1 Nobody here has that address"
_LATER = "451 4.3.0 Can't be stored now, try again later"
_TAKEN = "250 2.0.0 Taken"
_MOST_RECIPIENTS = 20

log = logging.getLogger(__name__)
T = TypeVar("T")


def wanted_receivers() -> list[tuple[str, int]]:
    """Where this installation takes in mail: (host, port); empty where it doesn't."""
    parts = urlsplit(settings.ENVIRONMENT.inbound_mail)
    return [(parts.hostname, parts.port)] if parts.hostname and parts.port else []


@contextlib.contextmanager
def receiving() -> Iterator[None]:
    """Take in mail beside other work, where this installation does. A port that is taken is said, and mail waits."""
    receivers = [MailReceiver(host, port) for host, port in wanted_receivers()]
    started = [receiver for receiver in receivers if _has_started(receiver)]
    try:
        yield
    finally:
        for receiver in started:
            receiver.stop()


def _has_started(receiver: "MailReceiver") -> bool:
    try:
        receiver.start()
    except OSError:
        log.exception("mail.cannot_listen")
        return False
    return True


class MailReceiver:
    """Listens in a thread of its own; `start` returns once it does, and raises OSError where it can't.

    A mail is answered 250 when it is stored, and 451 when it can't be, so that whoever passes it on keeps it.
    """

    def __init__(self, host: str, port: int) -> None:
        # One thread for the database, so that mail comes in one by one and one connection is enough.
        self._database = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")
        self._controller = Controller(
            self, hostname=host, port=port, data_size_limit=LARGEST, ident="Imbizo", ready_timeout=10
        )

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        """Refuse new connections and end; what is being stored is finished first."""
        self._controller.stop()
        self._database.submit(connections.close_all)
        self._database.shutdown(wait=True)

    # What aiosmtpd asks, in its own thread

    async def handle_RCPT(  # noqa: N802  the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= _MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            is_ours = await self._asked(lambda: mailbox(address) is not None)
        except Exception as error:  # noqa: BLE001  whatever it is, the sender must keep the mail
            return _not_now(error)
        if not is_ours:
            return _NOT_OURS
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ours"

    async def handle_DATA(  # noqa: N802  likewise
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        data = content if isinstance(content, bytes) else (content or "").encode()
        post = Post(envelope.mail_from or "", tuple(envelope.rcpt_tos), data)
        try:
            await self._asked(lambda: take_in(post))
        except Exception as error:  # noqa: BLE001  likewise
            return _not_now(error)
        return _TAKEN

    async def _asked(self, question: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._database, _connected, question)


def _connected(question: Callable[[], T]) -> T:
    close_old_connections()
    try:
        return question()
    finally:
        close_old_connections()


def _not_now(error: Exception) -> str:
    # The text of a database's error can hold an address; its kind says enough.
    log.error("mail.not_stored", extra={"facts": {"error": type(error).__name__}})
    return _LATER
