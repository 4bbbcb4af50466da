"""STOP and START: in force at once, confirmed once, undone by the person alone."""

import pytest

from imbizo.messaging.models import Gateway, Message, SendingRules
from imbizo.messaging.operations import Draft, drive, queue, suppress
from imbizo.messaging.operations.claiming import claim
from imbizo.messaging.operations.inbound import Arrival, receive
from imbizo.messaging.queries import suppressed
from imbizo.messaging.states import Channel, MessageState, Purpose, Reason, SuppressionReason
from imbizo.programmes.models import Programme
from tests.cast import Cast
from tests.messaging.sent import MAIL, NUMBER, phones_of, says, wrote


def is_stopped(programme: Programme, address: str = NUMBER) -> bool:
    channel = Channel.EMAIL if "@" in address else Channel.SMS
    return bool(suppressed(programme=programme, addresses=[(channel, address)]))


def confirmations() -> list[str]:
    rows = Message.objects.filter(purpose=Purpose.CONFIRMATION).order_by("id")
    return list(rows.values_list("text", flat=True))


@pytest.mark.parametrize("text", ["STOP", " stop. ", "“Stop!”", "Opt-out", "\x00STOP\x00", "Staak", "JOOJI"])
def test_a_message_that_is_stop_stops(cast: Cast, text: str) -> None:
    wrote(cast.programme)
    says(phones_of(cast.programme), text)
    assert is_stopped(cast.programme)


@pytest.mark.parametrize("text", ["Stop by at 9?", "We have to STOP this", "Yes", "Don't stop"])
def test_a_message_that_contains_stop_does_not(cast: Cast, text: str) -> None:
    wrote(cast.programme)
    says(phones_of(cast.programme), text)
    assert not is_stopped(cast.programme)


def test_a_programme_has_words_of_its_own(cast: Cast) -> None:
    SendingRules.objects.create(programme=cast.programme, words={"stop": ["Genoeg"]})
    wrote(cast.programme)
    says(phones_of(cast.programme), "genoeg!")
    assert is_stopped(cast.programme)


def test_one_confirmation_names_the_sender_and_leaves_although_all_is_stopped(cast: Cast) -> None:
    wrote(cast.programme)
    says(phones_of(cast.programme), "STOP")
    drive(gateway_id=str(phones_of(cast.programme).pk))
    [confirmation] = Message.objects.filter(purpose=Purpose.CONFIRMATION)
    assert confirmation.state == MessageState.DELIVERED
    assert confirmation.text == (
        "Winelands: you won't get any more messages from us. To get them again, send START."
    )


def test_the_confirmation_is_for_whom_the_message_was(cast: Cast) -> None:
    person = cast.amina.pk
    wrote(cast.programme, owner=cast.convenor, recipient_id=person, language="af")
    says(phones_of(cast.programme), "STOP")
    confirmation = Message.objects.get(purpose=Purpose.CONFIRMATION)
    assert (confirmation.recipient_id, confirmation.owner, confirmation.language) == (
        person,
        cast.convenor,
        "af",
    )


def test_who_got_only_neutral_messages_gets_a_neutral_confirmation(cast: Cast) -> None:
    wrote(cast.programme, is_neutral=True)
    says(phones_of(cast.programme), "STOP")
    assert confirmations() == [
        "You won't get any more messages from this sender. To get them again, send START."
    ]


def test_a_second_stop_says_nothing_again(cast: Cast) -> None:
    wrote(cast.programme)
    says(phones_of(cast.programme), "STOP")
    says(phones_of(cast.programme), "stop!!")
    assert len(confirmations()) == 1


def test_start_undoes_it_with_one_confirmation(cast: Cast) -> None:
    wrote(cast.programme)
    for text in ("STOP", "START", "start"):
        says(phones_of(cast.programme), text)
    assert not is_stopped(cast.programme)
    assert confirmations()[1:] == ["Winelands: you will get our messages again. To stop them, send STOP."]


def test_start_says_nothing_to_who_was_not_stopped(cast: Cast) -> None:
    wrote(cast.programme)
    says(phones_of(cast.programme), "START")
    assert confirmations() == []


def test_a_stop_after_a_start_holds_though_it_is_the_second_within_the_minute(cast: Cast) -> None:
    wrote(cast.programme)
    for text in ("STOP", "START", "STOP"):
        receive(gateway=phones_of(cast.programme), arrivals=[Arrival(NUMBER, text)])
    assert is_stopped(cast.programme)


def test_a_start_that_is_delivered_again_late_does_not_undo_the_stop_after_it(cast: Cast) -> None:
    wrote(cast.programme)
    for text in ("STOP", "START", "STOP", "START"):
        receive(gateway=phones_of(cast.programme), arrivals=[Arrival(NUMBER, text)])
    assert is_stopped(cast.programme)


