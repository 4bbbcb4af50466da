"""Who is what in which organisation, from when to when."""

from datetime import date
from typing import Any

import pytest

from imbizo.actors import queries
from imbizo.actors.errors import BadDates, NotYours, TooLate
from imbizo.actors.models import Actor, Affiliation
from imbizo.actors.operations import add_affiliation, change_affiliation, end_offices, reopen_offices
from imbizo.programmes.models import Membership
from tests.actors.register import official, organisation, person
from tests.cast import Cast

ELECTION = date(2026, 11, 4)


def councillor(council: Actor, by: Membership, surname: str = "Mokoena", **fields: Any) -> Affiliation:
    holder = official(by, surname=surname)
    details: dict[str, Any] = {
        "position": "Councillor",
        "is_office": True,
        "starts_on": date(2021, 11, 1),
        **fields,
    }
    return add_affiliation(person=holder, organisation=council, by=by, **details)


def ends(council: Actor) -> list[date | None]:
    return list(council.affiliates.order_by("pk").values_list("ends_on", flat=True))


def test_affiliations_may_overlap(cast: Cast) -> None:
    holder, council = official(cast.amina), organisation(cast.amina)
    for position in ("Councillor", "Mayor"):
        add_affiliation(person=holder, organisation=council, by=cast.amina, position=position)
    assert holder.affiliations.count() == 2


def test_an_end_before_the_beginning_is_refused(cast: Cast) -> None:
    with pytest.raises(BadDates):
        councillor(organisation(cast.amina), cast.amina, ends_on=date(2020, 1, 1))


def test_an_affiliation_to_a_hidden_actor_is_hidden(cast: Cast) -> None:
    shop = organisation(cast.amina, "Corner shop")
    add_affiliation(person=person(cast.amina), organisation=shop, by=cast.amina)
    assert (queries.affiliations(cast.bo).count(), queries.affiliations(cast.thandi).count()) == (1, 0)


def test_a_partner_says_where_its_own_person_works(cast: Cast) -> None:
    council = organisation(cast.amina)
    added = add_affiliation(person=person(cast.thandi), organisation=council, by=cast.thandi)
    assert added.organisation == council


def test_a_partner_joins_no_two_actors_of_another(cast: Cast) -> None:
    with pytest.raises(NotYours):
        add_affiliation(person=official(cast.amina), organisation=organisation(cast.amina), by=cast.thandi)


def test_a_whole_council_ends_in_one_act(cast: Cast) -> None:
    council = organisation(cast.amina)
    councillor(council, cast.amina)
    councillor(council, cast.amina, "Naidoo")
    councillor(council, cast.amina, "Botha", is_office=False)
    assert len(end_offices(organisation=council, on=ELECTION, by=cast.amina)) == 2
    assert ends(council) == [ELECTION, ELECTION, None]


def test_offices_that_ended_before_or_begin_after_stay(cast: Cast) -> None:
    council = organisation(cast.amina)
    councillor(council, cast.amina, ends_on=date(2024, 1, 31))
    councillor(council, cast.amina, "Naidoo", starts_on=date(2026, 11, 20))
    assert end_offices(organisation=council, on=ELECTION, by=cast.amina) == []


def test_the_end_of_a_council_can_be_undone(cast: Cast) -> None:
    council = organisation(cast.amina)
    councillor(council, cast.amina)
    councillor(council, cast.amina, "Naidoo", ends_on=date(2027, 1, 31))
    entries = end_offices(organisation=council, on=ELECTION, by=cast.amina)
    reopen_offices(organisation=council, entries=entries, by=cast.amina)
    assert ends(council) == [None, date(2027, 1, 31)]


def test_an_office_changed_since_is_not_undone(cast: Cast) -> None:
    council = organisation(cast.amina)
    office = councillor(council, cast.amina)
    entries = end_offices(organisation=council, on=ELECTION, by=cast.amina)
    change_affiliation(affiliation=office, changes={"ends_on": date(2026, 12, 1)}, by=cast.amina)
    with pytest.raises(TooLate):
        reopen_offices(organisation=council, entries=entries, by=cast.amina)


def test_only_the_owner_of_a_council_ends_it(cast: Cast) -> None:
    with pytest.raises(NotYours):
        end_offices(organisation=organisation(cast.amina), on=ELECTION, by=cast.thandi)


def test_the_offices_of_people_whom_the_member_does_not_see_stay(cast: Cast) -> None:
    council = organisation(cast.amina)
    hidden = person(cast.thandi)
    add_affiliation(person=hidden, organisation=council, by=cast.thandi, is_office=True)
    assert end_offices(organisation=council, on=ELECTION, by=cast.amina) == []
