"""Whoever goes looking for a protected conversation: what could betray that there is one, and doesn't."""

import csv
from typing import Any

import pytest

from imbizo.actors.models import ContactPoint
from imbizo.actors.queries import dossier
from imbizo.messaging.queries import messages
from imbizo.messaging.queries.phones import practice_phones
from imbizo.outreach.models import Campaign, Conversation
from imbizo.outreach.operations.calls import make_call_list
from imbizo.outreach.operations.inbox import match, protect
from imbizo.outreach.operations.ringing import note_try, take
from imbizo.outreach.queries.progress import progress
from imbizo.outreach.queries.tallies import tallies
from imbizo.programmes.models import Membership
from imbizo.thread.models import ReadEntry
from tests.cast import Cast, member_in, signed_in
from tests.outreach.letters import NUMBER, OTHER, arrives, gateway_of, question, where, with_number

THREAT = "He says he will burn the house"


@pytest.fixture
def officer(cast: Cast) -> Membership:
    return member_in(cast, "protection_officer")


@pytest.fixture
def asked(cast: Cast) -> Campaign:
    """A campaign that asked Nomsa and Sipho, who both answered; Nomsa's conversation was protected then."""
    people = with_number(cast.amina), with_number(cast.amina, "Sipho", number=OTHER)
    campaign = question(cast, *people)
    arrives(cast, "Yes", address=OTHER)
    protect(conversation=where(arrives(cast, THREAT)), by=cast.bo)
    return campaign


def _protected() -> Conversation:
    return Conversation.objects.get(is_protected=True, actor__isnull=False)


def _names(cast: Cast, asked: Campaign, became: str) -> list[str]:
    page = signed_in(cast.amina).get(f"{asked.get_absolute_url()}people/", {"became": became})
    return [each.actor.given_name for each in page.context["table"].rows]


def _exported(cast: Cast, asked: Campaign) -> dict[str, str]:
    page: Any = signed_in(cast.amina).get(f"{asked.get_absolute_url()}people/export/csv/")
    rows = csv.DictReader(b"".join(page.streaming_content).decode("utf-8-sig").splitlines())
    return {row["Name"].split()[0]: row["Answered"] for row in rows}


def test_they_look_as_if_they_had_not_answered(cast: Cast, asked: Campaign) -> None:
    found = [_names(cast, asked, became) for became in ("answered", "silent")]
    assert found == [["Sipho"], ["Nomsa"]]


def test_a_file_of_the_people_says_nothing_of_their_answer(cast: Cast, asked: Campaign) -> None:
    exported = _exported(cast, asked)
    assert (exported["Nomsa"], bool(exported["Sipho"])) == ("", True)


def test_all_counts_of_answers_agree(cast: Cast, asked: Campaign) -> None:
    assert (progress(asked).answered, tallies([asked])[asked.pk].answered) == (1, 1)


def test_an_answer_that_stands_open_elsewhere_is_still_told(cast: Cast, asked: Campaign) -> None:
    arrives(cast, "Yes", address=NUMBER)
    other = Conversation.objects.create(
        programme=cast.programme, owner=cast.committee, actor=_protected().actor, channel="sms", address=OTHER
    )
    other.entries.create(programme=cast.programme, kind="call", text="yes", campaign=asked)
    assert _names(cast, asked, "answered") == ["Nomsa", "Sipho"]


def test_what_a_campaign_wrote_to_them_is_shown_as_that_to_everybody(cast: Cast, asked: Campaign) -> None:
    statuses = {
        signed_in(cast.amina).get(each.message.get_absolute_url()).status_code
        for each in asked.recipients.all()
        if each.message
    }
    assert (messages(cast.amina).count(), statuses) == (2, {200})


def test_the_page_of_the_person_keeps_the_message_of_the_campaign(cast: Cast, asked: Campaign) -> None:
    found = _protected()
    assert found.actor is not None
    titles = [str(event.title) for event in dossier(found.actor, cast.amina).timeline]
    assert not [title for title in titles if THREAT in title]
    assert asked.recipients.filter(actor=found.actor, message__in=messages(cast.amina)).count() == 1


def test_their_practice_phone_shows_what_it_got_and_nothing_that_it_sent(cast: Cast, asked: Campaign) -> None:
    phones = {phone.address: phone.bubbles for phone in practice_phones(cast.amina, gateway_of(cast))}
    assert [bubble.is_theirs for bubble in phones[NUMBER]] == [False]


def test_a_refused_answer_shows_the_page_again_and_is_a_reading(
    cast: Cast, asked: Campaign, officer: Membership
) -> None:
    page = signed_in(officer).post(f"{_protected().get_absolute_url()}answer/", {"text": ""})
    assert (THREAT in page.content.decode(), ReadEntry.objects.filter(by=officer.user).count()) == (True, 1)


def test_the_number_of_a_protected_person_stays_out_of_the_register(cast: Cast, officer: Membership) -> None:
    nomsa = with_number(cast.amina)
    kept = protect(conversation=where(arrives(cast, THREAT, address=OTHER)), by=cast.bo)
    match(conversation=kept, actor=nomsa, by=officer)
    assert not ContactPoint.objects.filter(address=OTHER).exists()


def test_what_is_left_when_a_protected_conversation_moves_to_a_person_stays_hidden(
    cast: Cast, officer: Membership
) -> None:
    nomsa = with_number(cast.amina)
    arrives(cast, "Hello")
    kept = protect(conversation=where(arrives(cast, THREAT, address=OTHER)), by=cast.bo)
    match(conversation=kept, actor=nomsa, by=officer)
    assert signed_in(cast.bo).get(kept.get_absolute_url()).status_code == 404


def test_what_comes_from_the_number_later_goes_where_its_conversation_moved(
    cast: Cast, officer: Membership
) -> None:
    nomsa = with_number(cast.amina)
    first = where(arrives(cast, "Hello"))
    kept = protect(conversation=where(arrives(cast, THREAT, address=OTHER)), by=cast.bo)
    match(conversation=kept, actor=nomsa, by=officer)
    assert where(arrives(cast, "Again", address=OTHER)) == first


def test_the_protection_is_still_the_one_who_pressed_after_it_moved(cast: Cast, officer: Membership) -> None:
    nomsa = with_number(cast.amina)
    arrives(cast, "Hello")
    kept = protect(conversation=where(arrives(cast, THREAT, address=OTHER)), by=cast.bo)
    assert match(conversation=kept, actor=nomsa, by=officer).protected_by == cast.bo


def test_a_colleague_who_rings_them_takes_no_call_off_the_officers_list(cast: Cast, asked: Campaign) -> None:
    found = _protected()
    assert found.actor is not None
    Conversation.objects.filter(pk=found.pk).update(asks_ring=True, is_unread=False)
    call = make_call_list(name="Ring", actors=[found.actor], by=cast.amina).call_list.calls.get()
    note_try(call=take(call=call, by=cast.amina), outcome="answered", said="Not now", by=cast.amina)
    found.refresh_from_db()
    assert (found.asks_ring, found.is_unread) == (True, True)
