"""What is said is put to an institution with a day; it answers without an account, and silence is seen."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from imbizo.actors.models import Actor, Consent
from imbizo.actors.operations import add_actor, add_contact
from imbizo.actors.states import Form
from imbizo.base.errors import Conflict
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import PutTo
from imbizo.convening.operations import putting as operations
from imbizo.convening.states import PutState
from imbizo.messaging.models import Message
from imbizo.thread.models import Link
from imbizo.thread.operations import add_public_links
from tests.cast import Cast, signed_in
from tests.convening.making import keep_no_quiet_hours
from tests.convening.saying import heard, make_hall

ASKED, BY = date(2026, 3, 12), date(2026, 3, 26)


def _municipality(cast: Cast, email: str = "") -> Actor:
    made = add_actor(form=Form.ORGANISATION, name="Witzenberg Municipality", by=cast.amina)
    if email:
        add_contact(actor=made, channel="email", raw=email, by=cast.amina)
    return made


def _put(cast: Cast, institution: Actor | None = None, **more: Any) -> PutTo:
    said = heard(make_hall(cast), "We need a clinic on Saturdays.")
    fields: dict[str, Any] = {"answer_by": BY, "asked_on": ASKED} | more
    return operations.put_to(
        said=said, institution=institution or _municipality(cast), by=cast.amina, **fields
    )


def _page_of(put: PutTo) -> str:
    token = add_public_links([put], purpose="put_to", days=2, by=None)[put.pk]
    return reverse("convening:put-answer", args=[token])


def test_it_waits_for_an_answer_and_hangs_on_the_thread(cast: Cast) -> None:
    put = _put(cast)
    link = Link.objects.get(record_id=put.pk)
    assert (put.state, link.relation, link.source_id) == (PutState.WAITING, "put_to", put.input_id)


def test_it_is_put_to_the_same_institution_once(cast: Cast) -> None:
    put = _put(cast)
    with pytest.raises(Conflict):
        operations.put_to(
            said=put.input, institution=put.institution, answer_by=BY, asked_on=ASKED, by=cast.amina
        )


def test_a_day_that_has_passed_is_refused_at_its_field(cast: Cast) -> None:
    with pytest.raises(BadAnswer) as refused:
        _put(cast, answer_by=ASKED - timedelta(days=1))
    assert refused.value.field == "answer_by"


def test_the_institution_answers_on_its_page_without_an_account(cast: Cast) -> None:
    put = _put(cast)
    client, url = Client(), _page_of(put)
    assert "We need a clinic on Saturdays." in client.get(url).content.decode()
    client.post(url, {"answer": "It opens on Saturdays from May."})
    put.refresh_from_db()
    assert (put.state, put.answer) == (PutState.ANSWERED, "It opens on Saturdays from May.")


def test_the_page_names_neither_table_nor_speaker(cast: Cast) -> None:
    assert "Table 1" not in Client().get(_page_of(_put(cast))).content.decode()


def test_a_second_answer_on_the_page_does_not_overwrite_what_was_told(cast: Cast) -> None:
    put = _put(cast)
    operations.answer(put=put, text="In May.", by=None)
    with pytest.raises(NotNow):
        operations.answer(put=put, text="Never.", by=None)


def test_the_same_answer_twice_is_one(cast: Cast) -> None:
    put = _put(cast)
    answers = [operations.answer(put=put, text="In May.", by=None).answer for _press in range(2)]
    assert answers == ["In May.", "In May."]


def test_a_guessed_link_answers_nothing(cast: Cast) -> None:
    assert Client().get(reverse("convening:put-answer", args=["guessed"])).status_code == 404


def test_taken_back_its_link_is_closed(cast: Cast) -> None:
    put = _put(cast)
    url = _page_of(put)
    operations.take_back_put(put=put, by=cast.amina)
    assert Client().get(url).status_code == 404


def _clock(day: date) -> int:
    return operations.remind_institutions(datetime(day.year, day.month, day.day, 10, tzinfo=UTC))


def test_three_days_before_they_are_reminded_once(cast: Cast) -> None:
    _put(cast)
    assert [_clock(BY - timedelta(days=days)) for days in (4, 3, 2)] == [0, 1, 0]


def test_the_day_after_it_is_overdue(cast: Cast) -> None:
    put = _put(cast)
    _clock(BY)
    on_the_day = PutTo.objects.get(pk=put.pk).state
    _clock(BY + timedelta(days=1))
    put.refresh_from_db()
    assert (on_the_day, put.state) == (PutState.WAITING, PutState.OVERDUE)


def test_an_overdue_one_is_answered_all_the_same(cast: Cast) -> None:
    put = _put(cast)
    _clock(BY + timedelta(days=1))
    assert operations.answer(put=put, text="Late, sorry.", by=None).state == PutState.ANSWERED


def test_with_more_time_it_waits_again(cast: Cast) -> None:
    put = _put(cast)
    _clock(BY + timedelta(days=1))
    later = date(2099, 4, 2)
    assert operations.give_until(put=put, answer_by=later, by=cast.amina).state == PutState.WAITING


def test_the_institution_gets_mail_with_its_link(cast: Cast) -> None:
    keep_no_quiet_hours(cast.programme)
    institution = _municipality(cast, "manager@witzenberg.example.org")
    Consent.objects.create(
        programme=cast.programme, actor=institution, purpose="service", basis="public_task", given_on=ASKED
    )
    link, _is_on_its_way = operations.announce(put=_put(cast, institution), by=cast.amina)
    assert link in Message.objects.get(address="manager@witzenberg.example.org").text


def test_without_an_address_the_link_is_handed_over(cast: Cast) -> None:
    link, is_on_its_way = operations.announce(put=_put(cast), by=cast.amina)
    assert ("/open/answer-to/" in link, is_on_its_way) == (True, False)


def test_it_is_put_on_the_page_and_stands_in_the_list(cast: Cast) -> None:
    hall, client = make_hall(cast), signed_in(cast.amina)
    said, _to = heard(hall, "We need a clinic."), _municipality(cast)
    from imbizo.base.models import new_id

    given = {
        "id": str(new_id()),
        "institution": "Witzenberg Municipality",
        "question": "",
        "answer_by": "2099-03-26",
    }
    client.post(reverse("convening:input-put", args=[cast.programme.slug, said.pk]), given)
    page = client.get(reverse("convening:put-to", args=[cast.programme.slug])).content.decode()
    assert ["We need a clinic." in page, "Witzenberg Municipality" in page] == [True, True]


def test_an_institution_that_nobody_knows_is_said_so(cast: Cast) -> None:
    said = heard(make_hall(cast))
    from imbizo.base.models import new_id

    given = {"id": str(new_id()), "institution": "Ministry of Magic", "answer_by": "2099-03-26"}
    page = signed_in(cast.amina).post(
        reverse("convening:input-put", args=[cast.programme.slug, said.pk]), given
    )
    assert "This name isn&#x27;t in the register" in page.content.decode()


def test_an_answer_by_telephone_is_noted(cast: Cast) -> None:
    put = _put(cast)
    given = {"answer": "They will look at it.", "answered_on": "2026-03-20"}
    signed_in(cast.amina).post(reverse("convening:put-noted", args=[cast.programme.slug, put.pk]), given)
    put.refresh_from_db()
    assert (put.answer, put.answered_on) == ("They will look at it.", date(2026, 3, 20))
