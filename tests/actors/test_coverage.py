"""Who is there and who is missing, and who was asked to find them."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from imbizo.actors.errors import SearchClosed
from imbizo.actors.models import Actor, Assignment, Expectation
from imbizo.actors.operations import set_sharing
from imbizo.actors.operations.coverage import (
    assign,
    look_again,
    mark_found,
    mark_not_there,
    not_expected_here,
)
from imbizo.actors.queries.coverage import WHOLE, Cell, cell, coverage, coverage_status
from imbizo.base.errors import Conflict, NotAllowed
from imbizo.base.models import new_id
from imbizo.places.models import Place, WorkArea
from imbizo.places.states import PlaceKind
from imbizo.programmes.models import Membership
from imbizo.programmes.operations import hand_over
from imbizo.programmes.states import Sharing
from tests.actors.register import organisation, person
from tests.cast import Cast, signed_in

MAYOR = "Executive mayor or speaker"


@pytest.fixture
def witzenberg(cast: Cast) -> Place:
    place = Place.objects.create(kind=PlaceKind.MUNICIPALITY, code="WC022", name="Witzenberg")
    WorkArea.objects.create(programme=cast.programme, place=place, position=0)
    return place


def faith_in(member: Membership, place: Place | None) -> Cell:
    found = cell(member, sphere="none", kind="faith", where=str(place.pk) if place else WHOLE)
    assert found
    return found


def mosque(member: Membership, place: Place, **fields: Any) -> Actor:
    return organisation(member, "Ceres Mosque", kind="faith", place=place, **fields)


def search(cast: Cast, place: Place, assignee: Membership | None = None, **fields: Any) -> Assignment:
    asked: dict[str, Any] = {
        "sphere": "local",
        "kind": "government",
        "place": place,
        "who": MAYOR,
        "id": new_id(),
        **fields,
    }
    return assign(programme=cast.programme, assignee=assignee or cast.bo, by=cast.amina, **asked)


def test_a_new_programme_expects_whom_its_process_names(cast: Cast) -> None:
    assert Expectation.objects.filter(programme=cast.programme, who=MAYOR, per_municipality=True).count() == 1


def test_an_empty_cell_names_whom_it_misses(cast: Cast, witzenberg: Place) -> None:
    found = faith_in(cast.amina, witzenberg)
    assert (found.state, found.names) == ("gap", ("Ministers' fraternal, mosque or other faith body",))


def test_somebody_in_the_cell_fills_the_gap(cast: Cast, witzenberg: Place) -> None:
    mosque(cast.amina, witzenberg)
    found = faith_in(cast.amina, witzenberg)
    assert (found.seen, found.hidden, found.missing) == (1, 0, 0)


def test_what_another_partner_keeps_is_counted_and_not_named(cast: Cast, witzenberg: Place) -> None:
    mosque(cast.thandi, witzenberg, sharing=Sharing.ITSELF)
    found = faith_in(cast.amina, witzenberg)
    assert (found.seen, found.hidden, found.missing) == (0, 1, 0)


def test_what_is_shared_by_name_counts_as_seen(cast: Cast, witzenberg: Place) -> None:
    actor = mosque(cast.thandi, witzenberg, sharing=Sharing.ITSELF)
    set_sharing(record=actor, sharing=Sharing.NAMED, partners=[cast.convenor], by=cast.thandi)
    found = faith_in(cast.amina, witzenberg)
    assert (found.seen, found.hidden) == (1, 0)


def test_counts_follow_the_register_at_once(cast: Cast, witzenberg: Place) -> None:
    assert faith_in(cast.amina, witzenberg).seen == 0
    mosque(cast.amina, witzenberg)
    assert faith_in(cast.amina, witzenberg).seen == 1


def test_one_of_several_expected_leaves_the_others_missing(cast: Cast, witzenberg: Place) -> None:
    person(cast.amina, kind="government", sphere="local", place=witzenberg)
    found = cell(cast.amina, sphere="local", kind="government", where=str(witzenberg.pk))
    assert found
    assert (found.state, found.missing, found.expected, found.names) == ("part", 3, 4, ())


def test_who_is_expected_once_may_sit_in_any_municipality(cast: Cast, witzenberg: Place) -> None:
    organisation(cast.amina, "University", kind="academic", place=witzenberg)
    found = cell(cast.amina, sphere="none", kind="academic", where=WHOLE)
    assert found
    assert (found.seen, found.missing) == (0, 0)


def test_chapter_9_institutions_share_one_row_whatever_their_sphere(cast: Cast) -> None:
    organisation(cast.amina, "Human Rights Commission", kind="chapter9", sphere="none")
    assert [line.kind for line in coverage(cast.amina).lines].count("chapter9") == 1


def test_municipalities_beyond_the_work_stand_in_one_column(cast: Cast, witzenberg: Place) -> None:
    far = Place.objects.create(kind=PlaceKind.MUNICIPALITY, code="CPT", name="Cape Town")
    mosque(cast.amina, far)
    assert [area.name for area in coverage(cast.amina).areas] == ["Witzenberg", "Whole area", "Elsewhere"]


def test_the_journey_says_how_many_are_found_and_looked_for(cast: Cast, witzenberg: Place) -> None:
    mosque(cast.amina, witzenberg)
    search(cast, witzenberg)
    assert coverage_status(cast.amina).text == "1 of 27 expected actors found; 1 is being looked for"


def test_a_search_that_found_somebody_closes_its_line(cast: Cast, witzenberg: Place) -> None:
    asked = search(cast, witzenberg)
    mayor = person(cast.bo, kind="government", sphere="local", place=witzenberg)
    mark_found(search=asked, actor=mayor, by=cast.bo)
    found = cell(cast.amina, sphere="local", kind="government", where=str(witzenberg.pk))
    assert found
    assert (found.expected, found.missing, MAYOR in found.names) == (4, 3, False)


def test_whom_there_is_none_of_is_not_missing(cast: Cast, witzenberg: Place) -> None:
    mark_not_there(search=search(cast, witzenberg), reason="Vacant until the election", by=cast.bo)
    found = cell(cast.amina, sphere="local", kind="government", where=str(witzenberg.pk))
    assert found
    assert (found.expected, found.missing) == (3, 3)


def test_a_line_can_be_left_out_of_one_municipality_only(cast: Cast, witzenberg: Place) -> None:
    who = "Ministers' fraternal, mosque or other faith body"
    fields: dict[str, Any] = {
        "sphere": "none",
        "kind": "faith",
        "place": witzenberg,
        "who": who,
        "reason": "None here",
    }
    not_expected_here(programme=cast.programme, by=cast.amina, **fields)
    assert faith_in(cast.amina, witzenberg).state == "empty"


def test_a_search_ends_once(cast: Cast, witzenberg: Place) -> None:
    asked = search(cast, witzenberg)
    mark_not_there(search=asked, reason="Vacant", by=cast.bo)
    with pytest.raises(SearchClosed):
        mark_not_there(search=asked, reason="Vacant", by=cast.bo)


def test_how_a_search_ended_can_be_taken_back(cast: Cast, witzenberg: Place) -> None:
    asked = search(cast, witzenberg)
    mark_not_there(search=asked, reason="Vacant", by=cast.bo)
    assert look_again(search=asked, by=cast.bo).state == "open"


def test_the_same_search_sent_twice_is_one(cast: Cast, witzenberg: Place) -> None:
    wanted = new_id()
    assert search(cast, witzenberg, id=wanted) == search(cast, witzenberg, id=wanted)
    with pytest.raises(Conflict):
        search(cast, witzenberg, id=wanted, who="Somebody else")


def test_only_members_of_the_programme_are_asked_to_look(cast: Cast, witzenberg: Place) -> None:
    with pytest.raises(NotAllowed):
        search(cast, witzenberg, assignee=cast.farid)


def test_nobody_of_another_programme_can_be_the_one_found(cast: Cast, witzenberg: Place) -> None:
    with pytest.raises(NotAllowed):
        mark_found(search=search(cast, witzenberg), actor=person(cast.farid), by=cast.bo)


def test_open_searches_pass_to_the_successor(cast: Cast, witzenberg: Place) -> None:
    asked = search(cast, witzenberg)
    hand_over(member=cast.bo, successor=cast.amina, by=cast.amina)
    asked.refresh_from_db()
    assert asked.assignee == cast.amina


def test_a_coordinator_assigns_and_the_assignee_ends_the_search_on_pages(
    cast: Cast, witzenberg: Place
) -> None:
    here = reverse("actors:coverage-cell", args=["winelands", "local", "government", witzenberg.pk])
    sent = {"id": new_id(), "who": MAYOR, "assignee": cast.bo.pk, "due_on": "2026-12-01", "note": "Ask Ceres"}
    assert signed_in(cast.amina).post(f"{here}assign/", sent).status_code == 302
    asked = Assignment.objects.get()
    assert asked.due_on == date(2026, 12, 1)
    end = reverse("actors:search-not-there", args=["winelands", asked.pk])
    assert signed_in(cast.bo).post(end, {"reason": "Vacant"}).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.note) == ("not_there", "Vacant")


def test_only_the_assignee_or_who_assigns_ends_a_search(cast: Cast, witzenberg: Place) -> None:
    end = reverse("actors:search-not-there", args=["winelands", search(cast, witzenberg).pk])
    assert signed_in(cast.chandra).post(end, {"reason": "Vacant"}).status_code == 404


@pytest.mark.parametrize("name", ["coverage", "searches", "expected"])
def test_the_pages_open_for_the_coordinator(cast: Cast, witzenberg: Place, name: str) -> None:
    search(cast, witzenberg)
    assert signed_in(cast.amina).get(reverse(f"actors:{name}", args=["winelands"])).status_code == 200


def test_the_coverage_page_names_no_hidden_actor_to_an_observer(cast: Cast, witzenberg: Place) -> None:
    mosque(cast.amina, witzenberg, sharing=Sharing.ITSELF)
    here = reverse("actors:coverage-cell", args=["winelands", "none", "faith", witzenberg.pk])
    page = signed_in(cast.chandra).get(here).content.decode()
    assert ("Ceres Mosque" in page, "1 more that a partner keeps to itself" in page) == (False, True)


def test_another_programmes_searches_are_not_found(cast: Cast, witzenberg: Place) -> None:
    end = reverse("actors:search-found", args=["precinct", search(cast, witzenberg).pk])
    assert signed_in(cast.farid).get(end).status_code == 404


def test_a_cell_that_does_not_exist_is_not_found(cast: Cast) -> None:
    for where in (("local", "government", "nowhere"), ("none", "martian", "whole"), ("up", "faith", "whole")):
        assert (
            signed_in(cast.amina).get(reverse("actors:coverage-cell", args=["winelands", *where])).status_code
            == 404
        )


def test_the_view_costs_the_same_queries_for_one_actor_and_for_thirty(
    cast: Cast, witzenberg: Place, django_assert_num_queries: Any
) -> None:
    mosque(cast.amina, witzenberg)
    coverage(cast.amina)
    with django_assert_num_queries(4):
        coverage(cast.amina)
    for number in range(30):
        organisation(cast.amina, f"Church {number}", kind="faith", place=witzenberg)
    coverage(cast.amina)
    with django_assert_num_queries(4):
        coverage(cast.amina)
