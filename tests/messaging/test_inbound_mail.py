"""Mail that answers ours comes in by a real mail server of our own, and only what is ours."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection

from imbizo.calc import letters
from imbizo.messaging.gateways.smtp import MailServer
from imbizo.messaging.imports.mail import Post, take_in
from imbizo.messaging.imports.mail_receiver import LARGEST, MailReceiver
from imbizo.messaging.models import Gateway, Inbound, Message
from imbizo.messaging.operations.claiming import outgoing
from imbizo.messaging.queries import suppressed
from imbizo.messaging.states import Channel, InboundKind
from imbizo.programmes.models import Programme
from tests.cast import Cast
from tests.messaging.sent import MAIL, wrote
from tests.parts import HOST, free_port

DOMAIN = "answers.example.org"


def mail_of(programme: Programme | None, **settings: str) -> Gateway:
    own = {"host": "mail.example.org", "from_address": "team@example.org", "answers_at": DOMAIN}
    return Gateway.objects.create(name="Mail", programme=programme, kind="smtp", settings=own | settings)


def letter(text: str = "Yes, gladly", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = headers.pop("sender", f"Nomsa Dlamini <{MAIL}>")
    mail["Subject"] = headers.pop("subject", "Re: Thursday")
    mail["Message-ID"] = headers.pop("message_id", "<abc@mail.example.org>")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def posted(mail: EmailMessage | bytes, to: str = f"answer@{DOMAIN}", sender: str = MAIL) -> list[Inbound]:
    return take_in(Post(sender, (to,), mail if isinstance(mail, bytes) else mail.as_bytes()))


def asked(cast: Cast, **fields: Any) -> Message:
    gateway = fields.pop("gateway", None) or mail_of(cast.programme)
    return wrote(cast.programme, MAIL, gateway=gateway, **fields)


# What it answers


def test_the_address_that_is_answered_to_names_the_message(cast: Cast) -> None:
    message = asked(cast)
    wrote(cast.programme, MAIL, gateway=message.gateway)
    [inbound] = posted(letter(sender="other@example.org"), f"answer+{message.pk.hex}@{DOMAIN}")
    assert (inbound.answers, inbound.address) == (message, "other@example.org")


def test_the_headers_name_the_message_too(cast: Cast) -> None:
    message = asked(cast)
    wrote(cast.programme, MAIL, gateway=message.gateway)
    [inbound] = posted(letter(In_Reply_To=f"<{message.pk}@example.org>"), "team@example.org")
    assert inbound.answers == message


def test_of_several_references_the_nearest_counts(cast: Cast) -> None:
    first = asked(cast)
    second = wrote(cast.programme, MAIL, gateway=first.gateway)
    references = f"<{first.pk}@example.org> <{second.pk}@example.org>"
    [inbound] = posted(letter(References=references))
    assert inbound.answers == second


def test_mail_that_names_nothing_answers_the_last_one_to_that_address(cast: Cast) -> None:
    message = asked(cast)
    [inbound] = posted(letter())
    assert (inbound.answers, inbound.programme) == (message, cast.programme)


def test_one_letter_to_two_programmes_reaches_both(cast: Cast) -> None:
    mail_of(cast.programme)
    mail_of(cast.elsewhere, from_address="precinct@example.org", answers_at="")
    take_in(Post(MAIL, ("team@example.org", "precinct@example.org"), letter().as_bytes()))
    assert set(Inbound.objects.values_list("programme", flat=True)) == {cast.programme.pk, cast.elsewhere.pk}


def test_the_same_letter_twice_is_kept_once(cast: Cast) -> None:
    mail_of(cast.programme)
    posted(letter())
    assert (posted(letter()), Inbound.objects.count()) == ([], 1)


def test_a_stop_by_mail_stops_the_programme_whose_message_it_answers(cast: Cast) -> None:
    message = asked(cast)
    wrote(cast.elsewhere, MAIL, gateway=message.gateway)
    posted(
        letter("STOP\n\nOn Thu, 19 Nov 2026, Winelands wrote:\n> Will you come?"),
        f"answer+{message.pk.hex}@{DOMAIN}",
    )
    stopped = [
        bool(suppressed(programme=programme, addresses=[(Channel.EMAIL, MAIL)]))
        for programme in (cast.programme, cast.elsewhere)
    ]
    assert stopped == [True, False]


# What it says


def said(mail: EmailMessage | bytes) -> str:
    return letters.read(letters.parse(mail if isinstance(mail, bytes) else mail.as_bytes())).text


@pytest.mark.parametrize(
    "quoted",
    [
        "On Thu, 19 Nov 2026 at 09:00, Winelands <team@example.org> wrote:\n> Will you come?\n>\n> Regards",
        "On Thu, 19 Nov 2026 at 09:00, Winelands\n<team@example.org> wrote:\n\n> Will you come?",
        "Op Do. 19 Nov. 2026 om 09:00 het Winelands geskryf:\n> Kom jy?",
        "-----Original Message-----\nFrom: Winelands\nWill you come?",
        "From: Winelands <team@example.org>\nSent: Thursday\nTo: Nomsa\nSubject: Thursday\n\nWill you come?",
        "> Will you come?\n> Regards",
    ],
)
def test_the_letter_quoted_below_is_left_out(quoted: str) -> None:
    assert said(letter(f"Yes, gladly\n\n{quoted}")) == "Yes, gladly"


@pytest.mark.parametrize(
    "text",
    [
        "> Will you come?\nYes\n> With whom?\nAlone",
        "On Thursday he wrote:\nthat he can't come",
        "From: my heart\nthank you",
        "> only this",
    ],
)
def test_doubt_keeps_the_words(text: str) -> None:
    assert said(letter(text)) == text


def test_html_without_plain_text_is_read_as_words() -> None:
    mail = letter()
    mail.set_content(
        "<html><head><title>No</title><style>p{}</style></head><body><p>Yes,&nbsp;I <b>will</b><br>come</p>"
        "<div>On Thu Winelands wrote:</div><blockquote><p>Will you?</p></blockquote></body></html>",
        subtype="html",
    )
    assert said(mail) == "Yes, I will\ncome"


def test_plain_text_is_taken_where_there_is_html_too() -> None:
    mail = letter("Yes")
    mail.add_alternative("<p>Yes!</p>", subtype="html")
    assert said(mail) == "Yes"


@pytest.mark.parametrize(
    ("charset", "content"),
    [
        ("windows-1252", "Môre, ek kom – dankie".encode("windows-1252")),
        ("utf-8", "Môre, ek kom – dankie".encode("windows-1252")),
        ("x-unheard-of", "Môre, ek kom – dankie".encode()),
    ],
)
def test_characters_are_read_although_the_mail_names_them_wrongly(charset: str, content: bytes) -> None:
    head = f"From: {MAIL}\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode()
    assert said(head + content) == "Môre, ek kom – dankie"


def test_attachments_are_not_kept_and_a_line_says_so(cast: Cast) -> None:
    mail_of(cast.programme)
    mail = letter("See here")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="letter.pdf")
    [inbound] = posted(mail)
    assert inbound.text == "See here\n\n[1 attachment was not kept.]"


def test_an_automatic_reply_is_known_by_its_headers(cast: Cast) -> None:
    mail_of(cast.programme)
    [inbound] = posted(letter("I am back on Monday", Auto_Submitted="auto-replied"))
    assert inbound.kind == InboundKind.AUTOMATIC


def test_mail_from_nobody_that_reports_nothing_is_an_automatic_reply(cast: Cast) -> None:
    mail_of(cast.programme)
    [inbound] = posted(letter("I am back on Monday"), sender="")
    assert inbound.kind == InboundKind.AUTOMATIC


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff" * 500,
        b"From: =?bad?Q?x?= <\r\nSubject: =?utf-8?B?%%%?=\r\nContent-Type: text/plain; charset\r\n\r\nhello",
        b"From: a@example.org\r\nContent-Type: multipart/mixed\r\n\r\nno boundary",
        b"From: a@example.org\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!not base64!!!",
    ],
)
def test_a_broken_mail_is_kept_as_far_as_it_can_be_read(cast: Cast, data: bytes) -> None:
    mail_of(cast.programme)
    assert len(posted(data)) == 1


# The receiver


@pytest.fixture
def receiver(transactional_db: None) -> Iterator[tuple[str, int]]:
    port = free_port()
    server = MailReceiver(HOST, port)
    server.start()
    yield HOST, port
    server.stop()


def test_a_letter_is_taken_and_stored(receiver: tuple[str, int], cast: Cast) -> None:
    mail_of(cast.programme)
    with smtplib.SMTP(*receiver) as server:
        server.send_message(letter("Yes"), MAIL, [f"answer@{DOMAIN}"])
    assert list(Inbound.objects.values_list("text", flat=True)) == ["Yes"]


def test_mail_to_others_is_refused(receiver: tuple[str, int], cast: Cast) -> None:
    mail_of(cast.programme)
    strangers = ["someone@elsewhere.example.org", f"info@{DOMAIN}", "answer@example.org", "postmaster"]
    with smtplib.SMTP(*receiver) as server, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        server.send_message(letter(), MAIL, strangers)
    assert [code for code, _said in refused.value.recipients.values()] == [550, 550, 550, 550]


def test_a_letter_that_is_too_large_is_refused(receiver: tuple[str, int], cast: Cast) -> None:
    mail_of(cast.programme)
    with smtplib.SMTP(*receiver) as server, pytest.raises(smtplib.SMTPSenderRefused) as refused:
        server.sendmail(MAIL, [f"answer@{DOMAIN}"], b"a" * (LARGEST + 1))
    assert refused.value.smtp_code == 552


@pytest.fixture
def _broken_table(receiver: tuple[str, int], cast: Cast) -> Iterator[None]:
    """The database can't store anything that comes in."""
    mail_of(cast.programme)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE messaging_inbound RENAME TO messaging_inbound_away")
        yield
        cursor.execute("ALTER TABLE messaging_inbound_away RENAME TO messaging_inbound")


@pytest.mark.usefixtures("_broken_table")
def test_a_letter_that_cannot_be_stored_is_asked_for_again(receiver: tuple[str, int]) -> None:
    with smtplib.SMTP(*receiver) as server, pytest.raises(smtplib.SMTPDataError) as refused:
        server.send_message(letter(), MAIL, [f"answer@{DOMAIN}"])
    assert refused.value.smtp_code == 451


def test_our_own_mail_comes_back_to_the_address_that_names_it(cast: Cast) -> None:
    gateway = mail_of(cast.programme, host="")
    message = asked(cast, gateway=gateway)
    mail = MailServer(gateway)._mail(outgoing(message))
    assert (mail.from_email, mail.message()["From"]) == (
        f"answer+{message.pk.hex}@{DOMAIN}",
        "team@example.org",
    )
