"""Call lists: who is put on them, who rings whom, and what comes of it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from imbizo.actors.models import Actor, ContactPoint
from imbizo.actors.operations import add_contact
from imbizo.actors.operations.consent import handle_in_person
from imbizo.base.errors import NotAllowed
from imbizo.messaging.operations import suppress
from imbizo.messaging.queries import suppressed
from imbizo.messaging.states import SuppressionReason
from imbizo.outreach.errors import NotNow, NotReady
from imbizo.outreach.models import Call, CallList, Conversation, Entry, Recipient
from imbizo.outreach.operations.calls import (
    add_to_call_list,
    close_call_list,
    make_call_list,
    reopen_call_list,
)
from imbizo.outreach.operations.ringing import let_go, note_try, reopen_call, take, take_next
from imbizo.outreach.queries.calls import numbers, people_to_ring, progress
from imbizo.outreach.queries.of_person import calls_to_make
from imbizo.outreach.rules.ringing import next_try
from imbizo.outreach.states import Outcome
from imbizo.programmes.models import Membership
from tests.cast import Cast, member_in, signed_in
from tests.outreach.letters import NUMBER, OTHER, question, with_number

CAPE, DAY = ZoneInfo("Africa/Johannesburg"), (time(7), time(20))


def a_list(by: Membership, *people: Actor, **fields: object) -> CallList:
    return make_call_list(name="Ward 3", actors=people, by=by, **fields).call_list  # type: ignore[arg-type]


def ringing(cast: Cast, *people: Actor, **fields: object) -> Call:
    """The first call of a new list, taken by Amina."""
    taken = take_next(call_list=a_list(cast.amina, *people, **fields), by=cast.amina)
    assert taken is not None
    return taken


def standing(call: Call) -> tuple[str, int]:
    call.refresh_from_db()
    return call.state, call.tries_count


# Making


def test_a_list_holds_those_who_may_be_rung_and_counts_the_others(cast: Cast) -> None:
    nomsa, silent = with_number(cast.amina), with_number(cast.amina, "Zola", OTHER)
    in_person = handle_in_person(
        actor=with_number(cast.amina, "Ayo", "+27601110000"), reason="fear", by=cast.amina
    )
    suppress(programme=cast.programme, addresses=[("sms", OTHER)], reason=SuppressionReason.STOP, by=None)
    made = make_call_list(name="Ward 3", actors=[nomsa, silent, in_person], by=cast.amina)
    left_out = (made.sorted_out.stopped, made.sorted_out.in_person, made.sorted_out.no_number)
    assert (made.put, left_out) == (1, (1, 1, 0))


def test_a_list_of_nobody_is_refused(cast: Cast) -> None:
    with pytest.raises(NotReady):
        make_call_list(name="Ward 3", actors=[], by=cast.amina)


def test_making_the_same_list_twice_makes_one(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    first = a_list(cast.amina, nomsa)
    again = make_call_list(name="Ward 3", actors=[nomsa], by=cast.amina, id=first.pk)
    assert (again.call_list, again.put, CallList.objects.count()) == (first, 1, 1)


def test_people_of_another_partner_are_not_put_on_a_list(cast: Cast) -> None:
    hidden, own = with_number(cast.thandi), with_number(cast.amina, "Zola", OTHER)
    made = make_call_list(name="Ward 3", actors=[hidden, own], by=cast.amina)
    assert [call.actor for call in made.call_list.calls.all()] == [own]


def test_adding_people_leaves_those_on_the_list_as_they_are(cast: Cast) -> None:
    nomsa, zola = with_number(cast.amina), with_number(cast.amina, "Zola", OTHER)
    found = a_list(cast.amina, nomsa)
    made = add_to_call_list(call_list=found, actors=[nomsa, zola], by=cast.amina)
    assert (made.put, found.calls.count()) == (1, 2)


def test_a_partner_that_sees_a_list_does_not_change_it(cast: Cast) -> None:
    shared = a_list(cast.amina, with_number(cast.amina), sharing="all")
    with pytest.raises(NotAllowed):
        close_call_list(call_list=shared, by=cast.thandi)


def test_those_who_have_not_answered_a_campaign_can_be_rung(cast: Cast) -> None:
    nomsa, zola = with_number(cast.amina), with_number(cast.amina, "Zola", OTHER)
    campaign = question(cast, nomsa, zola)
    Recipient.objects.filter(actor=zola).update(answered_at=timezone.now())
    assert list(people_to_ring(cast.amina, campaign, "unanswered")) == [nomsa]


# Taking


def test_two_members_never_ring_the_same_person(cast: Cast) -> None:
    found = a_list(cast.amina, with_number(cast.amina), with_number(cast.amina, "Zola", OTHER))
    mine, theirs = take_next(call_list=found, by=cast.amina), take_next(call_list=found, by=cast.bo)
    assert mine is not None
    assert theirs is not None
    assert mine.actor_id != theirs.actor_id


def test_somebody_on_two_lists_is_rung_by_one_member_at_a_time(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    ringing(cast, nomsa)
    assert take_next(call_list=a_list(cast.amina, nomsa), by=cast.bo) is None


def test_asking_for_the_next_person_again_gives_the_same_one(cast: Cast) -> None:
    call = ringing(cast, with_number(cast.amina), with_number(cast.amina, "Zola", OTHER))
    assert take_next(call_list=call.call_list, by=cast.amina) == call


def test_a_call_is_free_again_after_a_quarter_of_an_hour(cast: Cast) -> None:
    call = ringing(cast, with_number(cast.amina))
    Call.objects.update(taken_at=timezone.now() - timedelta(minutes=16))
    assert take(call=call, by=cast.bo).taken_by == cast.bo


def test_a_call_that_another_has_taken_is_refused(cast: Cast) -> None:
    call = ringing(cast, with_number(cast.amina))
    with pytest.raises(NotNow):
        take(call=call, by=cast.bo)


def test_a_call_that_was_let_go_goes_to_the_next_member(cast: Cast) -> None:
    call = ringing(cast, with_number(cast.amina))
    let_go(call=call, by=cast.amina)
    assert take_next(call_list=call.call_list, by=cast.bo) == call


def test_who_asked_us_to_stop_after_the_list_was_made_is_not_rung(cast: Cast) -> None:
    found = a_list(cast.amina, with_number(cast.amina))
    suppress(programme=cast.programme, addresses=[("sms", NUMBER)], reason=SuppressionReason.STOP, by=None)
    assert take_next(call_list=found, by=cast.amina) is None
    assert progress([found])[found.pk].given_up == 1


def test_who_promised_to_ring_at_an_hour_does_not_ring_before(cast: Cast) -> None:
    call = ringing(cast, with_number(cast.amina))
    note_try(call=call, outcome="later", again_at=timezone.now() + timedelta(hours=2), by=cast.amina)
    assert take_next(call_list=call.call_list, by=cast.amina) is None


def test_a_closed_list_rings_nobody_until_it_is_opened_again(cast: Cast) -> None:
    found = a_list(cast.amina, with_number(cast.amina))
    close_call_list(call_list=found, by=cast.amina)
    with pytest.raises(NotNow):
        take(call=found.calls.get(), by=cast.amina)
    reopen_call_list(call_list=found, by=cast.amina)
    assert take_next(call_list=found, by=cast.amina) == found.calls.get()


# What came of it


def test_an_answer_stands_in_the_conversation_and_on_the_campaign(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    campaign = question(cast, nomsa)
    note_try(
        call=ringing(cast, nomsa, campaign=campaign),
        outcome="answered",
        said="We come with two",
        by=cast.amina,
    )
    entry = Entry.objects.get()
    assert (entry.words, entry.kind, entry.campaign, entry.by) == (
        "We come with two",
        "call",
        campaign,
        cast.amina,
    )
    assert Recipient.objects.get().answered_at is not None


def test_answers_by_message_and_by_telephone_meet_in_one_conversation(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    before = Conversation.objects.create(
        programme=cast.programme, owner=cast.convenor, actor=nomsa, channel="sms", address=NUMBER
    )
    note_try(call=ringing(cast, nomsa), outcome="answered", said="Yes", by=cast.amina)
    assert list(Conversation.objects.all()) == [before]


def test_a_person_who_answered_is_done(cast: Cast) -> None:
    call = ringing(cast, with_number(cast.amina))
    note_try(call=call, outcome="answered", by=cast.amina)
    assert standing(call) == ("done", 1)


def test_noting_the_same_attempt_twice_counts_once(cast: Cast) -> None:
    call = ringing(cast, with_number(cast.amina))
    made = note_try(call=call, outcome="busy", by=cast.amina)
    note_try(call=call, outcome="busy", by=cast.amina, id=made.pk)
    assert standing(call) == ("later", 1)


def test_after_five_tries_in_vain_we_give_up(cast: Cast) -> None:
    call = ringing(cast, with_number(cast.amina))
    for _each in range(5):
        note_try(call=call, outcome="no_answer", by=cast.amina)
    assert standing(call) == ("given_up", 5)


def test_nobody_is_tried_again_after_the_last_day_of_the_list(cast: Cast) -> None:
    call = ringing(cast, with_number(cast.amina), ring_until=timezone.localdate())
    note_try(call=call, outcome="voicemail", by=cast.amina)
    assert standing(call) == ("given_up", 1)


def test_a_wrong_number_is_doubted_and_the_other_one_is_tried(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    add_contact(actor=nomsa, channel="phone", raw="021 555 0001", by=cast.amina)
    call, wrong = ringing(cast, nomsa), ContactPoint.objects.get(address=NUMBER)
    note_try(call=call, outcome="wrong", contact=wrong, by=cast.amina)
    wrong.refresh_from_db()
    assert (wrong.state, standing(call)) == ("doubtful", ("to_ring", 1))


def test_a_wrong_number_without_another_ends_the_call(cast: Cast) -> None:
    call, wrong = ringing(cast, with_number(cast.amina)), ContactPoint.objects.get()
    note_try(call=call, outcome="wrong", contact=wrong, by=cast.amina)
    assert standing(call) == ("given_up", 1)


@pytest.mark.parametrize(
    ("stop", "channels"),
    [("nothing", set()), ("calls", {"phone"}), ("all", {"phone", "sms", "whatsapp"})],
)
def test_what_somebody_does_not_want_any_more_ends(cast: Cast, stop: str, channels: set[str]) -> None:
    call, contact = ringing(cast, with_number(cast.amina)), ContactPoint.objects.get()
    note_try(call=call, outcome="refused", contact=contact, stop=stop, by=cast.amina)
    asked = {(channel, NUMBER) for channel in ("phone", "sms", "whatsapp")}
    assert suppressed(programme=cast.programme, addresses=asked) == {(each, NUMBER) for each in channels}


def test_ringing_again_later_needs_a_time(cast: Cast) -> None:
    call = ringing(cast, with_number(cast.amina))
    with pytest.raises(NotReady):
        note_try(call=call, outcome="later", by=cast.amina)
    assert standing(call) == ("to_ring", 0)


def test_a_call_that_is_done_is_not_noted_again(cast: Cast) -> None:
    call = ringing(cast, with_number(cast.amina))
    note_try(call=call, outcome="answered", by=cast.amina)
    with pytest.raises(NotNow):
        note_try(call=call, outcome="busy", by=cast.bo)


def test_a_call_that_is_done_can_be_opened_again(cast: Cast) -> None:
    call = ringing(cast, with_number(cast.amina))
    note_try(call=call, outcome="answered", by=cast.amina)
    reopen_call(call=call, by=cast.bo)
    assert standing(call) == ("to_ring", 1)


def test_an_observer_rings_nobody(cast: Cast) -> None:
    found = a_list(cast.amina, with_number(cast.amina))
    with pytest.raises(NotAllowed):
        take_next(call_list=found, by=member_in(cast, "observer"))


def test_who_answers_for_somebody_else_is_named_where_one_may_know(cast: Cast) -> None:
    church = with_number(cast.amina, "Pastor", OTHER)
    nomsa = with_number(cast.amina, safety={"through": church})
    assert [each.through for each in numbers(nomsa, cast.amina)] == ["Pastor Dube"]


# The hours


@pytest.mark.parametrize(
    ("outcome", "at", "again"),
    [
        ("busy", datetime(2026, 7, 26, 8, 0, tzinfo=UTC), datetime(2026, 7, 26, 8, 20, tzinfo=UTC)),
        ("no_answer", datetime(2026, 7, 26, 8, 0, tzinfo=UTC), datetime(2026, 7, 26, 11, 0, tzinfo=UTC)),
        ("no_answer", datetime(2026, 7, 26, 16, 30, tzinfo=UTC), datetime(2026, 7, 27, 5, 0, tzinfo=UTC)),
        ("voicemail", datetime(2026, 7, 26, 8, 0, tzinfo=UTC), datetime(2026, 7, 27, 8, 0, tzinfo=UTC)),
    ],
)
def test_the_next_try_falls_into_the_day(outcome: str, at: datetime, again: datetime) -> None:
    assert next_try(Outcome(outcome), at, zone=CAPE, daily=DAY) == again


def test_the_page_of_a_person_leads_to_the_calls_that_are_to_be_made(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    call = a_list(cast.amina, nomsa).calls.get()
    close_call_list(call_list=a_list(cast.amina, nomsa), by=cast.amina)
    assert [event.url for event in calls_to_make(nomsa, cast.amina)] == [call.get_absolute_url()]
    assert call.get_absolute_url() in signed_in(cast.amina).get(nomsa.get_absolute_url()).content.decode()


def test_whoever_may_not_see_a_list_reads_nothing_of_it_on_the_page_of_a_person(cast: Cast) -> None:
    nomsa = with_number(cast.amina)
    a_list(cast.amina, nomsa)
    assert list(calls_to_make(nomsa, cast.chandra)) == []
