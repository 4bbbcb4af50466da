"""Invitations and their answers through a real SMPP centre, as an operator has one."""

from collections.abc import Iterator

import pytest

from imbizo.convening.models import Gathering, Invitation
from imbizo.convening.operations import invitations as operations
from imbizo.convening.states import AnswerWay, InvitationState
from imbizo.messaging.models import Gateway, Inbound
from imbizo.outreach.models import Conversation, Entry
from tests.cast import Cast, make_cast
from tests.convening.inviting import latest, person, to_come
from tests.convening.making import keep_no_quiet_hours
from tests.messaging.smpp import OURS, bound, smpp_gateway, until_true
from tests.parts.smpp import Centre

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = "+27600000001"


@pytest.fixture
def by_centre(centre: Centre) -> Iterator[Cast]:
    """The cast, whose programme is bound to the centre and to nothing else."""
    cast = make_cast()
    keep_no_quiet_hours(cast.programme)
    Gateway.objects.filter(programme=cast.programme).delete()
    with bound(smpp_gateway(cast.programme, centre)):
        yield cast


def test_an_invitation_arrives_and_a_yes_takes_a_place(centre: Centre, by_centre: Cast) -> None:
    invitation = _invite(by_centre, centre)
    _hears(centre, "Thandi, you are invited to Workshop in Ceres")
    _say(centre, "Yes")
    invitation.refresh_from_db()
    assert (invitation.state, invitation.answered_via) == (InvitationState.ACCEPTED, AnswerWay.SMS)
    _hears(centre, "a place is yours")


def test_a_no_is_thanked_for(centre: Centre, by_centre: Cast) -> None:
    invitation = _invite(by_centre, centre)
    _say(centre, "No")
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.DECLINED
    _hears(centre, "thank you for telling us")


def test_yes_but_my_colleague_comes_is_read_by_a_person_too(centre: Centre, by_centre: Cast) -> None:
    invitation = _invite(by_centre, centre)
    _say(centre, "Yes but my colleague comes")
    invitation.refresh_from_db()
    assert (invitation.state, latest(invitation).said) == (InvitationState.DECLINED, "colleague")
    assert Conversation.objects.get().is_unread is True


def test_of_two_open_invitations_the_number_that_comes_back_is_meant(centre: Centre, by_centre: Cast) -> None:
    first = _invite(by_centre, centre, name="Ceres")
    second = _invite(by_centre, centre, name="Tulbagh", who=first)
    _say(centre, "Yes")
    _hears(centre, "Which of these do you mean?")
    _say(centre, "2")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (InvitationState.INVITED, InvitationState.ACCEPTED)


def _invite(
    cast: Cast, centre: Centre, *, name: str = "Workshop in Ceres", who: Invitation | None = None
) -> Invitation:
    """Somebody on that phone is invited, and the phone has it."""
    gathering: Gathering = to_come(cast, name=name)
    actor = who.actor if who else person(cast, number=PHONE)
    operations.put_on_list(gathering=gathering, actors=[actor], by=cast.amina)
    operations.invite(gathering=gathering, by=cast.amina)
    _hears(centre, f"invited to {name}")
    return gathering.invitations.get()


def _say(centre: Centre, text: str) -> None:
    """An SMS from the phone, which has become an entry of its conversation."""
    before = Entry.objects.count()
    assert centre.say(PHONE[1:], OURS[1:], text) == [0]
    until_true(lambda: Entry.objects.count() > before, "an entry")
    assert Inbound.objects.filter(text=text).exists()


def _hears(centre: Centre, words: str) -> None:
    """The phone gets a message with these words, in however many parts."""
    until_true(lambda: words in "".join(each.text for each in centre.submits), words)
