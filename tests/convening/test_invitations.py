"""Inviting: onto the list, out by message, reminded, told of late news, withdrawn."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from imbizo.actors.models import Actor, ContactPoint
from imbizo.base.errors import NotAllowed
from imbizo.convening.errors import BadAnswer, NotReady, Untold
from imbizo.convening.models import FirstToTell, Gathering, Invitation, NoticeRun, Telling
from imbizo.convening.operations import gatherings
from imbizo.convening.operations import invitations as operations
from imbizo.convening.operations.invitations.inviting import _send_chunk
from imbizo.convening.queries import told
from imbizo.convening.states import InvitationState, NoticeKind, Office, TellingState
from imbizo.messaging.models import Message
from imbizo.places.models import Place
from tests.cast import Cast, signed_in
from tests.convening.inviting import invited, last_text, person, says, to_come
from tests.convening.making import make_list
from tests.convening.test_invitation_pages import url


def test_a_list_comes_onto_the_list_once(cast: Cast) -> None:
    gathering, people = to_come(cast), make_list(cast, person(cast), person(cast, "Sipho Ndlovu"))
    assert operations.put_list(gathering=gathering, actor_list=people, by=cast.amina) == 2
    assert operations.put_list(gathering=gathering, actor_list=people, by=cast.amina) == 0


def test_only_the_convening_partner_puts_people_on_it(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        operations.put_on_list(gathering=to_come(cast), actors=[person(cast)], by=cast.thandi)


def test_an_invitation_says_who_when_and_until_when(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast))
    assert invitation.state == InvitationState.INVITED
    assert "Thandi, you are invited to Workshop in Ceres" in last_text(invitation)


def test_people_are_written_to_in_their_language(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast, language="xh"))
    assert "uyamenywa" in last_text(invitation)


def test_nobody_is_invited_without_a_deadline(cast: Cast) -> None:
    gathering = to_come(cast, answer_by=None)
    operations.put_on_list(gathering=gathering, actors=[person(cast)], by=cast.amina)
    with pytest.raises(NotReady, match="until when"):
        operations.invite(gathering=gathering, by=cast.amina)


def test_those_who_must_be_told_come_first_unless_a_reason_is_given(cast: Cast) -> None:
    gathering = _with_mayor(cast)
    with pytest.raises(Untold):
        operations.invite(gathering=gathering, by=cast.amina)
    operations.invite(gathering=gathering, because="The mayor is abroad", by=cast.amina)
    gathering.refresh_from_db()
    assert (gathering.untold_because, gathering.untold_by) == ("The mayor is abroad", cast.amina)


def test_once_they_are_told_no_reason_is_asked(cast: Cast) -> None:
    gathering = _with_mayor(cast)
    first = FirstToTell.objects.get()
    Telling.objects.create(
        programme=cast.programme, gathering=gathering, first=first, state=TellingState.TOLD
    )
    assert operations.invite(gathering=gathering, by=cast.amina).kind == NoticeKind.INVITATION


def test_a_number_that_others_read_gets_neither_content_nor_link(cast: Cast) -> None:
    actor = person(cast)
    ContactPoint.objects.filter(actor=actor).update(is_unsafe=True)
    (invitation,) = invited(cast, to_come(cast), actor)
    message = Message.objects.get(recipient_id=actor.pk)
    assert (message.is_neutral, "http" in message.text, "Workshop" in message.text) == (True, False, False)
    assert invitation.told == {}


def test_somebody_without_a_number_stays_to_be_invited_otherwise(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast, email=""))
    assert invitation.state == InvitationState.READY


def test_a_run_that_was_broken_off_goes_on_and_writes_to_nobody_twice(cast: Cast) -> None:
    gathering = to_come(cast)
    invited(cast, gathering, *[person(cast, f"Person {letter}") for letter in "ABC"])
    run = NoticeRun.objects.get()
    # As a worker leaves it that is killed before the chunk was marked as done.
    NoticeRun.objects.update(done=0)
    _send_chunk(run.pk)
    assert Message.objects.filter(source_id=gathering.pk).count() == 3


def test_the_form_sent_twice_sends_once(cast: Cast) -> None:
    gathering = to_come(cast)
    operations.put_on_list(gathering=gathering, actors=[person(cast)], by=cast.amina)
    run = operations.invite(gathering=gathering, by=cast.amina)
    assert operations.invite(gathering=gathering, id=run.pk, by=cast.amina) == run


def test_only_those_who_have_not_answered_are_reminded(cast: Cast) -> None:
    gathering = to_come(cast)
    answered, silent = invited(cast, gathering, person(cast), person(cast, "Sipho Ndlovu"))
    says(answered)
    run = operations.remind(gathering=gathering, by=cast.amina, now=_tomorrow())
    assert run.to == [str(silent.pk)]


def test_nobody_is_reminded_more_than_twice(cast: Cast) -> None:
    gathering = to_come(cast)
    invited(cast, gathering, person(cast))
    for day in (1, 2):
        operations.remind(gathering=gathering, by=cast.amina, now=timezone.now() + timedelta(days=day))
    with pytest.raises(NotReady):
        operations.remind(gathering=gathering, by=cast.amina, now=timezone.now() + timedelta(days=3))


def test_nobody_is_reminded_of_a_deadline_that_there_is_not(cast: Cast) -> None:
    gathering = to_come(cast)
    invited(cast, gathering, person(cast))
    Gathering.objects.update(answer_by=None)
    with pytest.raises(NotReady, match="until when"):
        operations.remind(gathering=gathering, by=cast.amina, now=_tomorrow())


def test_the_clock_reminds_once_before_the_deadline(cast: Cast) -> None:
    gathering = to_come(cast, remind_days=3)
    invited(cast, gathering, person(cast))
    assert operations.remind_due(_tomorrow()) == 0
    assert gathering.answer_by
    assert operations.remind_due(gathering.answer_by - timedelta(days=2)) == 1
    assert operations.remind_due(gathering.answer_by - timedelta(days=1)) == 0


def test_another_date_reaches_exactly_those_who_may_still_come(cast: Cast) -> None:
    gathering = to_come(cast)
    comes, silent, refused = invited(
        cast, gathering, person(cast), person(cast, "Sipho Ndlovu"), person(cast, "Lerato Khumalo")
    )
    says(comes)
    says(refused, "no")
    assert gathering.starts_at
    assert gathering.ends_at
    day = timedelta(days=1)
    gatherings.move(
        gathering=gathering,
        starts_at=gathering.starts_at + day,
        ends_at=gathering.ends_at + day,
        by=cast.amina,
    )
    run = operations.tell_news(gathering=gathering, by=cast.amina)
    assert set(run.to) == {str(comes.pk), str(silent.pk)}
    gathering.refresh_from_db()
    assert told.to_be_told(gathering) == []


def test_news_that_is_none_is_told_to_nobody(cast: Cast) -> None:
    gathering = to_come(cast)
    invited(cast, gathering, person(cast))
    with pytest.raises(NotReady, match="Everybody knows"):
        operations.tell_news(gathering=gathering, by=cast.amina)


def test_whoever_gets_only_neutral_words_is_not_written_to_again_but_rung(cast: Cast) -> None:
    invitation = _moved_by_a_day(cast, person(cast))
    ContactPoint.objects.filter(actor=invitation.actor_id).update(is_unsafe=True)
    form = signed_in(cast.amina).get(url("invitations-news", invitation.gathering)).content.decode()
    assert "is now" in form
    operations.tell_news(gathering=invitation.gathering, by=cast.amina)
    assert told.to_be_rung(invitation.gathering) == [invitation]
    with pytest.raises(NotReady, match="ring them"):
        operations.tell_news(gathering=invitation.gathering, by=cast.amina)
    page = signed_in(cast.amina).get(url("invitations", invitation.gathering)).content.decode()
    assert "no message can tell them" in page


def test_whoever_was_rung_knows(cast: Cast) -> None:
    invitation = _moved_by_a_day(cast, person(cast))
    ContactPoint.objects.filter(actor=invitation.actor_id).update(is_unsafe=True)
    operations.tell_news(gathering=invitation.gathering, by=cast.amina)
    operations.note_answer(invitation=invitation, said="yes", via="phone", by=cast.amina)
    assert told.to_be_rung(invitation.gathering) == []


def test_two_presses_at_once_tell_the_news_once(cast: Cast) -> None:
    invitation = _moved_by_a_day(cast, person(cast))
    run = operations.tell_news(gathering=invitation.gathering, by=cast.amina)
    other = NoticeRun.objects.create(
        programme=cast.programme, gathering=invitation.gathering, kind="news", to=run.to
    )
    before = Message.objects.count()
    operations.send_notices(id=other.pk)
    assert Message.objects.count() == before


def test_calling_off_is_told_with_a_cancellation_for_calendars(cast: Cast) -> None:
    gathering = to_come(cast)
    (invitation,) = invited(cast, gathering, person(cast, email="thandi@example.org"))
    gatherings.call_off(gathering=gathering, because="Too tense", by=cast.amina)
    operations.tell_news(gathering=gathering, by=cast.amina)
    message = Message.objects.filter(recipient_id=invitation.actor_id).order_by("-created_at")[0]
    assert "METHOD:CANCEL" in message.calendar
    assert "SEQUENCE:1" in message.calendar


def test_mail_carries_a_request_for_calendars(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast, email="thandi@example.org"))
    part = Message.objects.get(recipient_id=invitation.actor_id).calendar
    lines = part.replace("\r\n ", "").splitlines()
    assert {"METHOD:REQUEST", "SEQUENCE:0", f"UID:{invitation.gathering.uid}"} <= set(lines)


def test_withdrawing_needs_a_reason_and_tells_those_who_knew(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast))
    args: dict[str, Any] = {"gathering": invitation.gathering, "invitations": [invitation], "by": cast.amina}
    with pytest.raises(BadAnswer):
        operations.withdraw(because=" ", **args)
    run = operations.withdraw(because="Invited by mistake", **args)
    assert run is not None
    assert "take back your invitation" in last_text(invitation)


def test_what_was_delivered_is_noted(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast))
    Message.objects.update(state="delivered")
    operations.note_delivered(timezone.now())
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.DELIVERED


def test_capacity_lowered_throws_nobody_out(cast: Cast) -> None:
    gathering = to_come(cast, capacity=2)
    for each in invited(cast, gathering, person(cast), person(cast, "Sipho Ndlovu")):
        says(each)
    Gathering.objects.update(capacity=1)
    gathering.refresh_from_db()
    assert operations.over_capacity(gathering).over == 1
    assert Invitation.objects.filter(state=InvitationState.ACCEPTED).count() == 2


def _moved_by_a_day(cast: Cast, who: Actor) -> Invitation:
    """Somebody who was invited, and whose gathering is held a day later by now."""
    (invitation,) = invited(cast, to_come(cast), who)
    gathering = invitation.gathering
    assert gathering.starts_at
    assert gathering.ends_at
    later = [at + timedelta(days=1) for at in (gathering.starts_at, gathering.ends_at)]
    invitation.gathering = gatherings.move(
        gathering=gathering, starts_at=later[0], ends_at=later[1], by=cast.amina
    )
    return invitation


def _with_mayor(cast: Cast) -> Gathering:
    place = Place.objects.create(kind="municipality", name="Witzenberg")
    gathering = to_come(cast, place=place)
    FirstToTell.objects.create(programme=cast.programme, place=place, office=Office.MAYOR)
    operations.put_on_list(gathering=gathering, actors=[person(cast)], by=cast.amina)
    return gathering


def _tomorrow() -> datetime:
    return timezone.now() + timedelta(days=1)