def test_yes_never_starts(cast: Cast) -> None:
    SendingRules.objects.create(programme=cast.programme, words={"start": ["YES"]})
    wrote(cast.programme)
    says(phones_of(cast.programme), "STOP")
    says(phones_of(cast.programme), "YES")
    assert is_stopped(cast.programme)


def test_start_does_not_undo_an_objection(cast: Cast) -> None:
    wrote(cast.programme)
    suppress(
        programme=cast.programme,
        addresses=[(Channel.SMS, NUMBER)],
        reason=SuppressionReason.OBJECTION,
        by=cast.amina,
    )
    says(phones_of(cast.programme), "START")
    assert is_stopped(cast.programme)


def test_a_stop_is_for_the_programme_that_wrote(cast: Cast) -> None:
    wrote(cast.programme)
    says(phones_of(cast.programme), "STOP")
    assert (is_stopped(cast.programme), is_stopped(cast.elsewhere)) == (True, False)


def test_a_borrowed_gateway_stops_for_who_wrote_and_not_for_its_owner(cast: Cast) -> None:
    gateway = phones_of(cast.elsewhere)
    gateway.also_in.add(cast.programme)
    wrote(cast.programme, gateway=gateway)
    says(gateway, "STOP")
    assert (is_stopped(cast.programme), is_stopped(cast.elsewhere)) == (True, False)


def test_a_shared_sender_stops_for_all_that_used_it_for_the_number(cast: Cast) -> None:
    gateway = phones_of(cast.elsewhere)
    wrote(cast.elsewhere)
    wrote(cast.programme, gateway=gateway)
    says(gateway, "STOP")
    assert (is_stopped(cast.programme), is_stopped(cast.elsewhere)) == (True, True)
    assert confirmations() == [
        "Winelands and Precinct: you won't get any more messages from us. To get them again, send START."
    ]


def test_who_was_never_written_to_is_stopped_for_all_that_may_use_the_sender(cast: Cast) -> None:
    gateway = phones_of(cast.elsewhere)
    gateway.also_in.add(cast.programme)
    says(gateway, "STOP")
    assert (is_stopped(cast.programme), is_stopped(cast.elsewhere)) == (True, True)


def test_a_stop_inside_a_running_campaign_takes_effect_inside_it(cast: Cast) -> None:
    gateway = phones_of(cast.programme)
    drafts = [Draft(channel=Channel.SMS, address=f"+2782123456{n}", text="Hello") for n in range(3)]
    queue(programme=cast.programme, drafts=drafts, purpose=Purpose.ANSWER)
    claim(gateway=gateway, limit=1, by="another process")
    says(gateway, "STOP", "+27821234562")
    drive(gateway_id=str(gateway.pk))
    last = Message.objects.get(pk=drafts[2].id)
    assert (last.state, last.reason) == (MessageState.REFUSED, Reason.SUPPRESSED)


def test_a_stop_by_mail_stops_mail(cast: Cast) -> None:
    wrote(cast.programme, MAIL)
    says(phones_of(cast.programme), "Stop\n\n-- \nNomsa Dlamini\nWard 4", MAIL)
    assert (is_stopped(cast.programme, MAIL), is_stopped(cast.programme)) == (True, False)


def test_stop_in_the_subject_of_a_mail_stops_mail(cast: Cast) -> None:
    wrote(cast.programme, MAIL)
    says(phones_of(cast.programme), "Thank you, but no.", MAIL, subject="Unsubscribe")
    assert is_stopped(cast.programme, MAIL)


def test_mail_that_was_passed_on_stops_for_both_addresses(cast: Cast) -> None:
    asked = wrote(cast.programme, MAIL)
    says(phones_of(cast.programme), "STOP", "office@example.org", answers=asked.pk)
    assert (is_stopped(cast.programme, MAIL), is_stopped(cast.programme, "office@example.org")) == (
        True,
        True,
    )


def test_the_confirmation_of_a_stop_by_mail_has_a_subject(cast: Cast) -> None:
    wrote(cast.programme, MAIL)
    says(phones_of(cast.programme), "STOP", MAIL)
    confirmation = Message.objects.get(purpose=Purpose.CONFIRMATION)
    assert (confirmation.address, confirmation.subject) == (MAIL, "No more messages")


def test_a_stop_to_a_sender_of_no_programme_stops_who_wrote(cast: Cast) -> None:
    site = Gateway.objects.create(name="Mail of the site", kind="smtp")
    wrote(cast.programme, MAIL, gateway=site)
    says(site, "STOP", MAIL)
    assert (is_stopped(cast.programme, MAIL), is_stopped(cast.elsewhere, MAIL)) == (True, False)


def test_two_machines_that_answer_each_other_cost_four_confirmations_an_hour(cast: Cast) -> None:
    wrote(cast.programme)
    for number, said in enumerate(("STOP", "START") * 5):
        says(phones_of(cast.programme), said, ref=str(number))
    assert (len(confirmations()), is_stopped(cast.programme)) == (4, False)
