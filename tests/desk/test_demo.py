"""The demo programmes load through the real verbs, once."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from imbizo.actors.models import Actor, Affiliation, Assignment, ContactPoint, Pair
from imbizo.agreements.models import Agreement
from imbizo.convening.models import Input
from imbizo.desk.models import SearchEntry
from imbizo.desk.operations import reindex
from imbizo.desk.operations.demo import SignIn, load_demo
from imbizo.programmes.models import Membership, Programme
from imbizo.thread.queries import what_became

TODAY = date(2026, 7, 6)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def sign_ins(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[SignIn]]:
    """The demo, loaded once for all of these tests and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo(today=TODAY)
        transaction.set_rollback(True)


def counts() -> tuple[int, ...]:
    kinds = (Programme, Membership, Actor, ContactPoint, Affiliation)
    return tuple(model._default_manager.count() for model in kinds)


def test_a_newcomer_finds_four_programmes_with_their_people(sign_ins: list[SignIn]) -> None:
    assert Programme.objects.filter(is_demo=True).count() == 4
    assert {"coordinator", "observer"} <= {role for sign_in in sign_ins for role in sign_in.roles}


def test_there_is_someone_to_find_and_there_are_doubles_to_decide_on(sign_ins: list[SignIn]) -> None:
    assert Assignment.objects.exists()
    assert Pair.objects.exists()


def test_loading_again_adds_nothing(sign_ins: list[SignIn]) -> None:
    before = counts()
    load_demo(today=TODAY)
    assert counts() == before


def test_all_of_it_is_found_as_if_the_index_had_been_built_anew(sign_ins: list[SignIn]) -> None:
    entries = SearchEntry.objects.order_by("kind", "record_id").values_list(
        "kind", "record_id", "title", "subtitle", "body", "tokens"
    )
    before = list(entries)
    reindex()
    assert before == list(entries.all())


def test_numbers_and_addresses_of_the_demo_reach_nobody(sign_ins: list[SignIn]) -> None:
    addresses = (
        ContactPoint.objects.exclude(address="").exclude(channel="post").values_list("address", flat=True)
    )
    real = [
        each for each in addresses if not each.startswith("+2760000") and not each.endswith("example.org")
    ]
    assert real == []


def test_one_thread_runs_from_a_spoken_sentence_to_a_signed_clause_and_a_measure(
    sign_ins: list[SignIn],
) -> None:
    said = Input.objects.get(text__startswith="In 2009 het almal geweet")
    coordinator = Membership.objects.get(programme=said.programme, user__email="amina@ubambano.example.org")
    kinds = {strand.kind.kind for strand in what_became(said, coordinator)}
    way = ["evidence.code", "evidence.theme", "drafting.section", "agreements.clause", "agreements.measure"]
    assert [kind for kind in way if kind in kinds] == way


def test_one_agreement_is_in_effect_and_the_other_on_its_way(sign_ins: list[SignIn]) -> None:
    states = Agreement.objects.order_by("created_at").values_list("state", "took_effect_on")
    assert list(states) == [("in_effect", date(2026, 6, 25)), ("drafting", None)]
