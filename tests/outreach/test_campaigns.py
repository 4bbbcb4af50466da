"""The life of a campaign, from its first draft to the last message."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from imbizo.actors.models import Merge
from imbizo.actors.operations import create_list
from imbizo.actors.operations.merging import merge, undo_merge
from imbizo.base.errors import Conflict, NotAllowed
from imbizo.base.models import new_id
from imbizo.messaging.models import Message
from imbizo.messaging.operations import suppress
from imbizo.messaging.states import MessageState, Reason, SuppressionReason
from imbizo.outreach.errors import BadWording, NeedsSecondEyes, NotNow, NotReady
from imbizo.outreach.models import Campaign, Conversation, OutreachRules, Recipient
from imbizo.outreach.operations.campaigns import (
    approve,
    change,
    copy,
    failed_to_call_list,
    failed_to_email,
    finish_done,
    mark_checked,
    pause,
    prepare,
    preparing,
    resume,
    resume_stalled,
    send_back,
    send_test,
    set_wording,
    start_due,
    stop,
    submit,
    take_back,
    throw_away,
    write,
)
from imbizo.outreach.operations.campaigns.starting import align_all
from imbizo.outreach.queries.progress import progress
from imbizo.outreach.states import CampaignState, Outside
from imbizo.thread.models import Link
from imbizo.thread.states import Relation
from tests.cast import Cast
from tests.outreach.people import campaign, fresh_number, open_all_day, reachable, send_what_waits


@pytest.fixture(autouse=True)
def _any_hour(cast: Cast) -> None:
    open_all_day(cast.programme)


def now_of(made: Campaign) -> Campaign:
    return Campaign.objects.get(pk=made.pk)


def sent(made: Campaign, by: Any) -> Campaign:
    """The campaign, sent in by somebody who may send it alone."""
    return now_of(submit(campaign=made, by=by))


def three(cast: Cast) -> list[Any]:
    return [reachable(cast.amina, given) for given in ("Ayanda", "Bongi", "Chipo")]


# Writing


def test_a_form_sent_twice_makes_one_campaign(cast: Cast) -> None:
    once = new_id()
    first, second = (write(name="A", purpose="service", by=cast.amina, id=once) for _turn in range(2))
    assert first == second
    with pytest.raises(Conflict):
        write(name="B", purpose="service", by=cast.amina, id=once)


def test_those_who_may_not_write_campaigns_do_not(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        write(name="A", purpose="service", by=cast.chandra)


def test_another_partner_changes_nothing(cast: Cast) -> None:
    made = campaign(cast.amina, sharing="all")
    with pytest.raises(NotAllowed):
        set_wording(campaign=made, language="en", text="x", by=cast.thandi)


def test_a_changed_text_is_no_longer_checked(cast: Cast) -> None:
    made = campaign(cast.amina)
    mark_checked(wording=made.wordings.get(), speaker="Nomsa Dlamini", by=cast.amina)
    before = made.wordings.get().checked_by
    set_wording(campaign=made, language="en", text="Ubambano: other", by=cast.amina)
    assert (before, made.wordings.get().checked_by, made.wordings.get().checked_on) == (
        "Nomsa Dlamini",
        "",
        None,
    )


def test_an_emptied_text_takes_its_language_away(cast: Cast) -> None:
    made = campaign(cast.amina)
    assert set_wording(campaign=made, language="en", text=" ", by=cast.amina) is None
    assert not made.wordings.exists()


def test_a_copy_has_the_same_texts_and_audience(cast: Cast) -> None:
    listed = create_list(name="Ours", by=cast.amina)
    made = campaign(cast.amina, lists=[listed], everybody=False)
    again = copy(campaign=made, name="Tuesday", by=cast.amina)
    assert (again.wordings.get().text, list(again.lists.all()), again.state) == (
        "Ubambano: we meet on Monday.",
        [listed],
        CampaignState.DRAFT,
    )


def test_only_a_draft_is_changed_or_thrown_away(cast: Cast) -> None:
    reachable(cast.amina)
    made = sent(campaign(cast.amina), cast.amina)
    for attempt in (
        lambda: change(campaign=made, changes={"name": "B"}, by=cast.amina),
        lambda: set_wording(campaign=made, language="en", text="x", by=cast.amina),
        lambda: throw_away(campaign=made, by=cast.amina),
    ):
        with pytest.raises(NotNow):
            attempt()


def test_a_draft_is_thrown_away(cast: Cast) -> None:
    throw_away(campaign=campaign(cast.amina), by=cast.amina)
    assert not Campaign.objects.exists()


# A test to oneself


def test_a_test_goes_to_oneself_and_counts_for_nobody(cast: Cast) -> None:
    made = campaign(cast.amina)
    message = send_test(campaign=made, language="en", channel="sms", by=cast.amina, number="060 000 0123")
    assert (message.address, message.text, message.recipient_id) == (
        "+27600000123",
        "Ubambano: we meet on Monday.",
        None,
    )
    assert progress(made).audience == 0


def test_a_test_by_mail_goes_to_the_account(cast: Cast) -> None:
    message = send_test(campaign=campaign(cast.amina), language="en", channel="email", by=cast.amina)
    assert message.address == "amina@example.org"


def test_a_test_to_a_landline_is_refused(cast: Cast) -> None:
    with pytest.raises(BadWording):
        send_test(
            campaign=campaign(cast.amina), language="en", channel="sms", by=cast.amina, number="021 000 0123"
        )


# Sending in


def test_a_small_campaign_leaves_at_once(cast: Cast) -> None:
    three(cast)
    made = sent(campaign(cast.amina), cast.amina)
    assert (made.state, send_what_waits(cast.programme)) == (CampaignState.SENDING, 3)
    finish_done(timezone.now())
    assert (now_of(made).state, progress(made).delivered + progress(made).sent) == (CampaignState.DONE, 3)


def test_what_is_not_ready_is_not_sent(cast: Cast) -> None:
    with pytest.raises(NotReady, match="Nobody is in this audience"):
        submit(campaign=campaign(cast.amina), by=cast.amina)


def test_a_large_campaign_waits_for_a_second_pair_of_eyes(cast: Cast) -> None:
    three(cast)
    OutreachRules.objects.create(programme=cast.programme, approve_above_people=2)
    made = sent(campaign(cast.bo), cast.bo)
    before = made.state
    approve(campaign=made, by=cast.amina)
    assert (before, now_of(made).state, Message.objects.count()) == (
        CampaignState.REVIEW,
        CampaignState.SENDING,
        3,
    )


def test_who_wrote_it_or_sent_it_in_is_not_the_second_pair_of_eyes(cast: Cast) -> None:
    three(cast)
    OutreachRules.objects.create(programme=cast.programme, approve_above_people=2)
    written, sent_in = campaign(cast.amina), campaign(cast.bo)
    for made, by in ((written, cast.bo), (sent_in, cast.amina)):
        submit(campaign=made, by=by)
        with pytest.raises(NeedsSecondEyes):
            approve(campaign=made, by=cast.amina)


def test_those_who_may_not_approve_do_not(cast: Cast) -> None:
    three(cast)
    OutreachRules.objects.create(programme=cast.programme, approve_above_people=2)
    made = sent(campaign(cast.amina), cast.amina)
    with pytest.raises(NotAllowed):
        approve(campaign=made, by=cast.bo)


def test_a_campaign_sent_back_is_a_draft_with_the_reason(cast: Cast) -> None:
    three(cast)
    OutreachRules.objects.create(programme=cast.programme, approve_above_people=2)
    made = sent(campaign(cast.bo), cast.bo)
    send_back(campaign=made, reason="Say where.", by=cast.amina)
    assert (now_of(made).state, now_of(made).sent_back_because) == (CampaignState.DRAFT, "Say where.")


def test_a_campaign_waits_for_its_time(cast: Cast) -> None:
    reachable(cast.amina)
    later = timezone.now() + timedelta(hours=2)
    made = sent(campaign(cast.amina, send_at=later), cast.amina)
    before = (made.state, start_due(timezone.now()))
    assert (before, start_due(later), now_of(made).state) == (
        (CampaignState.SCHEDULED, 0),
        1,
        CampaignState.SENDING,
    )


def test_what_waits_for_its_time_can_be_taken_back(cast: Cast) -> None:
    reachable(cast.amina)
    made = sent(campaign(cast.amina, send_at=timezone.now() + timedelta(hours=2)), cast.amina)
    take_back(campaign=made, by=cast.amina)
    assert (now_of(made).state, start_due(timezone.now() + timedelta(days=1))) == (CampaignState.DRAFT, 0)


def test_an_audience_that_grew_too_large_meanwhile_is_held_back(cast: Cast) -> None:
    OutreachRules.objects.create(programme=cast.programme, approve_above_people=2)
    reachable(cast.amina)
    later = timezone.now() + timedelta(hours=2)
    made = sent(campaign(cast.amina, send_at=later), cast.amina)
    three(cast)
    start_due(later)
    assert (now_of(made).state, Message.objects.count()) == (CampaignState.REVIEW, 0)


# Preparing


@pytest.fixture
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "CHUNK", 1)


def begun(cast: Cast) -> Campaign:
    """A campaign whose time has come, and of which no worker has heard yet."""
    made = campaign(cast.amina)
    Campaign.objects.filter(pk=made.pk).update(state=CampaignState.PREPARING, started_at=timezone.now())
    return made


def killed_at(monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    """Let preparing die in the given chunk, as when the worker is killed there."""
    done: list[int] = []
    whole = preparing._tie

    def dies(*arguments: Any) -> None:
        done.append(1)
        if len(done) == chunk:
            raise KeyboardInterrupt
        whole(*arguments)

    monkeypatch.setattr(preparing, "_tie", dies)


def test_preparing_that_was_killed_goes_on_and_writes_to_nobody_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, one_at_a_time: None
) -> None:
    three(cast)
    made = begun(cast)
    killed_at(monkeypatch, 2)
    with pytest.raises(KeyboardInterrupt):
        prepare(id=made.pk)
    assert Message.objects.count() == 1
    resume_stalled(timezone.now() + timedelta(minutes=5))
    assert (Message.objects.count(), Recipient.objects.count(), now_of(made).state) == (
        3,
        3,
        CampaignState.SENDING,
    )


def test_preparing_twice_changes_nothing(cast: Cast) -> None:
    three(cast)
    made = sent(campaign(cast.amina), cast.amina)
    prepare(id=made.pk)
    assert Message.objects.count() == 3


def test_a_campaign_paused_while_it_is_prepared_stops_there_and_goes_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, one_at_a_time: None
) -> None:
    three(cast)
    made = campaign(cast.amina)
    whole = preparing._tie

    def then_pause(made_by: Campaign, messages: Any) -> None:
        whole(made_by, messages)
        Campaign.objects.filter(pk=made_by.pk).update(state=CampaignState.PAUSED)

    monkeypatch.setattr(preparing, "_tie", then_pause)
    submit(campaign=made, by=cast.amina)
    monkeypatch.setattr(preparing, "_tie", whole)
    align_all(timezone.now())
    before = (progress(made).paused, now_of(made).state)
    resume(campaign=made, by=cast.amina)
    assert (before, progress(made).waiting) == ((1, CampaignState.PAUSED), 3)


# On its way


def test_pausing_holds_back_and_going_on_lets_go(cast: Cast) -> None:
    three(cast)
    made = sent(campaign(cast.amina), cast.amina)
    pause(campaign=made, by=cast.amina)
    before = send_what_waits(cast.programme)
    resume(campaign=made, by=cast.amina)
    assert (before, send_what_waits(cast.programme)) == (0, 3)


def test_stopping_ends_what_has_not_left(cast: Cast) -> None:
    three(cast)
    made = sent(campaign(cast.amina), cast.amina)
    stop(campaign=made, by=cast.amina)
    assert (send_what_waits(cast.programme), progress(made).stopped) == (0, 3)
    with pytest.raises(NotNow):
        resume(campaign=made, by=cast.amina)


def test_what_comes_back_after_a_pause_is_held_back_too(cast: Cast) -> None:
    reachable(cast.amina)
    made = sent(campaign(cast.amina), cast.amina)
    pause(campaign=made, by=cast.amina)
    Message.objects.update(state=MessageState.WAITING)
    align_all(timezone.now())
    assert progress(made).paused == 1


def test_a_stop_that_arrives_while_a_campaign_runs_takes_effect_inside_it(cast: Cast) -> None:
    reachable(cast.amina, "Ayanda", number="+27600000123")
    reachable(cast.amina, "Bongi")
    made = sent(campaign(cast.amina), cast.amina)
    suppress(
        programme=cast.programme, addresses=[("sms", "+27600000123")], reason=SuppressionReason.STOP, by=None
    )
    sent_now = send_what_waits(cast.programme)
    assert (sent_now, [why.value for why in progress(made).refused_by]) == (1, [Reason.SUPPRESSED])


def test_outside_the_hours_it_is_held_and_says_until_when(cast: Cast) -> None:
    reachable(cast.amina)
    made = sent(campaign(cast.amina), cast.amina)
    morning = timezone.now() + timedelta(hours=10)
    Message.objects.update(not_before=morning)
    found = progress(made)
    assert (found.waiting, found.held, found.held_until) == (1, 1, morning)


def test_left_out_people_are_recorded_with_the_reason(cast: Cast) -> None:
    reachable(cast.amina, "Ayanda")
    reachable(cast.amina, "Bongi", handle_in_person=True)
    made = sent(campaign(cast.amina), cast.amina)
    assert [(why.value, why.count) for why in progress(made).left_out] == [(Outside.IN_PERSON, 1)]


def test_that_a_protected_person_answered_is_told_to_nobody(cast: Cast) -> None:
    answering, protected = (reachable(cast.amina, given) for given in ("Ayanda", "Bongi"))
    made = sent(campaign(cast.amina), cast.amina)
    Recipient.objects.update(answered_at=timezone.now())
    for actor, is_protected in ((answering, False), (protected, True)):
        talk = Conversation.objects.create(
            programme=cast.programme,
            owner=cast.convenor,
            actor=actor,
            channel="sms",
            address="",
            is_protected=is_protected,
        )
        talk.entries.create(programme=cast.programme, kind="call", text="Yes", campaign=made)
    assert progress(made).answered == 1


def test_messages_and_lists_hang_on_the_campaigns_thread(cast: Cast) -> None:
    reachable(cast.amina)
    listed = create_list(name="All", by=cast.amina, conditions={"q": "Moyo"})
    made = sent(campaign(cast.amina, lists=[listed], everybody=False), cast.amina)
    ends = set(Link.objects.values_list("record_id", "source_id", "relation"))
    message = Message.objects.get()
    assert ends == {
        (message.pk, made.pk, Relation.DELIVERS),
        (made.pk, listed.pk, Relation.INFORMS),
    }


# Whom SMS didn't reach


def failed(cast: Cast, **fields: Any) -> Campaign:
    reachable(cast.amina, number=fresh_number(), **fields)
    made = sent(campaign(cast.amina), cast.amina)
    Message.objects.update(state=MessageState.FAILED, reason=Reason.ABSENT)
    return made


def test_failed_by_sms_goes_by_email_in_one_press_and_only_once(cast: Cast) -> None:
    made = failed(cast, email="t@example.org")
    assert failed_to_email(campaign=made, by=cast.amina) == 1
    with pytest.raises(NotReady):
        failed_to_email(campaign=made, by=cast.amina)
    states = {message.channel: message.state for message in Message.objects.all()}
    assert states == {"sms": MessageState.FAILED, "email": MessageState.WAITING}
    assert (progress(made).waiting, progress(made).failed) == (1, 0)


def test_failed_by_sms_without_an_address_is_said(cast: Cast) -> None:
    with pytest.raises(NotReady):
        failed_to_email(campaign=failed(cast), by=cast.amina)


def test_failed_by_sms_becomes_a_call_list_in_one_press(cast: Cast) -> None:
    made = failed(cast)
    made_list = failed_to_call_list(campaign=made, by=cast.amina)
    assert (made_list.campaign, made_list.calls.count()) == (made, 1)


# Two that are one


def test_two_recipients_that_are_one_person_are_merged_and_taken_apart(cast: Cast) -> None:
    kept, gone = reachable(cast.amina, "Tendai"), reachable(cast.amina, "T.")
    made = sent(campaign(cast.amina), cast.amina)
    merge(survivor=kept, absorbed=gone, by=cast.amina)
    assert Recipient.objects.filter(campaign=made).count() == 2
    undo_merge(merge=Merge.objects.get(), by=cast.amina)
    assert set(Recipient.objects.values_list("actor_id", flat=True)) == {kept.pk, gone.pk}


def test_a_survivor_who_has_a_recipient_already_gets_no_second_message(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, one_at_a_time: None
) -> None:
    first, last = sorted(
        (reachable(cast.amina, "Tendai"), reachable(cast.amina, "T.")), key=lambda each: each.pk
    )
    made = begun(cast)
    killed_at(monkeypatch, 2)
    with pytest.raises(KeyboardInterrupt):
        prepare(id=made.pk)
    merge(survivor=last, absorbed=first, by=cast.amina)
    prepare(id=made.pk)
    assert (Message.objects.count(), list(Recipient.objects.values_list("actor_id", flat=True))) == (
        1,
        [last.pk],
    )
