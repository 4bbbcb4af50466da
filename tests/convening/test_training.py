"""Modules are taught in versions that don't change, and tests before and after are paired by card, never by name."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from imbizo.base.documents.workbooks import as_csv
from imbizo.base.errors import Conflict
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow, NotReady
from imbizo.convening.exports.training import results, sheet_pdf
from imbizo.convening.models import Attendance, Device, KnowledgeQuestion, Module, TaughtModule, TestSheet
from imbizo.convening.operations import modules as writing
from imbizo.convening.operations import training as operations
from imbizo.convening.queries import training as queries
from imbizo.convening.queries.asked_on_devices import asked_on_devices
from imbizo.convening.registry import Sent
from imbizo.convening.rules.sheets import read_line
from imbizo.convening.states import GatheringKind, Via
from imbizo.programmes.states import Sharing
from tests.cast import Cast, signed_in
from tests.convening.at_the_day import card
from tests.convening.making import MARCH, make_gathering
from tests.convening.saying import CODE
from tests.parts.poppler import Poppler

CARDS = [
    card(f"AA{number:02d}") for number in range(20) if all(char not in "258" for char in f"{number:02d}")
]


def _module(cast: Cast, *, is_released: bool = True) -> Module:
    """A module in English and isiXhosa, with two questions of three answers; the second is right, then the first."""
    module = writing.add_module(name="Rights at work", language="en", by=cast.amina)
    for language in ("en", "xh"):
        writing.write_version(module=module, number=1, language=language, content="Rest.", by=cast.amina)
    for text, right in (("How long is a shift?", 1), ("Who pays for boots?", 0)):
        asked = writing.add_question(
            module=module,
            number=1,
            language="en",
            text=text,
            choices=["a", "b", "c"],
            right=right,
            by=cast.amina,
        )
        writing.change_question(
            question=asked,
            language="xh",
            text=f"{text} (xh)",
            choices=["x", "y", "z"],
            right=right,
            by=cast.amina,
        )
    if is_released:
        writing.release(module=module, number=1, by=cast.amina)
    return module


def _taught(cast: Cast, **changes: Any) -> TaughtModule:
    gathering = make_gathering(cast, kind=GatheringKind.TRAINING, code=CODE, **changes)
    return operations.teach(gathering=gathering, module=_module(cast), number=1, by=cast.amina)


def _sheet(cast: Cast, taught: TaughtModule, moment: str, chosen: str, code: str = CARDS[0]) -> TestSheet:
    """A sheet that was typed: "ba" is right in both."""
    asked = list(queries.questions_of(taught))
    answers = {str(each.pk): "abc".index(letter) for each, letter in zip(asked, chosen, strict=True)}
    return operations.take_sheet(
        taught=taught, moment=moment, code=code, answers=answers, via=Via.PAPER, by=cast.amina
    )


def _paired(cast: Cast, count: int, **changes: Any) -> TaughtModule:
    """So many who had one right before and both after."""
    taught = _taught(cast, **changes)
    for code in CARDS[:count]:
        _sheet(cast, taught, "before", "bc", code)
        _sheet(cast, taught, "after", "ba", code)
    return taught


def _posted(taught: TaughtModule, **more: Any) -> dict[str, Any]:
    answers = {f"q-{each.pk}": str(each.right) for each in queries.questions_of(taught)}
    return {"card": CARDS[0], "moment": "before", **answers, **more}


def _test_url(taught: TaughtModule) -> str:
    return reverse("convening:open-test", args=[taught.gathering.code])


def test_a_released_version_does_not_change(cast: Cast) -> None:
    module = _module(cast)
    with pytest.raises(NotNow):
        writing.write_version(module=module, number=1, language="en", content="Else.", by=cast.amina)
    with pytest.raises(NotNow):
        writing.drop_question(question=KnowledgeQuestion.objects.all()[0], by=cast.amina)


def test_a_new_version_begins_with_what_the_last_one_held(cast: Cast) -> None:
    module = _module(cast)
    number = writing.new_version(module=module, by=cast.amina)
    edition = queries.edition(module, number)
    assert edition is not None
    assert (number, edition.languages, len(edition.questions)) == (2, ["en", "xh"], 2)


def test_begun_twice_it_is_one_new_version(cast: Cast) -> None:
    module = _module(cast)
    assert [writing.new_version(module=module, by=cast.amina) for _press in range(2)] == [2, 2]


def test_a_question_that_lacks_a_language_holds_the_release_up(cast: Cast) -> None:
    module = _module(cast, is_released=False)
    writing.write_version(module=module, number=1, language="af", content="Rus.", by=cast.amina)
    with pytest.raises(NotReady):
        writing.release(module=module, number=1, by=cast.amina)


def test_a_question_has_as_many_answers_in_each_language(cast: Cast) -> None:
    _module(cast, is_released=False)
    asked = KnowledgeQuestion.objects.all()[0]
    with pytest.raises(BadAnswer) as refused:
        writing.change_question(
            question=asked, language="xh", text="?", choices=["x", "y"], right=0, by=cast.amina
        )
    assert refused.value.field == "choices"


def test_what_is_not_released_is_not_taught(cast: Cast) -> None:
    gathering = make_gathering(cast, kind=GatheringKind.TRAINING)
    with pytest.raises(NotReady):
        operations.teach(
            gathering=gathering, module=_module(cast, is_released=False), number=1, by=cast.amina
        )


def test_a_phone_answers_while_the_trainer_has_it_open(cast: Cast) -> None:
    taught = _taught(cast)
    operations.open_test(taught=taught, moment="before", by=cast.amina)
    page = Client().post(_test_url(taught), _posted(taught)).content.decode()
    sheet = TestSheet.objects.get()
    assert ("Your answers are kept" in page, sheet.right_count, sheet.asked_count) == (True, 2, 2)


def test_closed_it_takes_nothing(cast: Cast) -> None:
    taught = _taught(cast)
    page = Client().post(_test_url(taught), _posted(taught)).content.decode()
    assert ("No test is open now." in page, TestSheet.objects.count()) == (True, 0)


def test_what_was_begun_before_is_refused_once_after_is_open(cast: Cast) -> None:
    taught = _taught(cast)
    operations.open_test(taught=taught, moment="after", by=cast.amina)
    Client().post(_test_url(taught), _posted(taught, moment="before"))
    assert TestSheet.objects.count() == 0


def test_the_test_is_read_in_the_language_chosen(cast: Cast) -> None:
    taught = _taught(cast)
    operations.open_test(taught=taught, moment="before", by=cast.amina)
    page = Client().get(_test_url(taught), {"language": "xh"}).content.decode()
    assert "1. How long is a shift? (xh)" in page


def test_the_code_of_a_card_leads_to_its_training(cast: Cast) -> None:
    taught = _taught(cast)
    Attendance.objects.create(
        programme=cast.programme, gathering=taught.gathering, code=CARDS[0], named="nameless"
    )
    operations.open_test(taught=taught, moment="before", by=cast.amina)
    answer = Client().post(reverse("convening:open-test-code"), {"code": CARDS[0].lower()})
    assert answer["Location"] == f"{_test_url(taught)}?card={CARDS[0]}"


def test_a_made_up_code_leads_nowhere(cast: Cast) -> None:
    page = Client().post(reverse("convening:open-test-code"), {"code": CARDS[0]}).content.decode()
    assert "No test is open under this code." in page


def test_a_sheet_sent_twice_is_one_and_another_for_the_card_is_refused(cast: Cast) -> None:
    taught = _taught(cast)
    made = [_sheet(cast, taught, "before", "ba").pk for _press in range(2)]
    with pytest.raises(Conflict):
        _sheet(cast, taught, "before", "bb")
    assert (made[0], TestSheet.objects.count()) == (made[1], 1)


def test_a_card_with_a_wrong_character_is_found(cast: Cast) -> None:
    with pytest.raises(BadAnswer) as refused:
        _sheet(cast, _taught(cast), "before", "ba", "AAAAX")
    assert refused.value.field == "card"


@pytest.mark.parametrize(
    ("line", "chosen"),
    [("ba", [1, 0]), ("b a", [1, 0]), ("B - ", [1, None]), ("--", [None, None])],
)
def test_a_line_of_paper_is_read(line: str, chosen: list[int | None]) -> None:
    assert read_line(f" {CARDS[0].lower()} {line}", [3, 3]) == (CARDS[0], chosen)


@pytest.mark.parametrize(
    "line", ["AAAAX ba", f"{CARDS[0]} b", f"{CARDS[0]} bd", f"{CARDS[0]} b1", "", CARDS[0]]
)
def test_a_line_that_cannot_be_right_is_refused(line: str) -> None:
    with pytest.raises(BadAnswer):
        read_line(line, [3, 3])


def test_pairs_are_compared_and_the_others_counted(cast: Cast) -> None:
    taught = _paired(cast, 5)
    _sheet(cast, taught, "before", "cc", CARDS[6])
    found = queries.results(taught, cast.amina)
    assert found.gain is not None
    assert (found.gain.n, found.gain.before, found.gain.after, found.before_alone) == (5, 0.5, 1.0, 1)


def test_each_question_has_its_own_gain(cast: Cast) -> None:
    found = queries.results(_paired(cast, 5), cast.amina)
    assert [each.gain_percent for each in found.questions] == [0, 100]


@pytest.mark.parametrize(("count", "is_hidden"), [(4, True), (5, False)])
def test_other_partners_see_nothing_of_fewer_than_five(cast: Cast, count: int, is_hidden: bool) -> None:
    taught = _paired(cast, count, sharing=Sharing.ALL)
    assert queries.results(taught, cast.thandi).is_hidden == is_hidden


def test_the_file_names_neither_people_nor_cards(cast: Cast) -> None:
    taught = _paired(cast, 5)
    text = b"".join(as_csv(results(taught))).decode("utf-8-sig")
    assert (any(code in text for code in CARDS), text.splitlines()[1]) == (False, "1,1,2,2,b,c,b,a")


def test_the_paper_is_tagged_and_in_its_language(cast: Cast) -> None:
    made, poppler = sheet_pdf(_taught(cast), "xh"), Poppler()
    assert (poppler.info(made)["Tagged"], "How long is a shift? (xh)" in poppler.text(made)) == ("yes", True)


def test_what_a_device_sends_after_closing_is_kept(cast: Cast) -> None:
    taught = _taught(cast)
    answers = {str(each.pk): each.right for each in queries.questions_of(taught)}
    content = {"taught": str(taught.pk), "moment": "before", "card": CARDS[0], "answers": answers}
    sent = Sent(id=new_id(), content=content, at=MARCH)
    operations.take_from_device(taught.gathering, sent)
    assert (TestSheet.objects.get().pk, Device.objects.count()) == (sent.id, 0)


def test_paper_is_typed_line_by_line(cast: Cast) -> None:
    taught, client = _taught(cast), signed_in(cast.amina)
    url = reverse("convening:sheets-type", args=[cast.programme.slug, taught.pk])
    client.post(url, {"moment": "before", "line": f"{CARDS[0]} ba"})
    wrong = client.post(url, {"moment": "before", "line": f"{CARDS[1]} bz"}).content.decode()
    assert (TestSheet.objects.get().right_count, "Question 2 has answers a to c" in wrong) == (2, True)


def test_a_module_is_written_released_and_taught_on_its_pages(cast: Cast) -> None:
    client, here = signed_in(cast.amina), [cast.programme.slug]
    given = {"id": str(new_id()), "name": "First aid", "language": "en", "sharing": "itself", "hours": "2"}
    module = Module.objects.get(
        pk=client.post(reverse("convening:module-add", args=here), given)["Location"].split("/")[-2]
    )
    one = [*here, module.pk, 1]
    client.post(reverse("convening:version-edit", args=[*one, "en"]), {"content": "Stop the bleeding."})
    asked = {"id": str(new_id()), "text": "What first?", "choices": "Look\nRun", "right": "1"}
    client.post(reverse("convening:question-add", args=[*one, "en"]), asked)
    client.post(reverse("convening:version-release", args=one))
    gathering = make_gathering(cast, kind=GatheringKind.TRAINING)
    client.post(reverse("convening:teach", args=[*here, gathering.pk]), {"module": str(module.pk)})
    taught = TaughtModule.objects.get()
    client.post(reverse("convening:test-open", args=[*here, taught.pk]), {"moment": "before"})
    page = client.get(reverse("convening:training", args=[*here, gathering.pk])).content.decode()
    assert ["First aid" in page, "test open: before" in page] == [True, True]


def test_results_stand_on_the_page_with_their_chart(cast: Cast) -> None:
    taught = _paired(cast, 5)
    url = reverse("convening:training", args=[cast.programme.slug, taught.gathering_id])
    page = signed_in(cast.amina).get(url).content.decode()
    assert [
        "5 people answered before and after: from 50% right to 100%." in page,
        'class="chart"' in page,
    ] == [True, True]


def test_a_device_gets_the_questions_without_what_is_right(cast: Cast) -> None:
    taught = _taught(cast)
    (test,) = asked_on_devices(taught.gathering)["tests"]
    assert (test["name"], test["languages"]) == ("Rights at work", ["en", "xh"])
    assert [set(each) for each in test["questions"]] == [{"id", "texts", "choices"}] * 2
