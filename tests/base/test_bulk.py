"""Rows written in bulk are the rows that Django would have written."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from imbizo.actors.models import Actor, Tag
from imbizo.base import bulk
from imbizo.base.models import new_id
from tests.cast import Cast

UNLIKE = {"id", "created_at", "updated_at"}


def values(actor: Actor) -> dict[str, Any]:
    return {
        name: value
        for name, value in Actor.objects.filter(pk=actor.pk).values()[0].items()
        if name not in UNLIKE
    }


def make(cast: Cast) -> Actor:
    said = {
        "name": "Ubuntu ’n’ friends ☀",
        "sort_name": "ubuntu",
        "match_key": "ubuntu",
        "other_languages": ["xh", "st"],
    }
    return Actor(
        form="organisation", programme=cast.programme, owner=cast.convenor, handle_in_person=True, **said
    )


def test_an_instance_written_in_bulk_is_the_one_that_save_writes(cast: Cast) -> None:
    saved, written = make(cast), make(cast)
    saved.save()
    bulk.insert([written])
    assert values(written) == values(saved)


def test_bare_values_are_filled_up_with_the_defaults_of_the_fields(cast: Cast) -> None:
    saved, identifier = make(cast), new_id()
    saved.save()
    names = ["id", "name", "sort_name", "match_key", "other_languages"]
    row = [identifier, *(getattr(saved, name) for name in names[1:])]
    same = {"form": "organisation", "programme_id": cast.programme.pk, "owner_id": cast.convenor.pk}
    bulk.insert_rows(Actor, names, [row], handle_in_person=True, **same)
    assert values(Actor.objects.get(pk=identifier)) == values(saved)


def test_constraints_hold_in_bulk_too(cast: Cast) -> None:
    twice = [Tag(programme=cast.programme, name="farm") for _each in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(twice)


def test_many_rows_change_each_to_its_own_values(cast: Cast) -> None:
    actors = [make(cast), make(cast)]
    bulk.insert(actors)
    bulk.update_rows(Actor, ["name"], [("First", actors[0].pk), ("Second", actors[1].pk)])
    assert list(Actor.objects.order_by("name").values_list("pk", "name")) == [
        (actors[0].pk, "First"), (actors[1].pk, "Second"),
    ]  # fmt: skip


def test_nothing_is_written_for_nothing(cast: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        bulk.insert([])
