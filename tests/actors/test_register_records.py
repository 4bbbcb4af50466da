"""What the register gives to the thread, to search and to the journey."""

from imbizo.actors.operations import (
    add_affiliation,
    add_contact,
    add_name,
    add_note,
    change_actor,
    withdraw,
)
from imbizo.actors.queries import register_status
from imbizo.programmes.models import Membership
from imbizo.thread import registry
from tests.actors.register import MOBILE, official, organisation, person
from tests.cast import Cast, signed_in


def seen(member: Membership, kind: str) -> int:
    return registry.get(kind).visible_to(member).count()


def test_what_hangs_on_a_hidden_person_is_hidden_with_them(cast: Cast) -> None:
    hidden, council = person(cast.amina), organisation(cast.amina)
    add_contact(actor=hidden, channel="sms", raw=MOBILE, by=cast.amina, sharing="all")
    add_note(actor=hidden, text="Met at the clinic", by=cast.amina, sharing="all")
    add_name(actor=hidden, name="Mama T", by=cast.amina)
    add_affiliation(person=hidden, organisation=council, by=cast.amina)
    kinds = ("actors.actor", "actors.contact", "actors.note", "actors.name", "actors.affiliation")
    assert [seen(cast.bo, kind) for kind in kinds] == [2, 1, 1, 1, 1]
    assert [seen(cast.thandi, kind) for kind in kinds] == [1, 0, 0, 0, 0]


def test_numbers_and_notes_are_hidden_from_a_role_that_does_not_see_them(cast: Cast) -> None:
    shared = official(cast.amina)
    add_contact(actor=shared, channel="sms", raw=MOBILE, by=cast.amina)
    add_note(actor=shared, text="Chairs on Mondays", by=cast.amina, sharing="all")
    assert [seen(cast.chandra, kind) for kind in ("actors.contact", "actors.note")] == [0, 0]


def test_search_knows_a_person_by_spellings_and_by_organisations_that_all_see(cast: Cast) -> None:
    holder = person(cast.amina)
    add_name(actor=holder, name="Mama T", by=cast.amina)
    add_affiliation(person=holder, organisation=organisation(cast.amina), by=cast.amina)
    secret = organisation(cast.amina, "Secret union", sharing="itself")
    add_affiliation(person=holder, organisation=secret, by=cast.amina)
    kind = registry.get("actors.actor")
    text = (
        kind.search(kind.search_sources(kind.visible_to(cast.amina)).get(pk=holder.pk))
        if kind.search
        else None
    )
    assert text is not None
    assert (text.title, text.body) == ("Tendai Moyo", "Mama T Langeberg Council")


def test_a_withdrawn_actor_is_not_searched(cast: Cast) -> None:
    withdraw(actor=person(cast.amina), by=cast.amina)
    kind = registry.get("actors.actor")
    assert kind.search_sources(kind.visible_to(cast.amina)).count() == 0


def test_an_observer_sees_facts_and_not_who_did_what(cast: Cast) -> None:
    actor = official(cast.amina)
    change_actor(actor=actor, changes={"title": "Cllr"}, by=cast.amina)
    page = signed_in(cast.chandra).get(f"/p/winelands/people/{actor.pk}/")
    assert page.context["dossier"].timeline == []


def test_the_journey_says_how_many_are_in_the_register(cast: Cast) -> None:
    assert register_status(cast.amina).text == "Nobody is in the register yet"
    person(cast.amina)
    official(cast.amina)
    organisation(cast.amina)
    assert register_status(cast.amina).text == "2 people, 1 organisation"
    assert register_status(cast.thandi).text == "1 person, 1 organisation"
