"""What becomes of a message that came in."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from imbizo.actors.models import ContactPoint
from imbizo.messaging.models import Inbound, Message
from imbizo.messaging.operations.inbound import Arrival, receive
from imbizo.messaging.operations.routing import route_inbound
from imbizo.messaging.states import InboundKind
from imbizo.outreach.models import Conversation, Entry, HelpNumber, Recipient
from imbizo.outreach.operations.inbox import answer, close, take_in
from imbizo.places.models import Place
from imbizo.thread.models import Link
from tests.cast import Cast
from tests.outreach.letters import (
    NUMBER,
    OTHER,
    answers_to,
    arrives,
    gateway_of,
    question,
    sent,
    where,
    with_number,
)

WHO = "More than one person uses this number. Please reply with your first name."


def test_a_message_stands_in_the_conversation_of_the_person_whose_number_it_is(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    assert where(arrives(cast)).actor == nomsa


def test_what_a_gateway_receives_reaches_the_inbox(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    receive(gateway=gateway_of(cast), arrivals=[Arrival(address="060 123 4567", text="Molo")])
    route_inbound()
    assert Conversation.objects.get().actor == nomsa


def test_one_person_has_one_conversation_whatever_they_write_from(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    ContactPoint.objects.create(
        actor=nomsa, channel="sms", raw=OTHER, address=OTHER, programme=cast.programme, owner=cast.convenor
    )
    assert where(arrives(cast)) == where(arrives(cast, address=OTHER))


def test_an_unknown_number_has_a_conversation_of_its_own_with_the_convenor(cast: Cast) -> None:
    found = where(arrives(cast))
    assert (found.actor, found.address, found.owner) == (None, NUMBER, cast.convenor)


def test_who_answers_a_partner_is_read_by_that_partner(cast: Cast) -> None:
    sent(cast, owner=cast.committee)
    assert where(arrives(cast)).owner == cast.committee


def test_a_person_whom_another_partner_keeps_to_itself_is_not_betrayed(cast: Cast) -> None:
    with_number(cast.thandi)
    assert where(arrives(cast)).actor is None


def test_taking_a_message_in_twice_changes_nothing(cast: Cast) -> None:
    inbound = arrives(cast)
    take_in([inbound, inbound])
    assert Entry.objects.filter(inbound=inbound).count() == 1


def test_returned_mail_opens_no_conversation(cast: Cast) -> None:
    arrives(cast, kind=InboundKind.BOUNCE)
    assert Conversation.objects.count() == 0


def test_a_new_message_opens_a_closed_conversation_again(cast: Cast) -> None:
    found = where(arrives(cast))
    close(conversation=found, by=cast.amina)
    again = where(arrives(cast, "And tomorrow?"))
    assert (again, again.state, again.is_unread) == (found, "open", True)


def test_a_stop_makes_no_work_for_anybody(cast: Cast) -> None:
    found = where(arrives(cast, "STOP", kind=InboundKind.STOP))
    assert (found.state, found.is_unread) == ("closed", False)


def test_an_automatic_reply_is_kept_and_never_answered(cast: Cast) -> None:
    with_number(cast.amina)
    found = where(arrives(cast, "I'm driving", kind=InboundKind.AUTOMATIC))
    assert (found.entries.count(), found.state, answers_to()) == (1, "closed", [])


# Which question it answers


def test_an_answer_belongs_to_the_one_open_question(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    campaign = question(cast, nomsa)
    inbound = arrives(cast)
    assert Entry.objects.get(inbound=inbound).campaign == campaign
    assert Recipient.objects.get(actor=nomsa).answered_at is not None


def test_the_answer_stands_on_the_thread_of_the_campaign(cast: Cast) -> None:
    campaign = question(cast, with_number(cast.amina))
    entry = Entry.objects.get(inbound=arrives(cast))
    assert Link.objects.get(record_id=entry.pk, relation="responds_to").source_id == campaign.pk


def test_the_first_answer_keeps_its_time(cast: Cast) -> None:
    question(cast, with_number(cast.amina))
    arrives(cast)
    first = Recipient.objects.get().answered_at
    arrives(cast, "Sorry, no")
    assert Recipient.objects.get().answered_at == first


def test_a_question_older_than_two_weeks_is_open_no_longer(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    question(cast, nomsa, days_ago=15)
    newer = question(cast, nomsa, asks="Which day?")
    assert Entry.objects.get(inbound=arrives(cast)).campaign == newer


def test_two_open_questions_make_the_system_ask_which(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    question(cast, nomsa, asks="Will you come?", days_ago=2)
    question(cast, nomsa, asks="Do you need a bus?")
    assert Entry.objects.get(inbound=arrives(cast)).campaign is None
    asked = "Ubambano: Which of these do you answer? Reply with its number."
    assert answers_to() == [f"{asked}\n1: Will you come?\n2: Do you need a bus?"]


def test_the_number_of_the_question_files_what_was_said_before(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    question(cast, nomsa, asks="Will you come?", days_ago=2)
    bus = question(cast, nomsa, asks="Do you need a bus?")
    said = arrives(cast, "Yes please")
    arrives(cast, "2")
    assert Entry.objects.get(inbound=said).campaign == bus
    assert Recipient.objects.get(campaign=bus).answered_at is not None


def test_the_system_asks_which_only_once(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    question(cast, nomsa, days_ago=2)
    question(cast, nomsa, asks="Which day?")
    for text in ("Yes", "Hello?", "Thursday"):
        arrives(cast, text)
    assert len(answers_to()) == 1


# Who it is


def test_a_number_of_two_people_makes_the_system_ask_who(cast: Cast) -> None:
    with_number(cast.amina, "Nomsa")
    with_number(cast.amina, "Sipho")
    found = where(arrives(cast))
    assert (found.actor, found.asking, answers_to()) == (None, "who", [WHO])


def test_the_first_name_says_whose_words_they_were(cast: Cast) -> None:
    with_number(cast.amina, "Nomsa")
    sipho = with_number(cast.amina, "Sipho")
    said = arrives(cast, "I can't come")
    arrives(cast, "it's sipho")
    assert where(said).actor == sipho


def test_what_they_said_then_answers_the_question_put_to_them(cast: Cast) -> None:
    nomsa = with_number(cast.amina, "Nomsa")
    campaign = question(cast, nomsa)
    with_number(cast.amina, "Sipho")
    said = arrives(cast, "I can't come")
    arrives(cast, "Nomsa")
    assert (where(said).actor, Entry.objects.get(inbound=said).campaign) == (nomsa, campaign)
    assert Link.objects.filter(source_id=campaign.pk).count() == 1


def test_whoever_gave_their_name_speaks_on(cast: Cast) -> None:
    with_number(cast.amina, "Nomsa")
    sipho = with_number(cast.amina, "Sipho")
    arrives(cast, "I can't come")
    arrives(cast, "Sipho")
    assert where(arrives(cast, "Sorry!")).actor == sipho


def test_the_system_asks_who_only_once(cast: Cast) -> None:
    with_number(cast.amina, "Nomsa")
    with_number(cast.amina, "Sipho")
    for text in ("Hello", "Who is this", "Hello?"):
        arrives(cast, text)
    assert answers_to() == [WHO]


def test_the_system_asks_who_in_the_language_of_the_last_message(cast: Cast) -> None:
    with_number(cast.amina, "Nomsa")
    with_number(cast.amina, "Sipho")
    sent(cast, language="af")
    arrives(cast, "Ja")
    assert Message.objects.get(purpose="answer").language == "af"


def test_nobody_is_asked_who_they_are_where_it_is_not_safe(cast: Cast) -> None:
    with_number(cast.amina, "Nomsa", safety={"is_unsafe": True, "safe_when": "after six"})
    with_number(cast.amina, "Sipho")
    found = where(arrives(cast))
    assert (found.asking, answers_to()) == ("", [])


# Help, and pleas to be rung


def _help(cast: Cast, **fields: Any) -> None:
    arrives(cast, "HELP", kind=InboundKind.HELP, **fields)


def test_help_is_answered_with_the_numbers_of_the_place_then_those_for_everybody(cast: Cast) -> None:
    town = Place.objects.create(kind="town", name="Ceres", programme=cast.programme)
    far = Place.objects.create(kind="town", name="Paarl", programme=cast.programme)
    for name, number, place in (
        ("Police", "10111", None),
        ("Clinic", "023 1", town),
        ("Paarl", "021 1", far),
    ):
        HelpNumber.objects.create(name=name, number=number, place=place, programme=cast.programme)
    with_number(cast.amina, place=town)
    _help(cast)
    assert answers_to() == ["Ubambano: For help, phone: Clinic 023 1, Police 10111"]


def test_help_from_an_unknown_number_names_those_for_everybody(cast: Cast) -> None:
    HelpNumber.objects.create(name="Police", number="10111", programme=cast.programme)
    _help(cast)
    assert answers_to() == ["Ubambano: For help, phone: Police 10111"]


def test_help_without_numbers_says_that_somebody_will_answer(cast: Cast) -> None:
    _help(cast)
    assert answers_to() == ["Ubambano: We have your message. Somebody will read it and answer you."]


def test_help_goes_out_in_the_language_of_the_person(cast: Cast) -> None:
    with_number(cast.amina, language="xh")
    _help(cast)
    assert Message.objects.get(purpose="answer").language == "xh"


def test_a_machine_that_asks_for_help_again_and_again_is_met_with_silence(cast: Cast) -> None:
    for _time in range(6):
        _help(cast)
    assert len(answers_to()) == 3


def test_after_an_hour_of_silence_help_is_answered_again(cast: Cast) -> None:
    for _time in range(4):
        _help(cast)
    _help(cast, received_at=timezone.now() + timedelta(minutes=61))
    assert len(answers_to()) == 4


def test_an_answer_by_a_person_ends_the_row(cast: Cast) -> None:
    for _time in range(4):
        _help(cast)
    answer(conversation=Conversation.objects.get(), text="Nkosi here. What is it?", by=cast.amina)
    _help(cast)
    assert len(answers_to()) == 5


def test_a_plea_to_be_rung_shows_the_number_where_it_is_another(cast: Cast) -> None:
    found = where(arrives(cast, "Please Call Me: 0607654321", kind=InboundKind.CALL_ME))
    assert (found.asks_ring, found.ring_number) == (True, "0607654321")


def test_a_plea_to_be_rung_at_ones_own_number_shows_none(cast: Cast) -> None:
    found = where(arrives(cast, "Please Call Me: 0601234567", kind=InboundKind.CALL_ME))
    assert (found.asks_ring, found.ring_number) == (True, "")


def test_thirty_answers_cost_as_many_queries_as_three(cast: Cast) -> None:
    people = [with_number(cast.amina, f"P{n}", f"+2760123{n:04}") for n in range(33)]
    question(cast, *people)
    rows = [
        Inbound.objects.create(
            gateway=gateway_of(cast),
            programme=cast.programme,
            channel="sms",
            address=f"+2760123{n:04}",
            text="Yes",
        )
        for n in range(33)
    ]
    counts = []
    for batch in (rows[:3], rows[3:]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            take_in(batch)
        counts.append(len(queries))
    assert counts[0] == counts[1]
