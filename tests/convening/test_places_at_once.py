"""Many answer at the same instant: capacity is never passed, and nobody has two places."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from imbizo.convening.models import Answer, Invitation
from imbizo.convening.operations import invitations as operations
from imbizo.convening.states import AnswerOutcome, InvitationState
from tests.cast import make_cast
from tests.convening.inviting import page_of, person, to_come

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PEOPLE, PLACES = 20, 5


def test_twenty_who_answer_at_once_share_five_places() -> None:
    pages = _pages(PEOPLE)
    _all_at_once(pages)
    placed = Invitation.objects.filter(state=InvitationState.ACCEPTED).order_by("place_number")
    assert list(placed.values_list("place_number", flat=True)) == [1, 2, 3, 4, 5]
    assert Invitation.objects.filter(state=InvitationState.WAITING).count() == PEOPLE - PLACES


def test_a_button_pressed_many_times_is_one_answer() -> None:
    (page,) = _pages(1)
    _all_at_once([page] * 8)
    outcomes = list(Answer.objects.values_list("outcome", flat=True))
    assert (outcomes.count(AnswerOutcome.TAKEN), outcomes.count(AnswerOutcome.SAME)) == (1, 7)


def _pages(count: int) -> list[str]:
    cast = make_cast()
    gathering = to_come(cast, capacity=PLACES)
    people = [person(cast, f"Person {number}") for number in range(count)]
    operations.put_on_list(gathering=gathering, actors=people, by=cast.amina)
    Invitation.objects.update(state=InvitationState.INVITED)
    return [page_of(each) for each in Invitation.objects.all()]


def _all_at_once(pages: list[str]) -> None:
    barrier = Barrier(len(pages))

    def press(page: str) -> int:
        barrier.wait()
        try:
            return Client().post(page, {"said": "yes"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(pages)) as pool:
        assert set(pool.map(press, pages)) == {302}
