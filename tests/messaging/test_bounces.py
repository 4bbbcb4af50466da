"""Returned mail is understood: what failed says why, an address that doesn't exist isn't written to again."""

from textwrap import dedent

import pytest

from imbizo.calc import bounces, letters
from imbizo.messaging.imports.mail import Post, take_in
from imbizo.messaging.models import Gateway, Inbound, Message, Part
from imbizo.messaging.queries import suppressed
from imbizo.messaging.states import Channel, InboundKind, InboundState, MessageState, Reason
from tests.cast import Cast
from tests.messaging.sent import MAIL, wrote

DOMAIN = "answers.example.org"


def sent(cast: Cast) -> Message:
    """A mail that our server took."""
    gateway = Gateway.objects.create(
        name="Mail",
        programme=cast.programme,
        kind="smtp",
        settings={"answers_at": DOMAIN, "host": "mail.example.org"},
    )
    message = wrote(cast.programme, MAIL, gateway=gateway, state=MessageState.SENT)
    Part.objects.create(
        message=message, gateway=gateway, ref=f"<{message.pk}@example.org>", standing="accepted"
    )
    return message


def report(
    status: str,
    action: str = "failed",
    *,
    diagnostic: str = "",
    about: str = "x@example.org",
    recipient: str = MAIL,
) -> bytes:
    """As Postfix, Exchange and Gmail write one (RFC 3464)."""
    return dedent(f"""\
        From: Mail Delivery System <MAILER-DAEMON@mail.example.org>
        To: answer@{DOMAIN}
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        Message-ID: <returned-{status}-{action}@mail.example.org>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain; charset=us-ascii

        I'm sorry to have to inform you that your message could not be delivered.

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mail.example.org

        Final-Recipient: rfc822; {recipient}
        Action: {action}
        Status: {status}
        Diagnostic-Code: smtp; {diagnostic}

        --b
        Content-Type: text/rfc822-headers

        Message-ID: <{about}>
        Subject: Thursday

        --b--
        """).encode()


def comes_back(data: bytes, message: Message) -> list[Inbound]:
    return take_in(Post("", (f"answer+{message.pk.hex}@{DOMAIN}",), data))


def is_suppressed(cast: Cast) -> bool:
    return bool(suppressed(programme=cast.programme, addresses=[(Channel.EMAIL, MAIL)]))


@pytest.mark.parametrize(
    ("status", "diagnostic", "reason"),
    [
        ("5.1.1", "550 5.1.1 User unknown", Reason.NO_MAILBOX),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", Reason.NO_MAILBOX),
        ("5.2.1", "550 5.2.1 The account is disabled", Reason.NO_MAILBOX),
        ("5.2.2", "552 5.2.2 Mailbox full", Reason.FULL),
        ("5.7.1", "550 5.7.1 Refused by policy", Reason.REJECTED),
        ("5.0.0", "550 5.1.1 No such user", Reason.NO_MAILBOX),
        ("5.0.0", "550 user unknown", Reason.NO_MAILBOX),
        ("4.4.7", "delivery time expired", Reason.RUN_OUT),
    ],
)
def test_what_failed_says_why(cast: Cast, status: str, diagnostic: str, reason: Reason) -> None:
    message = sent(cast)
    comes_back(report(status, diagnostic=diagnostic), message)
    message.refresh_from_db()
    assert (message.state, message.reason) == (MessageState.FAILED, reason)


@pytest.mark.parametrize(
    ("status", "action", "suppresses"),
    [
        ("5.1.1", "failed", True),
        ("5.1.8", "failed", False),
        ("5.2.2", "failed", False),
        ("5.7.1", "failed", False),
        ("4.1.1", "delayed", False),
    ],
)
def test_only_an_address_that_does_not_exist_is_suppressed(
    cast: Cast, status: str, action: str, suppresses: bool
) -> None:
    comes_back(report(status, action), sent(cast))
    assert is_suppressed(cast) == suppresses


@pytest.mark.parametrize(
    ("status", "action"), [("4.4.1", "delayed"), ("2.0.0", "delivered"), ("2.0.0", "relayed")]
)
def test_what_is_not_final_changes_nothing(cast: Cast, status: str, action: str) -> None:
    message = sent(cast)
    comes_back(report(status, action), message)
    message.refresh_from_db()
    assert message.state == MessageState.SENT


