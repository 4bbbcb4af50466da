"""A round: proposed around holidays and what is held already, looked over, made once."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from imbizo.actors.models import ActorList
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, Taken
from imbizo.convening.models import AgendaItem, CalendarDay, Design, Gathering, Round, Venue
from imbizo.convening.operations.rounds import Planned, people_of, plan_round
from imbizo.convening.queries.proposing import in_the_way, proposed_days
from imbizo.places.models import Place, WorkArea
from tests.cast import Cast, member_in, signed_in
from tests.convening.making import MARCH, make_gathering

FIRST = dt.date(2026, 3, 10)
HOURS = dt.timedelta(hours=6)


def url(name: str) -> str:
    return reverse(f"convening:{name}", args=["winelands"])


def area(cast: Cast, name: str) -> Place:
    place = Place.objects.create(kind="municipality", name=name, programme=cast.programme)
    WorkArea.objects.create(place=place, programme=cast.programme)
    return place


def shared(cast: Cast, *places: Place, **changes: str) -> dict[str, Any]:
    """What the first page asks."""
    given = {"id": str(new_id()), "name": "First workshops", "kind": "workshop", "each": "1", "every": "7"}
    more = {"from_": "09:00", "until": "15:00", "way": "hall", "sharing": "all", "first": "2026-03-10"}
    return {**given, **more, "answer_days": "7", "places": [str(place.pk) for place in places], **changes}


def filled(page: Any) -> dict[str, Any]:
    """The rows of the second page as they stand."""
    rows = page.context["rows"]
    values = {row.add_prefix(name): row[name].value() for row in rows for name in row.fields}
    given = {name: "" if value is None else str(value) for name, value in values.items()}
    return given | {"row-TOTAL_FORMS": str(len(rows.forms)), "row-INITIAL_FORMS": "0"}


def propose(client: Client, given: dict[str, Any], rows: dict[str, Any]) -> Any:
    return client.post(url("round-propose"), {**given, **rows, "do": "make"})


def test_days_are_proposed_beside_holidays_weekends_and_what_is_held(cast: Cast) -> None:
    places = [area(cast, name) for name in ("Witzenberg", "Langeberg", "Drakenstein")]
    make_gathering(cast, starts_at=dt.datetime(2026, 3, 10, 7, tzinfo=dt.UTC))
    council = dt.date(2026, 3, 18)
    CalendarDay.objects.create(
        kind="council", name="Council", first=council, last=council, programme=cast.programme
    )
    days = proposed_days(cast.amina, places, each=1, first=FIRST, every=7)
    # The 26th is Ram Navami.
    assert days == [dt.date(2026, 3, 11), dt.date(2026, 3, 19), dt.date(2026, 3, 27)]


def test_without_a_first_day_all_dates_stay_open(cast: Cast) -> None:
    assert proposed_days(cast.amina, [area(cast, "Langeberg")], each=2, first=None, every=7) == [None, None]


def test_what_stands_in_the_way_of_each_proposal_is_said(cast: Cast) -> None:
    make_gathering(cast)
    twice, freedom_day = MARCH.date(), dt.date(2026, 4, 27)
    found = in_the_way(cast.amina, [(twice, None), (freedom_day, None), (None, None)])
    assert found == [["“Workshop in Ceres” is on that day"], ["Freedom Day"], []]


def test_a_round_gives_each_place_its_gathering_agenda_and_people(cast: Cast) -> None:
    design = Design.objects.create(name="One day", owner=cast.convenor, programme=cast.programme)
    AgendaItem.objects.create(
        design=design, position=1, kind="plenary", title="Welcome", minutes=30, programme=cast.programme
    )
    plans = [
        Planned(name="In Witzenberg", place=area(cast, "Witzenberg"), people_of_place=True),
        Planned(name="In Langeberg", place=area(cast, "Langeberg"), starts_at=MARCH, ends_at=MARCH + HOURS),
    ]
    made = plan_round(name="First", plans=plans, by=cast.amina, design=design, capacity=60)
    rows = made.gatherings.order_by("name")
    assert [(each.name, each.capacity, each.items.count()) for each in rows] == [
        ("In Langeberg", 60, 1),
        ("In Witzenberg", 60, 1),
    ]
    assert [str(each.invited) for each in rows] == ["None", "People of Witzenberg"]


def test_the_people_of_a_place_are_one_list_however_often_it_is_asked_for(cast: Cast) -> None:
    place = area(cast, "Witzenberg")
    assert people_of(place, by=cast.amina) == people_of(place, by=cast.amina)
    assert ActorList.objects.get().is_smart


def test_a_round_sent_twice_is_made_once(cast: Cast) -> None:
    pk, plans = new_id(), [Planned(name="In Ceres", place=None)]
    first = plan_round(name="First", plans=plans, by=cast.amina, id=pk)
    assert plan_round(name="First", plans=plans, by=cast.amina, id=pk) == first
    assert Gathering.objects.count() == 1


def test_a_round_of_nothing_is_refused(cast: Cast) -> None:
    with pytest.raises(BadAnswer):
        plan_round(name="First", plans=[], by=cast.amina)


def test_where_no_municipality_is_noted_the_way_to_note_them_is_shown(cast: Cast) -> None:
    page = signed_in(cast.amina).get(url("round-plan")).content.decode()
    assert reverse("programmes:areas", args=["winelands"]) in page


def test_an_observer_plans_no_round(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        plan_round(name="First", plans=[Planned(name="X", place=None)], by=cast.chandra)


def test_a_hall_that_is_taken_stops_the_whole_round(cast: Cast) -> None:
    hall = Venue.objects.create(name="Hall", owner=cast.convenor, programme=cast.programme)
    plan = Planned(name="One", place=None, starts_at=MARCH, ends_at=MARCH + HOURS, venue=hall)
    with pytest.raises(Taken):
        plan_round(name="First", plans=[plan, plan], by=cast.amina)
    assert not Round.objects.exists()


def test_five_workshops_are_proposed_changed_by_hand_and_made_in_one_press(cast: Cast) -> None:
    names = ("Breede Valley", "Drakenstein", "Langeberg", "Stellenbosch", "Witzenberg")
    client, given = signed_in(cast.amina), shared(cast, *(area(cast, name) for name in names))
    rows = filled(client.post(url("round-plan"), given))
    assert not Gathering.objects.exists()
    answer = propose(client, given, rows | {"row-4-day": "", "row-0-name": "Workshop in De Doorns"})
    made = Round.objects.get()
    assert answer.url == made.get_absolute_url()
    found = {each.name: each.starts_at for each in made.gatherings.all()}
    assert len(found) == 5
    assert found["Workshop in De Doorns"] == dt.datetime(2026, 3, 10, 7, tzinfo=dt.UTC)
    assert found["Workshop in Witzenberg"] is None


def test_a_row_that_is_not_ticked_is_not_made(cast: Cast) -> None:
    client, given = signed_in(cast.amina), shared(cast, area(cast, "Ceres"), area(cast, "Paarl"))
    rows = filled(client.post(url("round-plan"), given))
    del rows["row-1-is_taken"]
    propose(client, given, rows)
    assert [each.name for each in Gathering.objects.all()] == ["Workshop in Ceres"]


def test_checking_again_makes_nothing_and_keeps_what_was_typed(cast: Cast) -> None:
    client, given = signed_in(cast.amina), shared(cast, area(cast, "Ceres"))
    rows = filled(client.post(url("round-plan"), given)) | {"row-0-day": "2026-04-27"}
    page = client.post(url("round-propose"), {**given, **rows, "do": "check"})
    assert "Freedom Day" in page.content.decode()
    assert 'value="2026-04-27"' in page.content.decode()
    assert not Round.objects.exists()


def test_a_round_shows_each_of_its_gatherings_that_one_sees(cast: Cast) -> None:
    made = Round.objects.create(name="First", owner=cast.convenor, sharing="all", programme=cast.programme)
    make_gathering(cast, round=made, sharing="all", name="Shared")
    make_gathering(cast, round=made, name="Kept", code="SECOND")
    page = signed_in(member_in(cast, "coordinator", cast.committee)).get(made.get_absolute_url())
    assert [each.name for each in page.context["table"].rows] == ["Shared"]
    assert page.context["round"].count == 1
