"""Answering, noting, assigning, matching."""

from typing import Any

import pytest

from imbizo.actors.models import Actor, ContactPoint
from imbizo.base.errors import Conflict, NotAllowed
from imbizo.base.models import new_id
from imbizo.desk.models import Notification
from imbizo.messaging.models import Message
from imbizo.messaging.operations import suppress
from imbizo.messaging.states import InboundKind, SuppressionReason
from imbizo.outreach.errors import BadWording, CantAnswer
from imbizo.outreach.models import CannedAnswer, Conversation, Entry, Recipient
from imbizo.outreach.operations.inbox import (
    add_person,
    answer,
    assign,
    close,
    file_answer,
    match,
    note_answer,
    remove_canned,
    reopen,
    rung,
    save_canned,
    unmatch,
)
from imbizo.outreach.queries.inbox import canned_text, open_conversations_of
from imbizo.thread.models import AuditEntry
from tests.cast import Cast, member_in
from tests.outreach.letters import NUMBER, OTHER, arrives, question, where, with_number


def _wrote(cast: Cast, **fields: Any) -> Conversation:
    return where(arrives(cast, **fields))


def test_an_answer_goes_to_the_number_that_they_wrote_from(cast: Cast) -> None:
    found = _wrote(cast, address=OTHER)
    message = answer(conversation=found, text="Come at nine.", by=cast.amina)
    assert (message.address, message.purpose, message.source_id) == (OTHER, "answer", found.pk)


def test_an_answer_leaves_at_any_hour(cast: Cast) -> None:
    message = answer(conversation=_wrote(cast), text="Come at nine.", by=cast.amina)
    assert (message.state, message.is_held) == ("waiting", False)


def test_mail_is_answered_by_mail_under_its_subject(cast: Cast) -> None:
    found = _wrote(cast, address="nomsa@example.org", channel="email", subject="Workshop")
    message = answer(conversation=found, text="Come at nine.", by=cast.amina)
    assert (message.channel, message.subject) == ("email", "Re: Workshop")


def test_sending_a_form_twice_sends_one_answer(cast: Cast) -> None:
    found, same = _wrote(cast), new_id()
    for _time in range(2):
        answer(conversation=found, text="Come at nine.", by=cast.amina, id=same)
    assert Message.objects.filter(source_id=found.pk).count() == 1


def test_the_id_of_another_answer_is_refused(cast: Cast) -> None:
    found, same = _wrote(cast), new_id()
    answer(conversation=found, text="Come at nine.", by=cast.amina, id=same)
    with pytest.raises(Conflict):
        answer(conversation=found, text="Come at ten.", by=cast.amina, id=same)


def test_nothing_is_written_to_a_number_that_sent_stop(cast: Cast) -> None:
    found = _wrote(cast, text="STOP", kind=InboundKind.STOP)
    suppress(programme=cast.programme, addresses=[("sms", NUMBER)], reason=SuppressionReason.STOP, by=None)
    with pytest.raises(CantAnswer, match="until they send START"):
        answer(conversation=found, text="Why?", by=cast.amina)


def test_a_stop_elsewhere_changes_nothing_here(cast: Cast) -> None:
    suppress(programme=cast.elsewhere, addresses=[("sms", NUMBER)], reason=SuppressionReason.STOP, by=None)
    assert answer(conversation=_wrote(cast), text="Come at nine.", by=cast.amina).state == "waiting"


def test_no_content_goes_to_a_number_that_is_not_safe(cast: Cast) -> None:
    with_number(cast.amina, safety={"is_unsafe": True, "safe_when": "after six"})
    with pytest.raises(CantAnswer, match="Others may read"):
        answer(conversation=_wrote(cast), text="The shelter is in Ceres.", by=cast.amina)
    assert Message.objects.count() == 0


@pytest.mark.parametrize("text", ["", " \0 ", "a" * 2_001])
def test_an_answer_needs_words_and_an_end(cast: Cast, text: str) -> None:
    with pytest.raises(CantAnswer):
        answer(conversation=_wrote(cast), text=text, by=cast.amina)


def test_only_members_of_the_partner_that_was_written_to_answer(cast: Cast) -> None:
    found = _wrote(cast)
    with pytest.raises(NotAllowed):
        answer(conversation=found, text="Hello", by=cast.thandi)


def test_an_answer_leaves_no_words_in_the_audit_trail(cast: Cast) -> None:
    answer(conversation=_wrote(cast), text="Come at nine.", by=cast.amina)
    assert AuditEntry.objects.get(verb="answer").changes == {}


# What was said elsewhere


