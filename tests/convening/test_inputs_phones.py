"""Groups and anybody in the hall write from their own phones, by a code, without an account or a cookie."""

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from imbizo.calc import codes
from imbizo.convening.models import Input
from imbizo.convening.operations.inputs import receipt_for
from imbizo.convening.states import GatheringState, Via
from tests.cast import Cast
from tests.convening.saying import CODE, Hall, heard, make_hall, sent

WIDEST = 30_000  # bytes of a public page


def _post(hall: Hall, text: str = "Amanzi", **more: Any) -> Any:
    url = reverse("convening:open-table", args=[hall.table.code])
    return Client(enforce_csrf_checks=True).post(url, sent(text, id=more.pop("id", uuid4()), **more))


def _type_code(code: str) -> Any:
    return Client(enforce_csrf_checks=True).post(reverse("convening:open-table-code"), {"code": code})


def test_a_group_writes_by_the_code_of_its_table_without_any_cookie(cast: Cast) -> None:
    hall = make_hall(cast)
    _post(hall)
    said = Input.objects.get()
    assert (said.text, said.table, said.via, said.entered_by) == ("Amanzi", hall.table, Via.PHONE, None)


def test_the_receipt_stands_on_the_page_and_in_no_address(cast: Cast) -> None:
    page = _post(make_hall(cast))
    receipt = codes.shown(receipt_for(Input.objects.get()))
    assert (page.status_code, receipt in page.content.decode()) == (200, True)


def test_a_group_may_leave_its_table_out(cast: Cast) -> None:
    _post(make_hall(cast), without_table="on")
    said = Input.objects.get()
    assert (said.is_anonymous, said.table) == (True, None)


def test_sent_twice_by_an_impatient_thumb_it_is_kept_once(cast: Cast) -> None:
    hall, id = make_hall(cast), uuid4()
    pages = [_post(hall, id=id).content.decode(), _post(hall, id=id).content.decode()]
    receipt = codes.shown(receipt_for(Input.objects.get()))
    assert [receipt in page for page in pages] == [True, True]


def test_a_code_typed_in_small_letters_with_a_gap_opens_the_table(cast: Cast) -> None:
    hall = make_hall(cast)
    code = hall.table.code.lower()
    answer = _type_code(f" {code[:3]} {code[3:]} ")
    assert answer["Location"] == reverse("convening:open-table", args=[hall.table.code])


def test_the_code_of_the_gathering_opens_the_slip(cast: Cast) -> None:
    make_hall(cast, code=CODE)
    assert _type_code(CODE)["Location"] == reverse("convening:open-slip", args=[CODE])


def test_a_slip_of_the_pen_in_a_code_is_said_so(cast: Cast) -> None:
    code = make_hall(cast).table.code
    wrong = ("A" if code[0] != "A" else "C") + code[1:]
    assert "A letter or digit is wrong" in _type_code(wrong).content.decode()


def _made_up(number: int) -> str:
    from random import Random

    return codes.make(Random(number), codes.GROUP)


def test_whoever_tries_codes_is_shown_out_with_right_ones_too(cast: Cast) -> None:
    hall = make_hall(cast)
    for number in range(61):
        _type_code(_made_up(number))
    assert _type_code(hall.table.code).status_code == 429


def test_slips_of_the_pen_show_nobody_out(cast: Cast) -> None:
    hall = make_hall(cast)
    code = hall.table.code
    for _guess in range(70):
        _type_code(("A" if code[0] != "A" else "C") + code[1:])
    assert _type_code(code).status_code == 302


def test_a_slip_names_nothing(cast: Cast) -> None:
    make_hall(cast, code=CODE)
    Client().post(reverse("convening:open-slip", args=[CODE]), sent("I am afraid", id=uuid4()))
    said = Input.objects.get()
    assert (said.via, said.is_anonymous, said.said_at.minute) == (Via.SLIP, True, 0)


def test_after_closing_the_page_says_so_and_gives_the_words_back(cast: Cast) -> None:
    hall = make_hall(cast, state=GatheringState.HELD)
    page = _post(hall, "What I typed in the last minute")
    shown = page.content.decode()
    assert ["is closed" in shown, "What I typed in the last minute" in shown] == [True, True]
    assert Input.objects.count() == 0


def test_before_it_begins_the_page_says_when_to_come(cast: Cast) -> None:
    hall = make_hall(cast, state=GatheringState.PLANNED)
    page = Client().get(reverse("convening:open-table", args=[hall.table.code]))
    assert "begun yet" in page.content.decode()


def test_a_question_of_another_gathering_is_refused_and_the_words_stay(cast: Cast) -> None:
    hall, other = make_hall(cast), make_hall(cast)
    page = _post(hall, "My words", about=f"question-{other.question.pk}").content.decode()
    assert ["The agenda has changed" in page, "My words" in page, Input.objects.count()] == [True, True, 0]


def test_the_question_is_asked_in_the_readers_language(cast: Cast) -> None:
    hall = make_hall(cast)
    hall.question.texts = {"xh": "Yintoni emele ukutshintsha kuqala?"}
    hall.question.save()
    url = reverse("convening:open-table", args=[hall.table.code])
    page = Client().get(url, headers={"Accept-Language": "xh"})
    assert "Yintoni emele ukutshintsha" in page.content.decode()


def test_the_page_is_light_and_needs_no_script(cast: Cast) -> None:
    hall = make_hall(cast)
    page = Client().get(reverse("convening:open-table", args=[hall.table.code])).content
    assert (len(page) < WIDEST, b"<script" in page) == (True, False)


def test_the_page_costs_few_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    hall = make_hall(cast)
    with django_assert_max_num_queries(9):
        _post(hall, about=f"question-{hall.question.pk}")


def test_an_sms_of_a_gathering_without_words_is_not_taken(cast: Cast) -> None:
    from imbizo.convening.operations.said_by_sms import begins_with_code

    hall = make_hall(cast)
    assert [begins_with_code(f"{hall.table.code} Amanzi"), begins_with_code(hall.table.code)] == [True, False]


def test_what_one_group_wrote_is_not_on_the_page_of_another(cast: Cast) -> None:
    hall = make_hall(cast)
    heard(hall, "Of table one")
    page = Client().get(reverse("convening:open-table", args=[hall.table.code]))
    assert "Of table one" not in page.content.decode()
