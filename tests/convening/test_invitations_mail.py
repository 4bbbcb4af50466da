"""Invitations by a real mail server, and the answers of mail programs as they come back to ours."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from imbizo.convening.models import Invitation
from imbizo.convening.operations import invitations as operations
from imbizo.convening.states import AnswerOutcome, AnswerWay, InvitationState
from imbizo.messaging.imports.mail_receiver import MailReceiver
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.operations import drive
from imbizo.messaging.operations.routing import route_inbound
from tests.cast import Cast, make_cast
from tests.convening.inviting import latest, person, to_come
from tests.convening.making import keep_no_quiet_hours
from tests.messaging.sending import mail_gateway
from tests.parts import HOST, free_port
from tests.parts.mail import MailServer

pytestmark = pytest.mark.django_db(transaction=True)
SAMPLES = Path(__file__).parents[1] / "calc" / "samples"
UIDS = ("3f0a7c52-workshop@imbizo.example.org", "team@imbizo.example.org")
ANSWERS_AT = "answers.example.org"


@pytest.fixture
def by_mail(mail_server: MailServer) -> Cast:
    """The cast, whose programme sends by that server and takes answers at a domain of its own."""
    cast = make_cast()
    keep_no_quiet_hours(cast.programme)
    Gateway.objects.filter(programme=cast.programme).delete()
    gateway = mail_gateway(cast.programme, mail_server)
    gateway.settings = gateway.settings | {"answers_at": ANSWERS_AT}
    gateway.save()
    return cast


@pytest.fixture
def receiver(transactional_db: None) -> Iterator[tuple[str, int]]:
    """Where our own server listens, to which mail programs answer."""
    port = free_port()
    server = MailReceiver(HOST, port)
    server.start()
    yield HOST, port
    server.stop()


def test_the_calendar_part_says_its_method_twice(mail_server: MailServer, by_mail: Cast) -> None:
    _invite(by_mail, "nomsa.dlamini@witzenberg.example.org")
    part = _part(mail_server.letters[0].message)
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == "REQUEST"
    assert str(Calendar.from_ical(part.get_content())["METHOD"]) == "REQUEST"


def test_a_mail_program_reads_whom_it_invites_when_and_whom_to_answer(
    mail_server: MailServer, by_mail: Cast
) -> None:
    invitation = _invite(by_mail, "nomsa.dlamini@witzenberg.example.org")
    event = _event(mail_server.letters[0].message)
    starts = invitation.gathering.starts_at
    assert starts
    assert event.start == starts.replace(microsecond=0)
    assert str(event["ORGANIZER"]) == f"mailto:answer@{ANSWERS_AT}"
    assert str(event["ATTENDEE"]) == "mailto:nomsa.dlamini@witzenberg.example.org"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"


def test_withdrawing_takes_it_out_of_their_calendar(mail_server: MailServer, by_mail: Cast) -> None:
    invitation = _invite(by_mail, "nomsa.dlamini@witzenberg.example.org")
    operations.withdraw(
        gathering=invitation.gathering, invitations=[invitation], because="By mistake", by=by_mail.amina
    )
    _send(by_mail)
    part = _part(mail_server.letters[-1].message)
    event = _event(mail_server.letters[-1].message)
    assert (part.get_param("method"), str(event["STATUS"])) == ("CANCEL", "CANCELLED")
    assert str(event["UID"]) == invitation.gathering.uid


@pytest.mark.parametrize(
    ("sample", "address", "state"),
    [
        ("outlook_accepted", "nomsa.dlamini@witzenberg.example.org", InvitationState.ACCEPTED),
        ("google_declined", "tariro.moyo@example.org", InvitationState.DECLINED),
        ("apple_series", "fatuma.ali@example.org", InvitationState.ACCEPTED),
        ("delegated", "pieter.botha@example.org", InvitationState.DECLINED),
    ],
)
def test_what_mail_programs_answer_sets_the_answer(
    by_mail: Cast, receiver: tuple[str, int], sample: str, address: str, state: str
) -> None:
    invitation = _invite(by_mail, address)
    _answer(receiver, invitation, sample)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.answered_via) == (state, AnswerWay.CALENDAR)


def test_another_time_that_outlook_proposes_is_left_to_the_organiser(
    by_mail: Cast, receiver: tuple[str, int]
) -> None:
    invitation = _invite(by_mail, "nomsa.dlamini@witzenberg.example.org")
    _answer(receiver, invitation, "outlook_counter")
    invitation.refresh_from_db()
    assert (latest(invitation).outcome, invitation.state) == (AnswerOutcome.UNCLEAR, InvitationState.INVITED)
    assert latest(invitation).words == "2026-07-24 08:00 UTC?"


def test_an_answer_to_an_older_date_is_kept_and_changes_nothing(
    by_mail: Cast, receiver: tuple[str, int]
) -> None:
    invitation = _invite(by_mail, "nomsa.dlamini@witzenberg.example.org", sequence=2)
    _answer(receiver, invitation, "outlook_accepted")  # of sequence 1
    invitation.refresh_from_db()
    assert (latest(invitation).outcome, invitation.state) == (AnswerOutcome.OLDER, InvitationState.INVITED)


def _invite(cast: Cast, address: str, **fields: object) -> Invitation:
    gathering = to_come(cast, **fields)
    operations.put_on_list(
        gathering=gathering, actors=[person(cast, "Nomsa Dlamini", email=address)], by=cast.amina
    )
    operations.invite(gathering=gathering, by=cast.amina)
    _send(cast)
    return gathering.invitations.get()


def _send(cast: Cast) -> None:
    drive(gateway_id=str(Gateway.objects.get(programme=cast.programme).pk))


def _part(letter: EmailMessage) -> EmailMessage:
    found = next(each for each in letter.walk() if each.get_content_type() == "text/calendar")
    assert isinstance(found, EmailMessage)
    return found


def _event(letter: EmailMessage) -> Event:
    calendar = Calendar.from_ical(_part(letter).get_content())
    assert isinstance(calendar, Calendar)
    return calendar.events[0]


def _answer(receiver: tuple[str, int], invitation: Invitation, sample: str) -> None:
    """The sample, as an answer to this invitation, by SMTP from the person's address."""
    message = Message.objects.get(recipient_id=invitation.actor_id)
    calendar = (SAMPLES / f"{sample}.ics").read_text()
    for uid in UIDS:
        calendar = calendar.replace(uid, invitation.gathering.uid)
    mail = EmailMessage()
    mail["From"], mail["Subject"] = message.address, "Accepted: Workshop"
    mail["Message-ID"] = "<1@mail.example.org>"
    mail.set_content("")
    mail.add_alternative(calendar, subtype="calendar", params={"method": "REPLY"})
    with smtplib.SMTP(*receiver) as server:
        server.send_message(mail, message.address, [f"answer@{ANSWERS_AT}"])
    route_inbound()