def test_what_was_said_on_the_telephone_answers_the_campaign(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    campaign = question(cast, nomsa)
    found = _wrote(cast, text="PCM", kind=InboundKind.CALL_ME)
    entry = note_answer(conversation=found, kind="call", text="She comes.", by=cast.bo, campaign=campaign)
    assert (entry.by, entry.words, entry.campaign) == (cast.bo, "She comes.", campaign)
    assert Recipient.objects.get().answered_at is not None


def test_noting_twice_by_one_form_keeps_one_note(cast: Cast) -> None:
    found, same = _wrote(cast), new_id()
    for _time in range(2):
        note_answer(conversation=found, kind="person", text="She comes.", by=cast.bo, id=same)
    assert found.entries.filter(kind="person").count() == 1


def test_an_answer_can_be_filed_under_another_campaign(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    wrong, right = question(cast, nomsa), question(cast, nomsa, asks="Which day?", days_ago=20)
    entry = Entry.objects.get(inbound=arrives(cast))
    file_answer(entry=entry, campaign=right, by=cast.amina)
    answered = dict(Recipient.objects.values_list("campaign_id", "answered_at"))
    assert (answered[wrong.pk] is None, answered[right.pk] is None) == (True, False)


# Order


def test_whoever_is_asked_to_answer_hears_of_it(cast: Cast) -> None:
    assign(conversation=_wrote(cast), to=cast.bo, by=cast.amina)
    assert Notification.objects.get(verb="assign").member == cast.bo


def test_nobody_is_asked_to_answer_what_they_cannot_read(cast: Cast) -> None:
    with pytest.raises(CantAnswer):
        assign(conversation=_wrote(cast), to=cast.thandi, by=cast.amina)


def test_open_conversations_pass_to_a_successor_and_protected_ones_do_not(cast: Cast) -> None:
    mine, kept = _wrote(cast), _wrote(cast, address=OTHER)
    Conversation.objects.update(assignee=cast.bo)
    Conversation.objects.filter(pk=kept.pk).update(is_protected=True)
    assert list(open_conversations_of(cast.bo)) == [mine]


def test_closing_ends_the_plea_to_be_rung(cast: Cast) -> None:
    found = close(conversation=_wrote(cast, text="PCM", kind=InboundKind.CALL_ME), by=cast.amina)
    assert (found.state, found.asks_ring) == ("closed", False)
    assert reopen(conversation=found, by=cast.amina).state == "open"


def test_having_rung_ends_the_plea_and_nothing_else(cast: Cast) -> None:
    found = rung(conversation=_wrote(cast, text="PCM", kind=InboundKind.CALL_ME), by=cast.amina)
    assert (found.state, found.asks_ring) == ("open", False)


# Whose it is


def test_matching_gives_the_messages_and_the_number_to_the_person(cast: Cast) -> None:
    nomsa, said = with_number(cast.amina, number=OTHER), arrives(cast)
    match(conversation=where(said), actor=nomsa, by=cast.amina)
    assert where(said).actor == nomsa
    assert where(arrives(cast, "And again")).actor == nomsa


def test_matching_joins_the_conversation_that_the_person_has(cast: Cast) -> None:
    nomsa = with_number(cast.amina, number=OTHER)
    first = where(arrives(cast, address=OTHER))
    unknown = _wrote(cast)
    answer(conversation=unknown, text="Who is it?", by=cast.amina)
    assert match(conversation=unknown, actor=nomsa, by=cast.amina) == first
    assert Message.objects.get().source_id == first.pk


def test_matching_counts_what_they_answered(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    question(cast, nomsa)
    ContactPoint.objects.all().delete()
    match(conversation=_wrote(cast), actor=nomsa, by=cast.amina)
    assert Recipient.objects.get().answered_at is not None


def test_unmatching_gives_the_messages_back_to_the_number(cast: Cast) -> None:
    with_number(cast.amina)
    said = arrives(cast)
    target = unmatch(conversation=where(said), by=cast.amina)
    assert (where(said), target.actor) == (target, None)


def test_unmatching_takes_the_answer_back(cast: Cast) -> None:
    question(cast, with_number(cast.amina))
    unmatch(conversation=_wrote(cast), by=cast.amina)
    assert Recipient.objects.get().answered_at is None


def test_somebody_new_comes_into_the_register_with_the_number(cast: Cast) -> None:
    found = add_person(conversation=_wrote(cast), given_name="Tendai", surname="Moyo", by=cast.amina)
    assert found.actor == Actor.objects.get(name="Tendai Moyo")
    assert found.actor.contacts.get().address == NUMBER


def test_a_person_whom_the_member_does_not_see_cannot_be_matched(cast: Cast) -> None:
    hidden, found = with_number(cast.thandi, number=OTHER), _wrote(cast)
    with pytest.raises(CantAnswer):
        match(conversation=found, actor=hidden, by=cast.amina)


# Ready answers


def test_a_ready_answer_comes_in_the_language_of_the_person(cast: Cast) -> None:
    canned = save_canned(title="Where", texts={"en": "In Ceres", "af": "Op Ceres"}, by=cast.amina)
    assert [canned_text(canned, language) for language in ("af", "so")] == ["Op Ceres", "In Ceres"]


def test_a_ready_answer_without_words_is_refused(cast: Cast) -> None:
    with pytest.raises(BadWording):
        save_canned(title="Where", texts={"en": " "}, by=cast.amina)


def test_two_ready_answers_never_have_one_title(cast: Cast) -> None:
    save_canned(title="Where", texts={"en": "In Ceres"}, by=cast.amina)
    with pytest.raises(BadWording):
        save_canned(title="Where", texts={"en": "In Paarl"}, by=cast.amina)


def test_a_ready_answer_can_be_removed_and_stays_in_the_trail(cast: Cast) -> None:
    canned = save_canned(title="Where", texts={"en": "In Ceres"}, by=cast.amina)
    remove_canned(canned=canned, by=cast.amina)
    assert CannedAnswer.objects.count() == 0
    assert AuditEntry.objects.get(verb="remove").changes["title"] == ["Where", None]


def test_who_may_not_answer_writes_no_ready_answers(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        save_canned(title="Where", texts={"en": "x"}, by=member_in(cast, "monitoring_officer"))
