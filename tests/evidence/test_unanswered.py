"""What nobody answered: what is listed, and the ways in which it is answered and taken back."""

from typing import Any

import pytest
from django.test import Client

from imbizo.convening.models import Input, PutTo
from imbizo.convening.states import GatheringState, InputState
from imbizo.evidence.errors import NotReady
from imbizo.evidence.models import Theme, Weighed
from imbizo.evidence.operations import themes, weighing
from imbizo.evidence.queries import in_themes
from imbizo.evidence.queries import unanswered as reads
from tests.cast import Cast, signed_in
from tests.convening.making import MARCH, make_person
from tests.evidence.making import make_codebook, make_theme
from tests.evidence.theming import coded, held_in, said_at

pytestmark = pytest.mark.django_db
HERE = "/p/winelands/evidence/unanswered/"


def _answer(client: Client, action: str, said: Input, **more: Any) -> Any:
    given = {"action": action, "selected": [str(said.pk)], "answered": "1", "id": str(said.pk), **more}
    return client.post(HERE + "do/", given, follow=True)


def _undo(client: Client, page: Any) -> None:
    [message] = [each for each in page.context["messages"] if each.extra_tags]
    client.post(message.extra_tags.removeprefix("undo:"))


def test_only_what_was_let_through_at_gatherings_that_are_over_is_listed(cast: Cast) -> None:
    hall = held_in(cast, "Ceres")
    said = said_at(hall)
    said_at(hall, state=InputState.WAITING)
    said_at(held_in(cast, "Paarl", state=GatheringState.OPEN))
    assert list(reads.unanswered(cast.amina)) == [said]


def test_a_theme_by_hand_or_by_code_answers_and_a_withdrawn_one_does_not(cast: Cast) -> None:
    hall = held_in(cast, "Ceres")
    by_hand, by_code, left = said_at(hall), said_at(hall), said_at(hall)
    _book, [code] = make_codebook(cast, "Health")
    coded(by_code, code, cast.amina)
    theme = themes.create_theme(title="Clinics", inputs=[by_hand], codes=[code], by=cast.amina)
    assert list(reads.unanswered(cast.amina)) == [left]
    themes.withdraw_theme(theme=theme, because="Twice.", by=cast.amina)
    assert set(reads.unanswered(cast.amina)) == {by_hand, by_code, left}


def test_what_was_put_to_an_institution_is_answered_until_it_is_taken_back(cast: Cast) -> None:
    said = said_at(held_in(cast, "Ceres"))
    person = make_person(cast, "The Clerk")
    asked = PutTo.objects.create(
        programme=cast.programme, input=said, institution=person, answer_by=MARCH.date()
    )
    assert list(reads.unanswered(cast.amina)) == []
    PutTo.objects.filter(pk=asked.pk).update(state="withdrawn")
    assert list(reads.unanswered(cast.amina)) == [said]


def test_grave_ones_come_first(cast: Cast) -> None:
    hall = held_in(cast, "Ceres")
    said_at(hall, said_at=MARCH)
    grave = said_at(hall)
    weighing.mark_inputs_grave(said=[grave], because="A child was hurt.", by=cast.amina)
    page = signed_in(cast.amina).get(HERE)
    assert (page.context["table"].rows[0], page.context["grave"]) == (grave, 1)


def test_setting_aside_needs_a_reason(cast: Cast) -> None:
    said = said_at(held_in(cast, "Ceres"))
    with pytest.raises(NotReady):
        weighing.set_aside(said=[said], because="", by=cast.amina)


def test_what_is_set_aside_is_listed_with_its_reason_and_can_be_taken_up_again(cast: Cast) -> None:
    said = said_at(held_in(cast, "Ceres"))
    client = signed_in(cast.amina)
    _answer(client, "aside", said, because="A greeting.")
    assert Weighed.objects.get().because == "A greeting."
    assert list(reads.aside(cast.amina)) == [said]
    _answer(client, "again", said)
    assert (list(reads.unanswered(cast.amina)), Weighed.objects.count()) == ([said], 0)


def test_a_grave_sentence_that_was_set_aside_stays_grave_when_it_is_taken_up_again(cast: Cast) -> None:
    said = said_at(held_in(cast, "Ceres"))
    weighing.mark_inputs_grave(said=[said], because="A child was hurt.", by=cast.amina)
    weighing.set_aside(said=[said], because="The police has it.", by=cast.amina)
    weighing.take_up_again(said=[said], by=cast.amina)
    assert [getattr(each, "is_grave", None) for each in reads.unanswered(cast.amina)] == [True]


def test_one_press_puts_a_sentence_into_several_themes_and_undo_takes_it_out_of_all(cast: Cast) -> None:
    said, there = said_at(held_in(cast, "Ceres")), make_theme(cast)
    client = signed_in(cast.amina)
    page = _answer(client, "themes", said, themes=[str(there.pk)], title="Clinics")
    new = Theme.objects.get(title="Clinics")
    assert [in_themes.sentences(each, cast.amina) for each in (there, new)] == [{said.pk}] * 2
    _undo(client, page)
    assert list(reads.unanswered(cast.amina)) == [said]


def test_setting_aside_can_be_undone(cast: Cast) -> None:
    said = said_at(held_in(cast, "Ceres"))
    client = signed_in(cast.amina)
    _undo(client, _answer(client, "aside", said, because="A greeting."))
    assert list(reads.unanswered(cast.amina)) == [said]


def test_without_a_theme_the_page_asks_for_one(cast: Cast) -> None:
    said = said_at(held_in(cast, "Ceres"))
    page = _answer(signed_in(cast.amina), "themes", said, title="")
    assert page.context["form"].errors == {"title": ["Choose a theme, or name a new one."]}
