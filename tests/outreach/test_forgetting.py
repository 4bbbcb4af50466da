"""Merging and erasing people whom campaigns, calls and conversations know."""

from typing import Any

import pytest

from imbizo.actors.models import Actor, Merge
from imbizo.actors.operations.erasure import erase
from imbizo.actors.operations.merging import merge, undo_merge
from imbizo.messaging.models import Gateway, Inbound, Message
from imbizo.messaging.states import MessageState, Reason
from imbizo.outreach.models import Call, CallList, CallTry, Conversation, Entry, Recipient
from imbizo.outreach.operations.campaigns import submit
from imbizo.outreach.states import EntryKind, Outcome
from imbizo.thread.operations import audit
from tests.cast import Cast
from tests.outreach.people import campaign, open_all_day, reachable

NUMBER = "+27600000123"


@pytest.fixture(autouse=True)
def _any_hour(cast: Cast) -> None:
    open_all_day(cast.programme)


def talk(cast: Cast, actor: Actor | None, address: str = NUMBER) -> Entry:
    """What somebody wrote by SMS, in a conversation of theirs."""
    gateway = Gateway.objects.get(programme=cast.programme)
    came = {"gateway": gateway, "programme": cast.programme, "channel": "sms", "address": address}
    inbound = Inbound.objects.create(text="I am afraid", **came)
    conversation = Conversation.objects.create(
        programme=cast.programme, owner=cast.convenor, actor=actor, channel="sms", address=address
    )
    return Entry.objects.create(
        programme=cast.programme, conversation=conversation, kind=EntryKind.MESSAGE, inbound=inbound
    )


def rung(cast: Cast, *actors: Actor) -> CallList:
    call_list = CallList.objects.create(programme=cast.programme, owner=cast.convenor, name="Ring")
    for actor in actors:
        call = Call.objects.create(programme=cast.programme, call_list=call_list, actor=actor)
        CallTry.objects.create(
            programme=cast.programme, call=call, by=cast.amina, outcome=Outcome.ANSWERED, note="Said yes"
        )
    return call_list


def whose(model: Any) -> list[Any]:
    return sorted(model.objects.values_list("pk", "actor_id"))


def test_two_who_are_one_keep_what_each_was_sent_rung_and_said(cast: Cast) -> None:
    kept, gone = reachable(cast.amina, "Tendai"), reachable(cast.amina, "T.")
    submit(campaign=campaign(cast.amina), by=cast.amina)
    rung(cast, kept, gone)
    talk(cast, kept)
    talk(cast, gone, "+27600000999")
    before = [whose(model) for model in (Recipient, Call, Conversation)]
    merge(survivor=kept, absorbed=gone, by=cast.amina)
    undo_merge(merge=Merge.objects.get(), by=cast.amina)
    assert [whose(model) for model in (Recipient, Call, Conversation)] == before


def test_what_the_survivor_lacks_moves_to_it(cast: Cast) -> None:
    kept, gone = reachable(cast.amina, "Tendai"), reachable(cast.amina, "T.")
    rung(cast, gone)
    talk(cast, gone)
    merge(survivor=kept, absorbed=gone, by=cast.amina)
    assert (Call.objects.get().actor, Conversation.objects.get().actor) == (kept, kept)


def test_an_erased_person_counts_and_is_told_of_no_more(cast: Cast) -> None:
    actor = reachable(cast.amina, number=NUMBER)
    submit(campaign=campaign(cast.amina, "Ubambano: dear {name}"), by=cast.amina)
    Message.objects.update(state=MessageState.DELIVERED)
    erase(actor=actor, by=cast.amina)
    message = Message.objects.get()
    assert (message.text, message.address, message.state) == ("", "", MessageState.DELIVERED)
    assert Recipient.objects.count() == 1


def test_what_was_not_sent_to_an_erased_person_never_is(cast: Cast) -> None:
    actor = reachable(cast.amina, number=NUMBER)
    submit(campaign=campaign(cast.amina), by=cast.amina)
    erase(actor=actor, by=cast.amina)
    assert (Message.objects.get().state, Message.objects.get().reason) == (MessageState.REFUSED, Reason.GONE)


def test_what_an_erased_person_said_goes_by_whatever_channel(cast: Cast) -> None:
    actor = reachable(cast.amina, number=NUMBER)
    entry = talk(cast, actor)
    noted = Entry.objects.create(
        programme=cast.programme, conversation=entry.conversation, kind=EntryKind.CALL, text="She will come"
    )
    audit("note", [noted], by=cast.amina, changes={"text": [None, "She will come"]})
    rung(cast, actor)
    erase(actor=actor, by=cast.amina)
    kept = [Inbound.objects.get().text, Inbound.objects.get().address, CallTry.objects.get().note]
    kept += [each.text for each in Entry.objects.all()] + [Conversation.objects.get().address]
    assert kept == [""] * 6


def test_what_came_from_their_number_before_anybody_knew_it_goes_too(cast: Cast) -> None:
    actor = reachable(cast.amina, number=NUMBER)
    talk(cast, None)
    erase(actor=actor, by=cast.amina)
    assert (Inbound.objects.get().text, NUMBER in Conversation.objects.get().address) == ("", False)


def test_what_somebody_else_of_the_household_was_sent_stays(cast: Cast) -> None:
    actor, _other = (reachable(cast.amina, given, number=NUMBER) for given in ("Ayanda", "Bongi"))
    talk(cast, _other)
    erase(actor=actor, by=cast.amina)
    assert (Inbound.objects.get().text, Conversation.objects.get().address) == ("I am afraid", NUMBER)
