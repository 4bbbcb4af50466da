"""Returned mail: for whom it was, why it came back, and which of our mails it was.

Sources: RFC 3464 (delivery status), RFC 3463 (status codes), RFC 6522 (multipart/report), RFC 3834 section 4; Exim's
X-Failed-Recipients. Servers that keep to no standard are understood by their codes, and only where nobody is the
sender. Nothing here raises.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from imbizo.calc.letters import header, ids

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])(?:4\d\d|5[05]\d)(?=[ -])")
_ADDRESS = re.compile(r"[^\s<>;:,\"'()\[\]]{1,64}@[\w.-]{1,190}\w")
_MESSAGE_ID = re.compile(r"^\W*Message-ID:\s*<([^<>\s]{1,250})>", re.IGNORECASE | re.MULTILINE)
_NOBODY = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|mdaemon)@", re.IGNORECASE)
_GENERAL = frozenset({"5.0.0", "5.3.0", "5.5.0", ""})
# What basic codes and words of servers mean where no status code stands beside them.
_OF_CODES = {"552": "5.2.2", "551": "5.1.6", "553": "5.1.3"}
_OF_WORDS = (
    (
        "5.1.1",
        re.compile(
            r"user (?:is )?unknown|unknown user|no such (?:user|person|recipient|mailbox)|does(?:n't| not) exist"
            r"|address (?:couldn't|could not|wasn't|was not) (?:be )?found|no mailbox here|invalid recipient",
            re.IGNORECASE,
        ),
    ),
    ("5.2.2", re.compile(r"(?:mailbox|inbox) (?:is )?full|over ?quota|quota exceeded", re.IGNORECASE)),
)
_STILL_TRYING = re.compile(
    r"will (?:be retried|retry|keep trying|continue to)|still (?:be )?trying|not required to"
    r"|delivery (?:has been|is) delayed|do not need to resend",
    re.IGNORECASE,
)
_LONGEST = 50_000  # characters read of the words of a server


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a server says of one recipient. `message_id` is that of our mail, without brackets, "" where it isn't said.

    `status` is a code of RFC 3463 such as "5.1.1". One that isn't final says only that it takes longer, or that the
    mail arrived.
    """

    recipient: str
    status: str
    is_final: bool
    said: str
    message_id: str

    @property
    def has_no_mailbox(self) -> bool:
        """Whether the address itself is wrong; 5.1.7 and 5.1.8 speak of the sender's."""
        return self.status.startswith("5.1.") and self.status not in {"5.1.7", "5.1.8"}


def read(mail: Message, *, sender: str) -> tuple[Bounce, ...]:
    """What the mail says of each recipient; nothing where it isn't returned mail. `sender` is the envelope's."""
    about = _original(mail)
    blocks = [block for part in mail.walk() for block in _recipients(part)]
    if blocks:
        return tuple(_of_block(block, about) for block in blocks)
    failed = header(mail, "X-Failed-Recipients")
    if failed or not sender.strip("<> ") or _NOBODY.search(f"{header(mail, 'From')} {sender}"):
        return tuple(_of_words(_words(mail), failed, about))
    return ()


def _recipients(part: Message) -> Iterator[Message]:
    """The blocks of a delivery status that speak of a recipient each."""
    if part.get_content_type() not in {"message/delivery-status", "message/global-delivery-status"}:
        return
    payload = part.get_payload()
    blocks = payload if isinstance(payload, list) else []
    for block in blocks:
        if isinstance(block, Message) and ("Final-Recipient" in block or "Original-Recipient" in block):
            yield block


def _of_block(block: Message, about: str) -> Bounce:
    said = " ".join(header(block, "Diagnostic-Code").split())
    status = _first(_STATUS, header(block, "Status"))
    if status in _GENERAL:
        status = _first(_STATUS, said) or _understood(said) or status or "5.0.0"
    action = header(block, "Action").strip().lower()
    is_final = action == "failed" if action else status.startswith("5")
    recipient = header(block, "Original-Recipient") or header(block, "Final-Recipient")
    return Bounce(_first(_ADDRESS, recipient).lower(), status, is_final, said, about)


def _of_words(said: str, failed: str, about: str) -> Iterator[Bounce]:
    """The same of a server that writes a letter."""
    status = _first(_STATUS, said) or _understood(said) or ("5.0.0" if failed else "")
    if not status or status.startswith("2"):
        return
    is_final = status.startswith("5") and not _STILL_TRYING.search(said)
    for recipient in _ADDRESS.findall(failed) or [_first(_ADDRESS, said)]:
        yield Bounce(recipient.lower(), status, is_final, _line_of(status, said), about)


def _understood(said: str) -> str:
    for status, pattern in _OF_WORDS:
        if pattern.search(said):
            return status
    code = _first(_CODE, said)
    return _OF_CODES.get(code, f"{code[0]}.0.0") if code else ""


def _line_of(status: str, said: str) -> str:
    """The line that names the code: what the server answered, where it can be told."""
    return next((" ".join(line.split()) for line in said.splitlines() if status in line), "")


def _original(mail: Message) -> str:
    """The id of the mail that comes back, from the copy of it or of its headers that is enclosed."""
    for part in mail.walk():
        if part is not mail and (found := ids(header(part, "Message-ID"))):
            return found[0]
        if part.get_content_type() == "text/rfc822-headers" and (found := _MESSAGE_ID.findall(_raw(part))):
            return found[0]
    named = ids(header(mail, "In-Reply-To")) + ids(header(mail, "References"))
    return next(iter(named), "") or _first(_MESSAGE_ID, _words(mail))


def _words(mail: Message) -> str:
    return "\n".join(_raw(part) for part in mail.walk() if part.get_content_maintype() == "text")[:_LONGEST]


def _raw(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", errors="replace") if isinstance(payload, bytes) else ""


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return (found[1] if pattern.groups else found[0]) if found else ""
