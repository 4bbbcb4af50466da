"""The register of halls, and which of them suit a gathering."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer
from imbizo.convening.models import Booking, Gathering, Invitation, Round, Venue
from imbizo.convening.operations import bookings
from imbizo.convening.operations import venues as operations
from imbizo.convening.queries import halls as queries
from imbizo.convening.queries.venue_costs import costs, costs_of_round
from imbizo.convening.states import DepositState, InvitationState, Neutrality
from tests.cast import Cast, member_in, signed_in
from tests.convening.making import MARCH, make_gathering, make_person, make_venue


def offered(cast: Cast, gathering: Gathering) -> list[str]:
    return [each.venue.name for each in queries.offers(cast.amina, gathering)]


def page(cast: Cast, venue: Venue, member: Any = None) -> str:
    return signed_in(member or cast.amina).get(venue.get_absolute_url()).content.decode()


def test_a_form_sent_twice_adds_one_hall(cast: Cast) -> None:
    id = new_id()
    first = operations.add_venue(name="Town Hall", id=id, by=cast.amina)
    assert operations.add_venue(name="Town Hall", id=id, by=cast.amina) == first
    assert Venue.objects.count() == 1


def test_half_a_position_is_refused(cast: Cast) -> None:
    with pytest.raises(BadAnswer):
        operations.add_venue(name="Town Hall", latitude=Decimal("-33.37"), by=cast.amina)


def test_a_hall_is_changed_by_the_partner_that_added_it_alone(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        operations.change_venue(venue=make_venue(cast), changes={"capacity": 9}, by=cast.thandi)


def test_what_nobody_knows_isn_t_a_no(cast: Cast) -> None:
    shown = page(cast, make_venue(cast, step_free=None, accessible_toilet=False))
    assert "<dt>Step-free</dt><dd>not known</dd>" in shown
    assert "<dt>Accessible toilet</dt><dd>no</dd>" in shown


def test_the_caretaker_s_number_is_for_those_who_may_see_numbers(cast: Cast) -> None:
    venue = make_venue(cast, caretaker_number="060 000 0042")
    assert ["060 000 0042" in page(cast, venue, member) for member in (cast.amina, cast.chandra)] == [
        True,
        False,
    ]


def test_who_won_t_come_is_for_one_s_own_partner(cast: Cast) -> None:
    venue = make_venue(cast, neutrality_note="The union's own hall")
    assert ["The union" in page(cast, venue, member) for member in (cast.amina, cast.thandi)] == [True, False]


def test_another_partner_sees_that_a_hall_is_taken_and_not_by_what(cast: Cast) -> None:
    venue = make_venue(cast)
    starts = MARCH.replace(year=2100)
    gathering = make_gathering(cast, name="Quiet talks", starts_at=starts)
    bookings.book(gathering=gathering, venue=venue, by=cast.amina)
    assert ["Quiet talks" in page(cast, venue, member) for member in (cast.amina, cast.thandi)] == [
        True,
        False,
    ]
    assert "taken" in page(cast, venue, cast.thandi)


def test_a_hall_is_kept_from_others_where_its_owner_says_so(cast: Cast) -> None:
    venue = make_venue(cast, sharing="itself")
    assert signed_in(cast.thandi).get(venue.get_absolute_url()).status_code == 404


def test_retiring_takes_a_hall_from_the_list_and_can_be_undone(cast: Cast) -> None:
    venue = operations.retire_venue(venue=make_venue(cast), by=cast.amina)
    assert offered(cast, make_gathering(cast)) == []
    operations.restore_venue(venue=venue, by=cast.amina)
    assert offered(cast, make_gathering(cast)) == ["Town Hall"]


def test_free_halls_come_before_taken_ones_and_neutral_ones_first(cast: Cast) -> None:
    for name, neutrality in (("Church", "leans"), ("School", "neutral"), ("Barn", "unknown")):
        make_venue(cast, name=name, neutrality=neutrality)
    taken = make_venue(cast, name="Library", neutrality=Neutrality.NEUTRAL)
    bookings.book(gathering=make_gathering(cast), venue=taken, by=cast.amina)
    assert offered(cast, make_gathering(cast)) == ["School", "Barn", "Church", "Library"]


def test_a_hall_too_small_comes_after_those_that_are_large_enough(cast: Cast) -> None:
    make_venue(cast, name="Small", capacity=10, neutrality=Neutrality.NEUTRAL)
    make_venue(cast, name="Large", capacity=100)
    assert offered(cast, make_gathering(cast, capacity=60)) == ["Large", "Small"]


def test_a_hall_is_measured_by_those_invited(cast: Cast) -> None:
    gathering = make_gathering(cast, capacity=60)
    for number in range(3):
        invite(cast, gathering, f"Guest {number}a")
    invite(cast, gathering, "Guest Gone", state=InvitationState.DECLINED)
    assert queries.needed(cast.amina, gathering).seats == 3


def invite(cast: Cast, gathering: Gathering, name: str, **fields: Any) -> Invitation:
    person = make_person(cast, name)
    return Invitation.objects.create(programme=cast.programme, gathering=gathering, actor=person, **fields)


def test_warnings_say_what_speaks_against_a_hall(cast: Cast) -> None:
    venue = make_venue(cast, capacity=2, step_free=False, neutrality=Neutrality.AVOID)
    assert queries.warnings(venue, queries.Needed(seats=3, access=1)) == [
        "2 seats, and 3 people are expected",
        "there are steps, and 1 person needs access",
        "some people won't come here",
    ]


def test_a_hall_of_which_nothing_is_known_warns_of_access_alone(cast: Cast) -> None:
    found = queries.warnings(make_venue(cast), queries.Needed(seats=3, access=2))
    assert found == ["nobody knows whether it is step-free, and 2 people need access"]


def test_costs_count_what_is_held_and_lost_deposits(cast: Cast) -> None:
    venue, gathering = make_venue(cast), make_gathering(cast)
    held = {"cost": Decimal(800), "deposit": Decimal(500), "deposit_state": DepositState.PAID}
    lost = {
        "cost": Decimal(900),
        "deposit": Decimal(300),
        "deposit_state": DepositState.KEPT,
        "state": "bumped",
    }
    unpaid = {"deposit": Decimal(700), "deposit_state": DepositState.DUE, "state": "bumped"}
    rows = [Booking(venue=venue, gathering=gathering, **each) for each in (held, lost, unpaid, {})]
    found = costs(rows)
    assert (found.total, found.deposits, found.unknown, found.count) == (Decimal(1100), Decimal(500), 1, 2)


def test_a_round_adds_up_the_halls_of_all_its_gatherings(cast: Cast) -> None:
    whole = Round.objects.create(programme=cast.programme, owner=cast.convenor, name="First round")
    for days in (0, 1):
        gathering = make_gathering(cast, round=whole, starts_at=MARCH + timedelta(days=days))
        bookings.book(gathering=gathering, venue=make_venue(cast, cost=Decimal(750)), by=cast.amina)
    found = costs_of_round(cast.amina, gathering)
    assert found is not None
    assert found.total == 1500


def test_the_list_narrows_by_seats_access_and_neutrality(cast: Cast) -> None:
    make_venue(cast, name="Fits", capacity=80, step_free=True, neutrality=Neutrality.NEUTRAL)
    make_venue(cast, name="Unknown")
    asked = f"/p/{cast.programme.slug}/gatherings/venues/?seats=50&step_free=on&neutral=on"
    shown = signed_in(cast.amina).get(asked).content.decode()
    assert ("Fits" in shown, "Unknown</bdi>" in shown) == (True, False)


def test_two_who_change_one_hall_both_keep_what_they_wrote(cast: Cast) -> None:
    venue = make_venue(cast)
    client = signed_in(cast.amina)
    url = f"{venue.get_absolute_url()}edit/"
    form = client.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    Venue.objects.filter(pk=venue.pk).update(address="Voortrekker Street")
    response = client.post(url, typed | {"capacity": 120})
    assert response.status_code == 302
    assert list(Venue.objects.values_list("capacity", "address")) == [(120, "Voortrekker Street")]


def test_an_observer_adds_no_hall(cast: Cast) -> None:
    url = f"/p/{cast.programme.slug}/gatherings/venues/add/"
    assert signed_in(member_in(cast, "observer")).get(url).status_code == 403
