"""The register as a list: who is seen, found, selected and kept as a list."""

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from imbizo.actors.models import ActorList
from imbizo.actors.operations import (
    add_affiliation,
    add_contact,
    create_list,
    set_sharing,
)
from imbizo.places.models import Place, WorkArea
from tests.actors.register import MOBILE, official, organisation, person
from tests.cast import Cast, signed_in

PEOPLE = "/p/winelands/people/"


def text(client: Client, path: str = "", **asked: Any) -> str:
    return client.get(f"{PEOPLE}{path}", asked).content.decode()


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*><bdi>([^<]*)</bdi>', page)


def test_an_empty_register_teaches_to_bring_in_a_file(cast: Cast) -> None:
    assert "Nobody is in the register yet" in text(signed_in(cast.amina))


def test_the_list_shows_whom_the_member_sees(cast: Cast) -> None:
    person(cast.amina)
    official(cast.amina)
    assert names(text(signed_in(cast.bo))) == ["Lindiwe Mokoena", "Tendai Moyo"]
    assert names(text(signed_in(cast.thandi))) == ["Lindiwe Mokoena"]


@pytest.mark.parametrize("asked", ["moyo", "TENDAI MO", "Tendaí", "moyo tendai"])
def test_a_name_is_found_by_its_words_without_case_or_accents(cast: Cast, asked: str) -> None:
    person(cast.amina)
    official(cast.amina)
    assert names(text(signed_in(cast.amina), q=asked)) == ["Tendai Moyo"]


def test_an_organisation_is_found_by_its_acronym(cast: Cast) -> None:
    organisation(cast.amina, "Cape Winelands District Municipality", acronym="CWDM")
    assert len(names(text(signed_in(cast.amina), q="cwdm"))) == 1


def test_filters_narrow_together(cast: Cast) -> None:
    organisation(cast.amina, "Church of Hope", kind="faith")
    organisation(cast.amina, "Farmers", kind="business")
    person(cast.amina, kind="faith")
    assert names(text(signed_in(cast.amina), kind="faith", form="organisation")) == ["Church of Hope"]


def test_a_municipality_holds_the_towns_in_it(cast: Cast) -> None:
    witzenberg = Place.objects.create(kind="municipality", name="Witzenberg")
    WorkArea.objects.create(programme=cast.programme, place=witzenberg)
    person(cast.amina, place=Place.objects.create(kind="town", name="Ceres", parent=witzenberg))
    official(cast.amina)
    assert names(text(signed_in(cast.amina), place=str(witzenberg.pk))) == ["Tendai Moyo"]


def test_those_without_a_lawful_basis_are_found(cast: Cast) -> None:
    person(cast.amina).consents.create(programme=cast.programme, purpose="service", basis="consent")
    official(cast.amina)
    assert names(text(signed_in(cast.amina), basis="missing")) == ["Lindiwe Mokoena"]


def test_those_who_can_get_sms_are_found(cast: Cast) -> None:
    add_contact(actor=person(cast.amina), channel="sms", raw=MOBILE, by=cast.amina)
    add_contact(actor=official(cast.amina), channel="sms", raw="021 808 5000", by=cast.amina)
    assert names(text(signed_in(cast.amina), reach="sms")) == ["Tendai Moyo"]


def test_the_list_remembers_its_filter(cast: Cast) -> None:
    person(cast.amina)
    official(cast.amina)
    client = signed_in(cast.amina)
    text(client, q="moyo")
    assert names(text(client)) == ["Tendai Moyo"]


def test_the_list_takes_as_many_queries_for_one_row_as_for_forty(cast: Cast) -> None:
    client, taken = signed_in(cast.amina), []
    for count in (1, 20):
        for number in range(count):
            holder = official(cast.amina, surname=f"Mokoena{count}{number}")
            add_contact(actor=holder, channel="email", raw=f"m{count}{number}@example.org", by=cast.amina)
            council = organisation(cast.amina, f"Council {count} {number}")
            add_affiliation(person=holder, organisation=council, by=cast.amina)
        text(client)
        with CaptureQueriesContext(connection) as queried:
            text(client)
        taken.append(len(queried))
    assert taken[0] == taken[1]