def test_the_copy_that_comes_back_names_the_message(cast: Cast) -> None:
    message = sent(cast)
    take_in(Post("", (f"answer@{DOMAIN}",), report("5.2.2", about=f"{message.pk}@example.org")))
    message.refresh_from_db()
    assert message.state == MessageState.FAILED


def test_an_address_to_which_mail_was_passed_on_says_nothing_of_ours(cast: Cast) -> None:
    message = sent(cast)
    comes_back(report("5.1.1", recipient="old@example.org"), message)
    message.refresh_from_db()
    assert (message.state, is_suppressed(cast)) == (MessageState.FAILED, False)


def test_returned_mail_is_kept_with_its_message_and_is_nothing_to_answer(cast: Cast) -> None:
    message = sent(cast)
    [inbound] = comes_back(report("5.2.2", diagnostic="552 5.2.2 Mailbox full"), message)
    inbound.refresh_from_db()
    assert (inbound.kind, inbound.state, inbound.answers, inbound.text) == (
        InboundKind.BOUNCE,
        InboundState.ROUTED,
        message,
        "5.2.2 smtp; 552 5.2.2 Mailbox full",
    )


def test_the_same_returned_mail_twice_is_kept_once(cast: Cast) -> None:
    message = sent(cast)
    comes_back(report("5.2.2"), message)
    assert (comes_back(report("5.2.2"), message), Inbound.objects.count()) == ([], 1)


def test_a_returned_mail_that_is_not_about_ours_changes_nothing(cast: Cast) -> None:
    message = sent(cast)
    [inbound] = take_in(Post("", (f"answer@{DOMAIN}",), report("5.1.1", about="other@example.org")))
    message.refresh_from_db()
    assert (inbound.answers, message.state) == (None, MessageState.SENT)


# Servers that keep to no standard

EXIM = b"""\
From: Mail Delivery System <Mailer-Daemon@mail.example.org>
X-Failed-Recipients: nomsa@example.org
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.
A message that you sent could not be delivered to one or more of its recipients.

  nomsa@example.org
    host mx.example.org [192.0.2.1]
    SMTP error from remote mail server after RCPT TO:<nomsa@example.org>:
    550 5.1.1 <nomsa@example.org>: Recipient address rejected: User unknown

------ This is a copy of your message. ------
Message-ID: <abc@example.org>
"""
QMAIL = b"""\
From: MAILER-DAEMON@mail.example.org
Subject: failure notice

Hi. This is the qmail-send program at mail.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.

<nomsa@example.org>:
Sorry, no mailbox here by that name.
"""
OLD_EXCHANGE = b"""\
From: Postmaster <postmaster@mail.example.org>
Subject: Undeliverable: Thursday

Your message did not reach some or all of the intended recipients.

nomsa@example.org on 2026/11/19 09:00
    The recipient's mailbox is full.
"""
STILL_TRYING = b"""\
From: Mailer-Daemon@mail.example.org
Subject: Warning: message delayed 24 hours

  nomsa@example.org
    Delay reason: 451 4.3.0 try again. No action is required on your part, delivery attempts will continue.
"""
LETTER = b"""\
From: Nomsa <nomsa@example.org>
Subject: Numbers

Our post code is 550 and clause 5.1.1 is fine, user unknown to me though.
"""


@pytest.mark.parametrize(
    ("data", "status", "is_final"),
    [
        (EXIM, "5.1.1", True),
        (QMAIL, "5.1.1", True),
        (OLD_EXCHANGE, "5.2.2", True),
        (STILL_TRYING, "4.3.0", False),
    ],
)
def test_a_letter_of_a_server_is_understood(data: bytes, status: str, is_final: bool) -> None:
    [bounce] = bounces.read(letters.parse(data), sender="")
    assert (bounce.recipient, bounce.status, bounce.is_final) == (MAIL, status, is_final)


def test_a_letter_of_a_person_is_never_returned_mail() -> None:
    assert bounces.read(letters.parse(LETTER), sender=MAIL) == ()


def test_an_absence_note_from_nobody_is_not_returned_mail() -> None:
    note = b"From: Nomsa <nomsa@example.org>\n\nI am on leave until Monday."
    assert bounces.read(letters.parse(note), sender="") == ()
