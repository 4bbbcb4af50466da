"""The demo programmes load through the real verbs, once."""

from datetime import date

import pytest

from imbizo.actors.models import Actor, Affiliation, Assignment, ContactPoint
from imbizo.desk.operations.demo import load_demo
from imbizo.programmes.models import Membership, Programme

TODAY = date(2026, 7, 6)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def counts() -> tuple[int, ...]:
    return tuple(
        model._default_manager.count() for model in (Programme, Membership, Actor, ContactPoint, Affiliation)
    )


def test_a_newcomer_finds_four_programmes_with_their_people() -> None:
    sign_ins = load_demo(today=TODAY)
    assert Programme.objects.filter(is_demo=True).count() == 4
    assert {"coordinator", "observer"} <= {role for sign_in in sign_ins for role in sign_in.roles}
    assert Assignment.objects.exists()


def test_loading_again_adds_nothing() -> None:
    load_demo(today=TODAY)
    before = counts()
    load_demo(today=TODAY)
    assert counts() == before


def test_numbers_and_addresses_of_the_demo_reach_nobody() -> None:
    load_demo(today=TODAY)
    addresses = (
        ContactPoint.objects.exclude(address="").exclude(channel="post").values_list("address", flat=True)
    )
    real = [
        each for each in addresses if not each.startswith("+2760000") and not each.endswith("example.org")
    ]
    assert real == []
