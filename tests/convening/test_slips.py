"""Anonymous slips: of whom the room was made, without a trace of who was who."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imbizo.base.errors import Conflict, NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import DeviceItem, Gathering, Slip, SlipCategory
from imbizo.convening.operations.devices import take_in
from imbizo.convening.operations.slips import (
    add_category,
    add_slip,
    change_category,
    restore_category,
    retire_category,
)
from imbizo.convening.queries.slips import Cell, Question, asked_now, slip_counts, without_small_cells
from imbizo.thread.models import AuditEntry
from tests.cast import Cast, signed_in
from tests.convening.at_the_day import a_device, open_gathering, written
from tests.convening.making import make_gathering


@pytest.fixture
def gathering(cast: Cast) -> Gathering:
    return open_gathering(cast)


@pytest.fixture
def category(cast: Cast) -> SlipCategory:
    choices = ["less than a year", "longer"]
    return add_category(label="How long have you lived here?", choices=choices, position=1, by=cast.amina)


def slip(gathering: Gathering, **said: Any) -> bool:
    return add_slip(gathering=gathering, id=uuid.uuid4(), **said)


def counted(gathering: Gathering, key: str) -> dict[str, int | None]:
    question = next(each for each in slip_counts(gathering) if each.key == key)
    return {cell.answer: cell.number for cell in question.cells if cell.number}


def test_prefer_not_to_say_is_an_answer_and_blank_is_another(gathering: Gathering) -> None:
    for sex in ("female", "unsaid", ""):
        slip(gathering, sex=sex)
    assert counted(gathering, "sex") == {"female": 1, "unsaid": 1, "": 1}


def test_a_slip_holds_the_hour_and_nothing_of_who_or_when(cast: Cast, gathering: Gathering) -> None:
    before = AuditEntry.objects.count()
    slip(gathering, sex="male")
    kept = Slip.objects.get()
    assert kept.hour == timezone.now().replace(minute=0, second=0, microsecond=0)
    assert AuditEntry.objects.count() == before
    fields = {field.name for field in Slip._meta.concrete_fields}
    assert fields == {"id", "programme", "gathering", "sex", "age_group", "answers", "hour"}


def test_an_id_that_tells_the_time_is_not_kept(gathering: Gathering) -> None:
    timed = new_id()
    add_slip(gathering=gathering, id=timed, sex="male")
    assert (Slip.objects.get().id.version, Slip.objects.get().id == timed) == (4, False)


def test_a_slip_sent_twice_counts_once(gathering: Gathering) -> None:
    id = uuid.uuid4()
    assert [add_slip(gathering=gathering, id=id, sex="male") for _again in range(2)] == [True, False]
    with pytest.raises(Conflict):
        add_slip(gathering=gathering, id=id, sex="female")


def test_no_slip_is_counted_before_the_day(cast: Cast) -> None:
    with pytest.raises(NotNow):
        slip(make_gathering(cast), sex="male")


def test_a_slip_from_a_device_leaves_no_trace_of_the_device(cast: Cast, gathering: Gathering) -> None:
    device = a_device(cast, gathering).device
    done = take_in(device=device, items=[written("slip", id=uuid.uuid4(), sex="female", age_group="60+")])
    assert [each.outcome for each in done] == ["taken"]
    assert (Slip.objects.get().sex, Slip.objects.get().age_group) == ("female", "60+")
    assert DeviceItem.objects.count() == 0


def test_the_programme_asks_something_of_its_own(gathering: Gathering, category: SlipCategory) -> None:
    slip(gathering, answers={str(category.pk): "longer"})
    slip(gathering, answers={str(category.pk): "unsaid"})
    slip(gathering, answers={str(category.pk): "no such answer", "nonsense": "x"})
    assert counted(gathering, str(category.pk)) == {"longer": 1, "unsaid": 1, "": 1}


def test_what_was_answered_stays_counted_in_the_words_of_then(
    cast: Cast, gathering: Gathering, category: SlipCategory
) -> None:
    slip(gathering, answers={str(category.pk): "longer"})
    words = {"label": "Since when?", "choices": ["this year", "before"], "position": 1}
    change_category(category=category, by=cast.amina, **words)  # type: ignore[arg-type]  # the same three
    assert counted(gathering, str(category.pk)) == {"longer": 1}


def test_a_retired_question_is_asked_no_longer_and_stays_counted(
    cast: Cast, gathering: Gathering, category: SlipCategory
) -> None:
    slip(gathering, answers={str(category.pk): "longer"})
    retire_category(category=category, by=cast.amina)
    assert list(asked_now(cast.programme)) == []
    assert counted(gathering, str(category.pk)) == {"longer": 1}
    restore_category(category=category, by=cast.amina)
    assert list(asked_now(cast.programme)) == [category]


def test_a_question_needs_two_answers(cast: Cast) -> None:
    with pytest.raises(BadAnswer) as refused:
        add_category(label="How long?", choices=["one", " one "], position=1, by=cast.amina)
    assert refused.value.field == "choices"


def test_who_does_not_plan_changes_no_question(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        add_category(label="How long?", choices=["a", "b"], position=1, by=cast.chandra)


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ((9, 7, 0), (9, 7, 0)),
        ((9, 4, 3), (9, None, None)),
        # One alone would follow from the total: the next smallest goes with it.
        ((9, 7, 3), (9, None, None)),
        ((9, 3, 0), (None, None, 0)),
    ],
)
def test_small_numbers_are_hidden_with_what_would_give_them_away(
    numbers: tuple[int, ...], shown: tuple[int | None, ...]
) -> None:
    cells = tuple(Cell(str(at), str(at), number) for at, number in enumerate(numbers))
    hidden = without_small_cells([Question("sex", "Sex", cells, sum(numbers))])[0]
    assert tuple(cell.number for cell in hidden.cells) == shown


def test_a_total_below_five_is_hidden() -> None:
    cells = (Cell("a", "a", 3), Cell("b", "b", 1))
    assert without_small_cells([Question("sex", "Sex", cells, 4)])[0].total is None


# Pages


def page_of(client: Client, name: str, gathering: Gathering) -> str:
    return client.get(reverse(f"convening:{name}", args=["winelands", gathering.pk])).content.decode()


def test_another_partner_sees_no_small_number(cast: Cast) -> None:
    gathering = open_gathering(cast, sharing="all")
    for sex in ["female"] * 6 + ["male"] * 2:
        slip(gathering, sex=sex)
    assert ">2</td>" in page_of(signed_in(cast.bo), "gathering-slips", gathering)
    theirs = page_of(signed_in(cast.thandi), "gathering-slips", gathering)
    assert (">2</td>" in theirs, ">6</td>" in theirs, "not shown" in theirs) == (False, False, True)


def test_slips_are_typed_in_lines(cast: Cast, gathering: Gathering, category: SlipCategory) -> None:
    client = signed_in(cast.bo)
    given = {"form-TOTAL_FORMS": "10", "form-INITIAL_FORMS": "0"}
    for number in range(10):
        given[f"form-{number}-id"] = str(uuid.uuid4())
    given |= {"form-0-sex": "female", f"form-0-category_{category.pk}": "longer", "form-1-is_slip": "on"}
    client.post(reverse("convening:slips-type", args=["winelands", gathering.pk]), given)
    assert sorted(each.sex for each in Slip.objects.all()) == ["", "female"]
    assert counted(gathering, str(category.pk)) == {"longer": 1, "": 1}


def test_a_tablet_shows_one_empty_slip_after_the_other(
    cast: Cast, gathering: Gathering, client: Client
) -> None:
    made = signed_in(cast.bo).post(reverse("convening:slips-link", args=["winelands", gathering.pk]))
    address = re.findall(r"/open/slip/[\w-]+/", made.content.decode())[0]
    answer = client.post(address, {"id": uuid.uuid4(), "sex": "female", "age_group": "60+"}, follow=True)
    assert Slip.objects.get().age_group == "60+"
    assert "Thank you" in answer.content.decode()
    assert "checked" not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_a_guessed_address_opens_no_slip(client: Client, db: None) -> None:
    assert client.get("/open/slip/guessed/").status_code == 404


def test_questions_are_added_changed_and_retired_on_their_page(cast: Cast) -> None:
    client = signed_in(cast.amina)
    given = {"id": new_id(), "label": "How long?", "choices": "a year\nlonger", "position": "1"}
    client.post(reverse("convening:slip-add", args=["winelands"]), given)
    made = SlipCategory.objects.get()
    given["label"] = "Since when?"
    client.post(reverse("convening:slip-category", args=["winelands", made.pk]), given)
    client.post(reverse("convening:slip-retire", args=["winelands", made.pk]))
    made.refresh_from_db()
    assert (made.label, made.choices, made.ended_on) == (
        "Since when?",
        ["a year", "longer"],
        timezone.localdate(),
    )
