"""A programme ends: its people are forgotten, its counts stay."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models

from imbizo.actors.models import Actor
from imbizo.convening.models import Input, Picture, Slip
from imbizo.desk.errors import WrongProgramme
from imbizo.desk.operations import end_and_anonymise
from imbizo.programmes.models import MemberInvitation
from tests.cast import Cast, signed_in
from tests.convening.knowing import NAME, keep_much, know
from tests.convening.making import make_gathering, make_person
from tests.world import World

WORDS = ("Dlamini", "0600000001", "600000001", "Quiet word", "new@example.org")


@pytest.fixture
def world(cast: Cast) -> World:
    return World(cast)


def everything_written() -> str:
    """The content of every text and JSON column of every table."""
    kept = (models.CharField, models.TextField, models.JSONField)
    return "\n".join(
        str(list(model._base_manager.values_list(*names)))
        for model in apps.get_models(include_auto_created=True)
        if (names := [field.attname for field in model._meta.concrete_fields if isinstance(field, kept)])
    )


def test_nothing_of_its_gatherings_names_people_and_their_counts_stay(cast: Cast) -> None:
    gathering = make_gathering(cast, state="held", joining_link="https://example.org/radebe")
    know(gathering, make_person(cast, NAME, number="060 000 0771"), cast)
    keep_much(gathering, cast)
    before = Slip.objects.count(), gathering.attendances.count(), gathering.invitations.count()
    end_and_anonymise(programme=cast.programme, short_name="winelands", by=cast.amina)
    assert re.findall("(?i)radebe|nonhlanhla|jacobs|60000077[12]", everything_written()) == []
    assert (Slip.objects.count(), gathering.attendances.count(), gathering.invitations.count()) == before


def test_what_was_said_stays_and_pictures_go(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    gathering = make_gathering(cast, state="held")
    keep_much(gathering, cast)
    name = str(Picture.objects.get().file.name)
    with django_capture_on_commit_callbacks(execute=True):
        end_and_anonymise(programme=cast.programme, short_name="winelands", by=cast.amina)
    assert (Input.objects.get().text, Picture.objects.exists()) == ("I am afraid", False)
    assert default_storage.exists(name) is False


def end(world: World, short_name: str = "winelands") -> None:
    end_and_anonymise(programme=world.cast.programme, short_name=short_name, by=world.cast.amina)


def test_nothing_in_the_database_names_its_people_any_more(world: World) -> None:
    end(world)
    written = everything_written()
    assert [word for word in WORDS if word in written] == []


def test_the_counts_stay(world: World) -> None:
    before = Actor.objects.filter(programme=world.cast.programme).count()
    end(world)
    assert Actor.objects.filter(programme=world.cast.programme).count() == before


def test_another_programme_is_left_alone(world: World) -> None:
    Actor.objects.create(
        programme=world.cast.elsewhere,
        owner=world.cast.farid.partner,
        form="person",
        name="Neighbour",
        sort_name="neighbour",
        match_key="neighbour",
    )
    end(world)
    assert Actor.objects.filter(name="Neighbour").exists()


def test_the_wrong_name_ends_nothing(world: World) -> None:
    with pytest.raises(WrongProgramme):
        end(world, "precinct")
    assert Actor.objects.filter(name="Sipho Dlamini").exists()


def test_ending_twice_says_so(world: World) -> None:
    end(world)
    world.cast.programme.refresh_from_db()
    with pytest.raises(WrongProgramme):
        end(world)


def test_open_invitations_are_closed(world: World) -> None:
    end(world)
    assert not MemberInvitation.objects.get(pk=world.invitation.pk).is_usable


def test_a_coordinator_ends_it_on_its_page(world: World) -> None:
    url = f"/p/{world.cast.programme.slug}/end/"
    answer: Any = signed_in(world.cast.amina).post(url, {"short_name": "winelands"})
    world.cast.programme.refresh_from_db()
    assert (answer.status_code, world.cast.programme.anonymised_at is not None) == (302, True)
