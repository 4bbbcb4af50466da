"""When people have gone: what was decided, who does what by when, and who is asked how it stands."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from imbizo.actors.models import Actor, Consent
from imbizo.actors.operations import add_actor, add_contact
from imbizo.actors.states import Form
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import Action, Decision
from imbizo.convening.operations import actions as operations
from imbizo.convening.operations.decisions import add_decision, change_decision, withdraw_decision
from imbizo.convening.queries import afterwards as queries
from imbizo.convening.states import ActionState, GatheringKind
from imbizo.desk.models import Notification
from imbizo.messaging.models import Message
from imbizo.programmes.states import Sharing
from imbizo.thread.models import Link
from tests.cast import Cast, signed_in
from tests.convening.making import MARCH, keep_no_quiet_hours, make_gathering
from tests.convening.saying import heard, make_hall

BY = date(2026, 3, 26)


def _municipality(cast: Cast) -> Actor:
    """An institution that can be written to about what it took on."""
    keep_no_quiet_hours(cast.programme)
    made = add_actor(form=Form.ORGANISATION, name="Witzenberg Municipality", by=cast.amina)
    add_contact(actor=made, channel="email", raw="manager@witzenberg.example.org", by=cast.amina)
    Consent.objects.create(
        programme=cast.programme, actor=made, purpose="service", basis="public_task", given_on=BY
    )
    return made


def _action(cast: Cast, **more: Any) -> Action:
    fields: dict[str, Any] = {
        "gathering": make_gathering(cast),
        "text": "Fix the lights.",
        "due_on": BY,
    } | more
    return operations.add_action(by=cast.amina, **fields)


def _page_of(action: Action) -> str:
    address, _is_on_its_way = operations.remind(action=action, by=None)
    return address[address.index("/open/") :]


def _clock(day: date) -> int:
    return operations.remind_of_actions(datetime(day.year, day.month, day.day, 10, tzinfo=UTC))


def test_a_decision_hangs_on_what_was_said(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall)
    made = add_decision(gathering=hall.gathering, text="A clinic on Saturdays.", inputs=[said], by=cast.amina)
    assert Link.objects.get(record_id=made.pk).source_id == said.pk


def test_a_decision_sent_twice_is_noted_once(cast: Cast) -> None:
    content: dict[str, Any] = {"gathering": make_gathering(cast), "text": "We meet in May.", "id": new_id()}
    made = [add_decision(**content, by=cast.amina).pk for _press in range(2)]
    assert (made[0], Decision.objects.count()) == (made[1], 1)


def test_an_empty_decision_is_refused_at_its_field(cast: Cast) -> None:
    with pytest.raises(BadAnswer) as refused:
        add_decision(gathering=make_gathering(cast), text="  ", by=cast.amina)
    assert refused.value.field == "text"


def test_a_decision_is_withdrawn_with_a_reason_and_stays_on_record(cast: Cast) -> None:
    gathering = make_gathering(cast)
    made = add_decision(gathering=gathering, text="We meet in May.", by=cast.amina)
    withdraw_decision(decision=made, because="May is harvest.", by=cast.amina)
    assert ([*queries.standing_decisions(gathering)], [*queries.decisions(gathering)]) == ([], [made])


def test_a_session_of_another_gathering_is_refused(cast: Cast) -> None:
    elsewhere = make_hall(cast).item
    made = add_decision(gathering=make_gathering(cast), text="We meet.", by=cast.amina)
    with pytest.raises(BadAnswer) as refused:
        change_decision(decision=made, wanted={"item": elsewhere}, by=cast.amina)
    assert refused.value.field == "item"


def test_an_action_delivers_its_decision(cast: Cast) -> None:
    gathering = make_gathering(cast)
    decided = add_decision(gathering=gathering, text="Lights.", by=cast.amina)
    made = _action(cast, gathering=gathering, decision=decided)
    link = Link.objects.get(record_id=made.pk)
    assert (link.source_id, link.relation) == (decided.pk, "delivers")


def test_an_action_has_one_owner(cast: Cast) -> None:
    with pytest.raises(BadAnswer) as refused:
        _action(cast, member=cast.bo, actor=_municipality(cast))
    assert refused.value.field == "actor"


def test_a_member_hears_of_what_was_given_to_them(cast: Cast) -> None:
    made = _action(cast, member=cast.bo)
    assert Notification.objects.filter(member=cast.bo, subject_id=made.pk).count() == 1


def test_an_institution_gets_a_page_by_mail(cast: Cast) -> None:
    address, is_on_its_way = operations.remind(action=_action(cast, actor=_municipality(cast)), by=cast.amina)
    assert (address in Message.objects.get().text, is_on_its_way) == (True, True)


def test_its_owner_says_on_that_page_that_it_is_done(cast: Cast) -> None:
    made = _action(cast, actor=_municipality(cast))
    Client().post(_page_of(made), {"state": "done", "note": "The lights burn."})
    made.refresh_from_db()
    assert (made.state, made.note, made.done_on is None) == (ActionState.DONE, "The lights burn.", False)


def test_a_guessed_link_to_an_action_opens_nothing(cast: Cast) -> None:
    assert Client().get(reverse("convening:open-action", args=["guessed"])).status_code == 404


def test_what_was_dropped_is_not_asked_of_anybody(cast: Cast) -> None:
    made = _action(cast, actor=_municipality(cast))
    page = _page_of(made)
    operations.stand(action=made, state=ActionState.DROPPED, note="", by=cast.amina)
    assert Client().get(page).status_code == 404
    with pytest.raises(NotNow):
        operations.stand(action=made, state=ActionState.DONE, note="", by=None)


def test_taken_up_again_it_is_done_on_no_day(cast: Cast) -> None:
    made = _action(cast)
    operations.stand(action=made, state=ActionState.DONE, note="", by=cast.amina)
    assert operations.stand(action=made, state=ActionState.OPEN, note="", by=cast.amina).done_on is None


def test_its_owner_is_asked_before_the_day_and_after_it_once_each(cast: Cast) -> None:
    _action(cast, member=cast.bo)
    asked = [_clock(BY + timedelta(days=days)) for days in (-3, -2, -1, 0, 1, 2)]
    assert asked == [0, 1, 0, 0, 1, 0]


def test_the_next_meeting_begins_with_what_is_open_from_the_last(cast: Cast) -> None:
    last = make_gathering(cast, name="Team meeting", kind=GatheringKind.MEETING)
    open_one = _action(cast, gathering=last, text="Book the hall.")
    done = _action(cast, gathering=last, text="Write to all.")
    operations.stand(action=done, state=ActionState.DONE, note="", by=cast.amina)
    following = make_gathering(
        cast, name="Team meeting", kind=GatheringKind.MEETING, starts_at=MARCH + timedelta(days=28)
    )
    assert queries.from_last_time(following, cast.amina) == [open_one]


def test_the_list_shows_mine_and_what_is_late(cast: Cast) -> None:
    _action(cast, member=cast.amina, text="Fix the lights.")
    _action(cast, member=cast.bo, text="Book the hall.", due_on=date(2099, 1, 1))
    client, url = signed_in(cast.amina), reverse("convening:actions", args=[cast.programme.slug])
    pages = [
        client.get(url, {"whose": "mine"}),
        client.get(url, {"state": "late"}),
        client.get(url, {"clear": "1"}),
    ]
    assert ["Book the hall." in page.content.decode() for page in pages] == [False, False, True]


def test_the_list_is_taken_out_as_a_file(cast: Cast) -> None:
    _action(cast, text="=HYPERLINK(1)")
    file = signed_in(cast.amina).get(reverse("convening:actions-file", args=[cast.programme.slug]))
    assert "'=HYPERLINK(1)" in file.getvalue().decode()


def test_a_decision_and_an_action_are_noted_on_their_pages(cast: Cast) -> None:
    gathering, client = make_gathering(cast), signed_in(cast.amina)
    where = [cast.programme.slug, gathering.pk]
    client.post(
        reverse("convening:decision-add", args=where), {"id": str(new_id()), "text": "We meet in May."}
    )
    given = {"id": str(new_id()), "text": "Book the hall.", "member": str(cast.bo.pk), "due_on": "2026-03-26"}
    client.post(reverse("convening:action-add", args=where), given)
    page = client.get(reverse("convening:afterwards", args=where)).content.decode()
    assert ["We meet in May." in page, "Book the hall." in page, "Bo" in page] == [True, True, True]


def test_another_partner_reads_decisions_and_may_change_none(cast: Cast) -> None:
    gathering = make_gathering(cast, sharing=Sharing.ALL)
    made = add_decision(gathering=gathering, text="We meet in May.", by=cast.amina)
    client = signed_in(cast.thandi)
    page = client.get(reverse("convening:afterwards", args=[cast.programme.slug, gathering.pk]))
    edit = client.get(reverse("convening:decision-edit", args=[cast.programme.slug, made.pk]))
    assert ("We meet in May." in page.content.decode(), edit.status_code in {403, 404}) == (True, True)


def test_a_member_of_another_partner_says_how_its_own_action_stands(cast: Cast) -> None:
    made = _action(cast, gathering=make_gathering(cast, sharing=Sharing.ALL), member=cast.thandi)
    url = reverse("convening:action-stand", args=[cast.programme.slug, made.pk])
    signed_in(cast.thandi).post(url, {"state": "done", "note": ""})
    made.refresh_from_db()
    assert made.state == ActionState.DONE


@pytest.mark.parametrize(("sharing", "is_named"), [("itself", False), ("all", True)])
def test_another_partner_reads_who_took_it_on_only_where_they_are_shared(
    cast: Cast, sharing: str, is_named: bool
) -> None:
    zola = add_actor(form=Form.PERSON, name="Zola Ndlovu", by=cast.amina)
    Actor.objects.filter(pk=zola.pk).update(sharing=sharing)
    made = _action(cast, gathering=make_gathering(cast, sharing=Sharing.ALL), actor=zola)
    client, slug = signed_in(cast.thandi), cast.programme.slug
    pages = [reverse("convening:afterwards", args=[slug, made.gathering_id])]
    pages += [reverse(f"convening:{name}", args=[slug]) for name in ("actions", "actions-file")]
    assert ["Zola" in client.get(page).getvalue().decode() for page in pages] == [is_named] * 3
