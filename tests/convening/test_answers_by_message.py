"""Answers by SMS, through the inbox."""

from imbizo.convening.models import OpenQuestion
from imbizo.convening.operations import invitations as operations
from imbizo.convening.states import AnswerOutcome, AnswerWay, InvitationState
from imbizo.messaging.models import Message
from imbizo.outreach.models import Conversation, Entry
from tests.cast import Cast
from tests.convening.inviting import (
    invited,
    last_text,
    latest,
    mails,
    person,
    send_what_waits,
    to_come,
    writes,
)


def test_a_yes_by_sms_takes_a_place_and_is_confirmed(cast: Cast) -> None:
    thandi = person(cast)
    (invitation,) = invited(cast, to_come(cast, capacity=5), thandi)
    writes(cast, thandi, "Yes")
    invitation.refresh_from_db()
    assert (invitation.state, invitation.answered_via) == (InvitationState.ACCEPTED, AnswerWay.SMS)
    assert "thank you, a place is yours" in last_text(invitation)


def test_an_answer_is_filed_in_the_conversation_and_read(cast: Cast) -> None:
    thandi = person(cast)
    invited(cast, to_come(cast), thandi)
    writes(cast, thandi, "No")
    assert Entry.objects.get().conversation.actor == thandi
    assert Conversation.objects.get().is_unread is False


def test_an_answer_with_a_question_in_it_is_left_for_a_person_to_read(cast: Cast) -> None:
    thandi = person(cast)
    (invitation,) = invited(cast, to_come(cast), thandi)
    writes(cast, thandi, "Yes. Is there parking?")
    assert latest(invitation).outcome == AnswerOutcome.TAKEN
    assert Conversation.objects.get().is_unread is True


def test_what_cannot_be_read_is_kept_and_left_for_a_person(cast: Cast) -> None:
    thandi = person(cast)
    (invitation,) = invited(cast, to_come(cast), thandi)
    writes(cast, thandi, "No problem, I'll be there")
    assert latest(invitation).outcome == AnswerOutcome.UNCLEAR
    assert Conversation.objects.get().is_unread is True


def test_yes_but_my_colleague_comes_gives_the_place_up(cast: Cast) -> None:
    thandi = person(cast)
    (invitation,) = invited(cast, to_come(cast), thandi)
    writes(cast, thandi, "Yes")
    writes(cast, thandi, "yes but my colleague comes")
    invitation.refresh_from_db()
    assert (invitation.state, latest(invitation).said) == (InvitationState.DECLINED, "colleague")


def test_a_mind_can_be_changed_by_sms(cast: Cast) -> None:
    thandi = person(cast)
    (invitation,) = invited(cast, to_come(cast), thandi)
    for text in ("ja", "nee"):
        writes(cast, thandi, text)
        send_what_waits(cast)
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.DECLINED


def test_somebody_withdrawn_is_told_once(cast: Cast) -> None:
    thandi = person(cast)
    (invitation,) = invited(cast, to_come(cast), thandi)
    operations.withdraw(
        gathering=invitation.gathering, invitations=[invitation], because="By mistake", by=cast.amina
    )
    send_what_waits(cast)
    before = Message.objects.count()
    for text in ("yes", "yes please"):
        writes(cast, thandi, text)
        send_what_waits(cast)
    assert latest(invitation).outcome == AnswerOutcome.WITHDRAWN
    assert Message.objects.count() == before + 1


def test_with_two_open_invitations_the_system_asks_which(cast: Cast) -> None:
    thandi = person(cast)
    (first,) = invited(cast, to_come(cast, name="Ceres"), thandi)
    (second,) = invited(cast, to_come(cast, name="Tulbagh"), thandi)
    writes(cast, thandi, "Yes")
    assert "Which of these do you mean?" in last_text(first)
    assert len(OpenQuestion.objects.get().choices) == 2
    writes(cast, thandi, "2")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (InvitationState.INVITED, InvitationState.ACCEPTED)


def test_a_protected_conversation_is_left_to_its_officer(cast: Cast) -> None:
    thandi = person(cast)
    (invitation,) = invited(cast, to_come(cast), thandi)
    writes(cast, thandi, "Please ring me, I am in danger")
    Conversation.objects.update(is_protected=True)
    writes(cast, thandi, "Yes")
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.INVITED


def test_a_mail_program_s_acceptance_is_an_answer(cast: Cast) -> None:
    thandi = person(cast, email="thandi@example.org")
    (invitation,) = invited(cast, to_come(cast), thandi)
    mails(cast, "thandi@example.org", _reply(invitation.gathering.uid, "ACCEPTED"))
    invitation.refresh_from_db()
    assert (invitation.state, invitation.answered_via) == (InvitationState.ACCEPTED, AnswerWay.CALENDAR)


def test_an_answer_about_an_older_date_is_kept_and_changes_nothing(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast, sequence=2), person(cast, email="thandi@example.org"))
    mails(cast, "thandi@example.org", _reply(invitation.gathering.uid, "DECLINED", sequence=1))
    invitation.refresh_from_db()
    assert (latest(invitation).outcome, invitation.state) == (AnswerOutcome.OLDER, InvitationState.INVITED)


def test_a_counter_proposal_is_a_question_for_the_organiser(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast, email="thandi@example.org"))
    mails(cast, "thandi@example.org", _reply(invitation.gathering.uid, "TENTATIVE", method="COUNTER"))
    assert latest(invitation).outcome == AnswerOutcome.UNCLEAR
    assert Conversation.objects.get().is_unread is True


def test_somebody_else_s_calendar_answers_nothing(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast, email="thandi@example.org"))
    person(cast, "Sipho Ndlovu", email="sipho@example.org")
    mails(cast, "sipho@example.org", _reply(invitation.gathering.uid, "DECLINED"))
    assert invitation.answers.count() == 0


def _reply(uid: str, answer: str, *, sequence: int = 0, method: str = "REPLY") -> str:
    return "\n".join(
        [
            "BEGIN:VCALENDAR",
            f"METHOD:{method}",
            "BEGIN:VEVENT",
            f"UID:{uid}",
            f"SEQUENCE:{sequence}",
            "DTSTART:20260726T070000Z",
            f"ATTENDEE;PARTSTAT={answer}:mailto:thandi@example.org",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    )