@pytest.mark.parametrize("path", ["", "lists/", "new/person/"])
def test_a_stranger_meets_nothing(cast: Cast, path: str) -> None:
    assert signed_in(cast.dede).get(f"{PEOPLE}{path}").status_code == 404


def test_an_observer_adds_nobody(cast: Cast) -> None:
    assert signed_in(cast.chandra).get(f"{PEOPLE}new/person/").status_code == 403


# Many at once, and lists


def test_those_selected_are_put_on_a_new_list_and_taken_off_again(cast: Cast) -> None:
    actor, client = person(cast.amina), signed_in(cast.amina)
    asked = client.post(f"{PEOPLE}bulk/", {"action": "list", "selected": [str(actor.pk)]})
    assert "Put on a list" in asked.content.decode()
    sent = {"selected": [str(actor.pk)], "list": "", "name": "Invited"}
    page = client.post(f"{PEOPLE}bulk/list/", sent, follow=True).content.decode()
    undo = re.search(r'action="([^"]*/undo/[^"]+)"', page)
    assert undo is not None
    client.post(undo[1])
    assert ActorList.objects.get().entries.count() == 0


def test_those_selected_are_tagged_and_it_can_be_undone(cast: Cast) -> None:
    mine, theirs, client = person(cast.amina), official(cast.thandi), signed_in(cast.amina)
    sent = {"selected": [str(mine.pk), str(theirs.pk)], "tags": "youth"}
    page = client.post(f"{PEOPLE}bulk/tag/", sent, follow=True).content.decode()
    assert "1 was tagged. 1 belongs to another partner" in page
    undo = re.search(r'action="([^"]*/untag/[^"]+)"', page)
    client.post(undo[1] if undo else "")
    assert mine.tags.count() == 0


@pytest.mark.parametrize("selected", [[], ["nonsense"]])
def test_nobody_selected_gets_a_sentence(cast: Cast, selected: list[str]) -> None:
    page = signed_in(cast.amina).post(f"{PEOPLE}bulk/", {"action": "tag", "selected": selected}, follow=True)
    assert "Nobody is selected" in page.content.decode()


def test_a_filter_is_kept_as_a_list_that_fills_itself(cast: Cast) -> None:
    client = signed_in(cast.amina)
    sent = {"id": str(uuid.uuid4()), "name": "Faith", "sharing": "all"}
    client.post(f"{PEOPLE}lists/new/?kind=faith", sent)
    organisation(cast.amina, "Church of Hope", kind="faith")
    kept = ActorList.objects.get()
    assert kept.conditions == {"kind": "faith"}
    assert names(text(client, f"lists/{kept.pk}/")) == ["Church of Hope"]


def test_the_page_of_lists_counts_each_for_its_reader(cast: Cast) -> None:
    create_list(name="People", conditions={"form": "person"}, sharing="all", by=cast.amina)
    person(cast.amina)
    official(cast.amina)
    counted = r'data-label="On it">([^<]*)<'
    assert re.findall(counted, text(signed_in(cast.bo), "lists/")) == ["2"]
    assert re.findall(counted, text(signed_in(cast.thandi), "lists/")) == ["1"]


def test_a_list_is_hidden_until_it_is_shared(cast: Cast) -> None:
    kept = create_list(name="Ours", by=cast.amina)
    assert signed_in(cast.thandi).get(f"{PEOPLE}lists/{kept.pk}/").status_code == 404
    set_sharing(record=kept, sharing="all", by=cast.amina)
    assert signed_in(cast.thandi).get(f"{PEOPLE}lists/{kept.pk}/").status_code == 200
