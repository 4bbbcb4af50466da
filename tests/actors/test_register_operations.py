"""Adding, changing, sharing and withdrawing actors."""

import uuid

import pytest

from imbizo.actors.errors import BadEntry, NotYours
from imbizo.actors.models import Actor, Register
from imbizo.actors.operations import (
    add_actor,
    add_name,
    change_actor,
    put_back,
    remove,
    restore,
    set_sharing,
    set_tags,
    tag_actors,
    untag,
    withdraw,
)
from imbizo.base.errors import Conflict
from imbizo.places.models import Place
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Sharing
from imbizo.thread.models import AuditEntry
from tests.actors.register import official, organisation, person
from tests.cast import Cast


def seen(member: Membership) -> set[str]:
    return {actor.name for actor in Actor.objects.visible_to(member).active()}


def last(actor: Actor) -> AuditEntry:
    return AuditEntry.objects.filter(subject_id=actor.pk).latest("id")


def test_a_private_person_is_kept_to_the_partner_that_adds_them(cast: Cast) -> None:
    person(cast.amina)
    assert (seen(cast.bo), seen(cast.thandi)) == ({"Tendai Moyo"}, set())


def test_an_official_and_an_organisation_are_shared_with_all_partners(cast: Cast) -> None:
    official(cast.amina)
    organisation(cast.amina)
    assert seen(cast.thandi) == {"Lindiwe Mokoena", "Langeberg Council"}


def test_no_actor_is_seen_from_another_programme(cast: Cast) -> None:
    organisation(cast.amina)
    assert seen(cast.farid) == set()


def test_people_are_ordered_by_surname_without_case_or_accents(cast: Cast) -> None:
    assert person(cast.amina, "Zodwa", "Ábrahams").sort_name == "abrahams zodwa"


def test_the_municipality_follows_from_the_place(cast: Cast) -> None:
    witzenberg = Place.objects.create(kind="municipality", name="Witzenberg")
    ceres = Place.objects.create(kind="town", name="Ceres", parent=witzenberg)
    assert person(cast.amina, place=ceres).municipality == witzenberg


def test_the_same_form_sent_twice_makes_one_person(cast: Cast) -> None:
    id = uuid.uuid4()
    assert person(cast.amina, id=id) == person(cast.amina, id=id)
    assert AuditEntry.objects.filter(subject_id=id).count() == 1


def test_an_id_with_other_content_is_refused(cast: Cast) -> None:
    first = person(cast.amina)
    with pytest.raises(Conflict):
        person(cast.amina, "Someone", "Else", id=first.pk)


def test_an_id_of_another_programme_is_refused(cast: Cast) -> None:
    first = organisation(cast.farid)
    with pytest.raises(Conflict):
        organisation(cast.amina, id=first.pk)


@pytest.mark.parametrize("name", ["O'Brien", "محمد الأمين", "Zanele 🌻", "Ngũgĩ wa Thiong'o"])
def test_any_script_sign_or_emoji_makes_a_name(cast: Cast, name: str) -> None:
    added = add_actor(form="person", name=name, by=cast.amina)
    assert (added.name, bool(added.sort_name and added.match_key)) == (name, True)


def test_a_name_of_ten_thousand_letters_is_refused_in_a_sentence(cast: Cast) -> None:
    with pytest.raises(BadEntry, match="300"):
        add_actor(form="person", name="a" * 10_000, by=cast.amina)


def test_a_change_tells_what_was_before_and_after(cast: Cast) -> None:
    actor = person(cast.amina)
    change_actor(actor=actor, changes={"surname": "Nkosi"}, by=cast.bo)
    assert last(actor).changes == {"surname": ["Moyo", "Nkosi"], "name": ["Tendai Moyo", "Tendai Nkosi"]}


def test_a_change_of_name_changes_the_order_and_the_key(cast: Cast) -> None:
    changed = change_actor(actor=person(cast.amina), changes={"surname": "Nkosi"}, by=cast.bo)
    assert (changed.sort_name, changed.match_key) == ("nkosi tendai", "nkosi|tendai")


def test_a_coordinator_does_not_change_what_another_partner_owns(cast: Cast) -> None:
    actor = official(cast.thandi)
    with pytest.raises(NotYours):
        change_actor(actor=actor, changes={"surname": "Nkosi"}, by=cast.amina)


def test_an_observer_changes_nothing_of_their_own_partner(cast: Cast) -> None:
    with pytest.raises(NotYours):
        withdraw(actor=official(cast.thandi), by=cast.chandra)


def test_a_withdrawal_can_be_undone(cast: Cast) -> None:
    actor = person(cast.amina)
    withdraw(actor=actor, by=cast.amina)
    assert seen(cast.amina) == set()
    restore(actor=actor, by=cast.amina)
    assert seen(cast.amina) == {"Tendai Moyo"}


def test_a_person_shared_with_a_named_partner_is_seen_there(cast: Cast) -> None:
    set_sharing(record=person(cast.amina), sharing=Sharing.NAMED, partners=[cast.committee], by=cast.amina)
    assert seen(cast.thandi) == {"Tendai Moyo"}


def test_naming_nobody_is_refused(cast: Cast) -> None:
    with pytest.raises(BadEntry):
        set_sharing(record=person(cast.amina), sharing=Sharing.NAMED, partners=[], by=cast.amina)


def test_only_the_owner_shares(cast: Cast) -> None:
    with pytest.raises(NotYours):
        set_sharing(record=official(cast.amina), sharing=Sharing.ITSELF, by=cast.thandi)


def test_another_spelling_can_be_taken_away_and_put_back(cast: Cast) -> None:
    actor = organisation(cast.amina)
    name = add_name(actor=actor, name="Langeberg Raad", by=cast.amina)
    entry = remove(record=name, by=cast.amina)
    assert actor.other_names.count() == 0
    assert put_back(entry=entry, by=cast.bo) == name


def test_another_partner_puts_nothing_back(cast: Cast) -> None:
    name = add_name(actor=organisation(cast.amina), name="Langeberg Raad", by=cast.amina)
    entry = remove(record=name, by=cast.amina)
    with pytest.raises(NotYours):
        put_back(entry=entry, by=cast.thandi)


def test_tags_are_told_apart_without_case(cast: Cast) -> None:
    set_tags(actor=person(cast.amina), names=["Faith"], by=cast.amina)
    tagged = set_tags(actor=official(cast.amina), names=["faith", "FAITH"], by=cast.amina)
    assert [tag.name for tag in tagged.tags.all()] == ["Faith"]


def test_tagging_many_leaves_what_others_own_and_can_be_undone(cast: Cast) -> None:
    mine, theirs = person(cast.amina), official(cast.thandi)
    entries = tag_actors(actors=[mine, theirs], names=["farm work"], by=cast.amina)
    assert (mine.tags.count(), theirs.tags.count()) == (1, 0)
    untag(entries=entries, by=cast.amina)
    assert mine.tags.count() == 0


def test_each_change_raises_the_revision(cast: Cast) -> None:
    actor = person(cast.amina)
    before = Register.objects.get(programme=cast.programme).revision
    change_actor(actor=actor, changes={"surname": "Nkosi"}, by=cast.amina)
    assert Register.objects.get(programme=cast.programme).revision == before + 1
