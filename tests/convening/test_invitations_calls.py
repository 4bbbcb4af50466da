"""Ringing the invited, and campaigns that ask something at the same time."""

from datetime import timedelta
from typing import Any

import pytest

from imbizo.actors.models import Actor
from imbizo.convening.models import Invitation
from imbizo.convening.operations import invitations as operations
from imbizo.convening.operations.invitations.calling import ring
from imbizo.convening.queries.told import to_be_told
from imbizo.convening.states import AnswerWay, InvitationState
from imbizo.outreach.models import Call, Entry, Recipient
from imbizo.outreach.operations.ringing import note_try
from imbizo.outreach.queries.asked import asked_by_call
from imbizo.outreach.states import Outcome
from tests.cast import Cast, member_in, signed_in
from tests.convening.inviting import invited, last_text, latest, person, to_come, writes
from tests.convening.test_invitation_pages import url
from tests.outreach.letters import question

YES: dict[str, Any] = {"outcome": Outcome.ANSWERED, "answer": "yes"}


def test_those_ticked_become_a_call_list(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast))
    ticked = {"action": "ring", "selected": [str(invitation.pk)]}
    page = signed_in(cast.amina).post(url("invitations-do", invitation.gathering), ticked, follow=True)
    assert page.context["call_list"].name == "Ring about Workshop in Ceres"
    assert [call.actor for call in Call.objects.all()] == [invitation.actor]


def test_a_yes_on_the_telephone_is_the_answer(cast: Cast) -> None:
    invitation, call = _rung(cast)
    note_try(call=call, by=cast.amina, **YES)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.answered_via) == (InvitationState.ACCEPTED, AnswerWay.PHONE)
    assert latest(invitation).by == cast.amina


def test_the_same_call_noted_twice_is_one_answer(cast: Cast) -> None:
    invitation, call = _rung(cast)
    made = note_try(call=call, by=cast.amina, **YES)
    note_try(call=call, by=cast.amina, id=made.pk, **YES)
    assert invitation.answers.count() == 1


def test_who_could_not_be_reached_has_not_answered(cast: Cast) -> None:
    invitation, call = _rung(cast)
    note_try(call=call, by=cast.amina, outcome=Outcome.NO_ANSWER, answer="yes")
    assert invitation.answers.count() == 0


def test_their_words_stay_in_the_conversation(cast: Cast) -> None:
    invitation, call = _rung(cast)
    note_try(call=call, by=cast.amina, said="Only if my sister comes along", **YES)
    assert Entry.objects.get().text == "Only if my sister comes along"
    assert latest(invitation).words == ""


def test_who_was_told_on_the_telephone_hears_of_another_hour(cast: Cast) -> None:
    invitation, call = _rung(cast)
    note_try(call=call, by=cast.amina, **YES)
    gathering = invitation.gathering
    assert gathering.starts_at
    gathering.starts_at += timedelta(hours=1)
    gathering.save()
    assert to_be_told(gathering) == [invitation]


def test_the_page_asks_whether_they_come(cast: Cast) -> None:
    _invitation, call = _rung(cast)
    page = signed_in(cast.amina).post(f"/p/winelands/messages/calls/{call.call_list_id}/next/", follow=True)
    labels = [label for _value, label in page.context["form"].fields["answer"].choices]
    assert labels == ["They come", "They can't come", "Perhaps", "Somebody else comes instead"]


def test_who_may_not_write_to_the_invited_is_not_offered_it(cast: Cast) -> None:
    _invitation, call = _rung(cast)
    assert asked_by_call(call, member_in(cast, "observer")) is None


def test_beside_a_campaign_that_asks_something_the_system_asks_which(cast: Cast) -> None:
    thandi, invitation = _asked_twice(cast)
    writes(cast, thandi, "Yes")
    assert "1: Workshop in Ceres" in last_text(invitation)
    assert "2: Is there water?" in last_text(invitation)
    writes(cast, thandi, "1")
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.ACCEPTED
    assert Recipient.objects.get().answered_at is None


def test_the_campaign_may_be_meant(cast: Cast) -> None:
    thandi, invitation = _asked_twice(cast)
    writes(cast, thandi, "Yes")
    writes(cast, thandi, "2")
    said = Entry.objects.exclude(campaign=None).get()
    invitation.refresh_from_db()
    assert (said.inbound and said.inbound.text, invitation.state) == ("Yes", InvitationState.INVITED)
    assert Recipient.objects.get().answered_at is not None


def test_a_long_answer_to_the_campaign_goes_to_it_alone(cast: Cast) -> None:
    thandi, invitation = _asked_twice(cast)
    writes(cast, thandi, "The tap in our street has been dry since Tuesday")
    assert invitation.answers.count() == 0
    assert Recipient.objects.get().answered_at is not None


@pytest.mark.parametrize("said", ["no", "perhaps"])
def test_other_answers_count_too(cast: Cast, said: str) -> None:
    invitation, call = _rung(cast)
    note_try(call=call, by=cast.amina, outcome=Outcome.ANSWERED, answer=said)
    assert latest(invitation).said == said


def test_somebody_who_was_not_invited_yet_is_by_the_call(cast: Cast) -> None:
    gathering = to_come(cast)
    operations.put_on_list(gathering=gathering, actors=[person(cast)], by=cast.amina)
    made = ring(gathering=gathering, invitations=list(gathering.invitations.all()), by=cast.amina)
    note_try(call=made.calls.get(), by=cast.amina, **YES)
    assert gathering.invitations.get().state == InvitationState.ACCEPTED


def _rung(cast: Cast) -> tuple[Invitation, Call]:
    """Somebody who hasn't answered, on a call list for the gathering."""
    (invitation,) = invited(cast, to_come(cast), person(cast))
    made = ring(gathering=invitation.gathering, invitations=[invitation], by=cast.amina)
    return invitation, made.calls.get()


def _asked_twice(cast: Cast) -> tuple[Actor, Invitation]:
    """Somebody with an open invitation, whom a campaign asks about water."""
    thandi = person(cast)
    (invitation,) = invited(cast, to_come(cast), thandi)
    question(cast, thandi, asks="Is there water?")
    return thandi, invitation
