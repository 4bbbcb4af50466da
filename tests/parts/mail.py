"""A mail server that keeps what it gets and can be asked to misbehave: aiosmtpd, in a thread of its own.

with MailServer() as server:
    server.refuse("nobody@example.org", 550)
    ...
    [letter] = server.wait_for(1)
"""

import asyncio
import email
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.parts import HOST, PATIENCE, free_port, wait_until

REASONS = {
    450: "4.2.1 Mailbox is busy, try again later",
    451: "4.3.0 Try again later",
    452: "4.2.2 Mailbox is full",
    550: "5.1.1 No such person here",
    552: "5.2.2 Mailbox is full for good",
    554: "5.7.1 Refused as spam",
}
# Longer than any client's own patience in tests.
FOR_EVER = 600  # seconds


@dataclass(frozen=True)
class Letter:
    """A message as it was handed in."""

    sender: str  # of the envelope, where bounces go
    recipients: tuple[str, ...]  # of the envelope, those that were taken
    data: bytes

    @property
    def message(self) -> EmailMessage:
        parsed = email.message_from_bytes(self.data, policy=default)
        assert isinstance(parsed, EmailMessage)
        return parsed


class MailServer:
    """Takes mail for anybody; with a user, only after sign-in. Its port stays the same when it starts again."""

    def __init__(self, *, user: str = "", password: str = "") -> None:
        self.host, self.port = HOST, free_port()
        self.user, self.password = user, password
        self._letters: list[Letter] = []
        self._refused: dict[str, str] = {}
        self._answer = ""
        self._hangs = False
        self._controller: Controller | None = None

    # Its life

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Listen, on the same port as before."""
        self._controller = Controller(
            self,
            hostname=self.host,
            port=self.port,
            ready_timeout=PATIENCE,
            auth_require_tls=False,  # the loopback address needs no encryption
            authenticator=self._sign_in,
        )
        self._controller.start()

    def stop(self) -> None:
        """Refuse connections, as when the supplier's machine is down."""
        if self._controller:
            self._controller.stop()
        self._controller = None

    # What it has got

    @property
    def letters(self) -> list[Letter]:
        return list(self._letters)

    def wait_for(self, count: int, *, patience: float = PATIENCE) -> list[Letter]:
        """All letters, as soon as there are so many."""
        wait_until(lambda: len(self._letters) >= count, f"{count} letters", patience=patience)
        return self.letters

    # How it behaves

    def refuse(self, recipient: str, code: int = 550) -> None:
        """Answer this recipient with an error: 5xx for good, 4xx for now."""
        self._refused[recipient.casefold()] = f"{code} {REASONS[code]}"

    def refuse_letters(self, code: int) -> None:
        """Take the recipients, then answer the letter itself with an error."""
        self._answer = f"{code} {REASONS[code]}"

    def hang(self) -> None:
        """Take letters in and never answer."""
        self._hangs = True

    def behave(self) -> None:
        """Take everything again."""
        self._refused.clear()
        self._answer, self._hangs = "", False

    # What aiosmtpd asks, in its own thread

    def _sign_in(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        known = LoginPassword(self.user.encode(), self.password.encode())
        # Not handled: aiosmtpd gives the answer, 535 for a wrong password.
        return AuthResult(success=data == known, handled=False)

    async def handle_RCPT(  # noqa: N802  the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.user and not session.authenticated:
            return "530 5.7.0 Sign in first"
        refusal = self._refused.get(address.casefold())
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  likewise
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self._hangs:
            await asyncio.sleep(FOR_EVER)
        if self._answer:
            return self._answer
        assert isinstance(envelope.content, bytes)
        self._letters.append(Letter(envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.content))
        return "250 OK"
