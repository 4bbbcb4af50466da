"""Two become one, and two again."""

from typing import Any

import pytest
from django.db.models import ForeignKey, Q
from django.urls import reverse

from imbizo.actors.errors import CantMerge, TooLate
from imbizo.actors.models import Actor, ContactPoint, ListMember, Merge, Note, Pair
from imbizo.actors.operations import (
    add_actor,
    add_contact,
    add_members,
    add_note,
    change_actor,
    create_list,
    set_tags,
)
from imbizo.actors.operations.affiliations import add_affiliation
from imbizo.actors.operations.duplicates import (
    find_duplicates,
    merge_in_background,
    not_the_same,
    suggest_for,
)
from imbizo.actors.operations.merging import NOT_MOVED, merge, undo_merge
from imbizo.actors.operations.references import references
from imbizo.actors.states import ActorState, PairState
from imbizo.messaging.operations import suppress
from imbizo.messaging.queries import suppressed
from imbizo.messaging.states import SuppressionReason
from imbizo.programmes.models import Membership
from imbizo.thread.models import Link, PublicLink
from imbizo.thread.operations import issue_public_link, link, open_public_link
from imbizo.thread.states import Relation
from tests.cast import Cast, signed_in

NUMBER = "060 000 1234"


def test_one_department_in_two_provinces_is_two(cast: Cast) -> None:
    for province in ("Gauteng", "KwaZulu-Natal"):
        add_actor(form="organisation", name=f"{province} Department of Social Development", by=cast.amina)
    assert find_duplicates(member=cast.amina.pk) == 0


def test_a_department_without_its_province_may_be_the_one_with_it(cast: Cast) -> None:
    for name in ("DSD Gauteng", "Department of Social Development"):
        add_actor(form="organisation", name=name, by=cast.amina)
    assert find_duplicates(member=cast.amina.pk) == 1


def person(name: str, by: Membership, **fields: Any) -> Actor:
    given, surname = name.split()
    return add_actor(form="person", given_name=given, surname=surname, by=by, **fields)


@pytest.fixture
def two(cast: Cast) -> tuple[Actor, Actor]:
    """Tendai Moyo, and T. Moyo, with one number."""
    first, second = (
        person("Tendai Moyo", cast.amina),
        person("T. Moyo", cast.amina, sharing="all", title="Cllr"),
    )
    for each in (first, second):
        add_contact(actor=each, channel="sms", raw=NUMBER, by=cast.amina)
    return first, second


def state_of(*actors: Actor) -> dict[str, Any]:
    """Everything in the database that says something about these actors, but for when it was last written."""
    ids = [actor.pk for actor in actors]
    found: dict[str, Any] = {"actors": list(Actor.objects.filter(pk__in=ids).order_by("pk").values())}
    for reference in references():
        rows = reference.model._base_manager.filter(**{f"{reference.name}__in": ids}).order_by("pk")
        found[reference.label] = list(rows.values()) if reference.model is not Merge else []
    for rows in found.values():
        for row in rows:
            row.pop("updated_at", None)
    return found


def test_every_reference_to_an_actor_is_found(cast: Cast) -> None:
    from django.apps import apps

    keys = {
        f"{model._meta.label}.{field.attname}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is Actor
    }
    assert {reference.label for reference in references()} == keys


def test_what_a_merge_leaves_where_it_is_is_known_by_name() -> None:
    assert {reference.label for reference in references()} >= NOT_MOVED


def test_every_reference_moves_to_the_survivor(cast: Cast, two: tuple[Actor, Actor]) -> None:
    kept, gone = two
    body = add_actor(form="organisation", name="Ceres Advice Office", by=cast.amina)
    add_affiliation(person=gone, organisation=body, by=cast.amina)
    add_note(actor=gone, text="Met her", by=cast.amina)
    add_contact(actor=gone, channel="email", raw="tendai@example.org", by=cast.amina)
    add_contact(actor=body, channel="sms", raw="060 000 9999", by=cast.amina, through=gone)
    set_tags(actor=gone, names=["farm"], by=cast.amina)
    add_members(actor_list=create_list(name="Ceres", by=cast.amina), actors=[gone], by=cast.amina)
    merge(survivor=kept, absorbed=gone, by=cast.amina)
    left = {
        reference.label: reference.model._base_manager.filter(**{reference.name: gone.pk}).count()
        for reference in references()
        if reference.label not in NOT_MOVED
    }
    # The same number stays behind: the survivor has it.
    assert {label: number for label, number in left.items() if number} == {"actors.ContactPoint.actor_id": 1}


def test_undoing_a_merge_gives_exactly_what_was_there(cast: Cast, two: tuple[Actor, Actor]) -> None:
    kept, gone = two
    add_note(actor=gone, text="Met her", by=cast.amina)
    set_tags(actor=gone, names=["farm"], by=cast.amina)
    add_members(actor_list=create_list(name="Ceres", by=cast.amina), actors=[kept, gone], by=cast.amina)
    suggest_for(actor=gone, by=cast.amina)
    before = state_of(kept, gone)
    undo_merge(merge=merge(survivor=kept, absorbed=gone, by=cast.amina), by=cast.amina)
    assert state_of(kept, gone) == before


def test_the_absorbed_is_kept_as_merged_and_its_page_leads_to_the_survivor(
    cast: Cast, two: tuple[Actor, Actor]
) -> None:
    kept, gone = two
    merge(survivor=kept, absorbed=gone, by=cast.amina)
    gone.refresh_from_db()
    page = signed_in(cast.amina).get(gone.get_absolute_url())
    assert (gone.state, page.headers["Location"]) == (ActorState.MERGED, kept.get_absolute_url())


def test_empty_fields_are_filled_and_choices_hold(cast: Cast, two: tuple[Actor, Actor]) -> None:
    kept, gone = two
    merge(survivor=kept, absorbed=gone, by=cast.amina, choices={"name": "absorbed", "sharing": "survivor"})
    kept.refresh_from_db()
    assert (kept.title, kept.name, kept.sharing) == ("Cllr", "T. Moyo", "itself")


def test_a_name_that_is_spelt_out_stays_unless_another_is_chosen(
    cast: Cast, two: tuple[Actor, Actor]
) -> None:
    merge(survivor=two[1], absorbed=two[0], by=cast.amina)
    two[1].refresh_from_db()
    assert two[1].name == "Tendai Moyo"


def test_warnings_about_one_number_hold_for_the_survivors_too(cast: Cast, two: tuple[Actor, Actor]) -> None:
    kept, gone = two
    gone.contacts.update(is_unsafe=True, safe_when="mornings only")
    merge(survivor=kept, absorbed=gone, by=cast.amina)
    assert kept.contacts.get().safe_when == "mornings only"


def test_a_suppression_survives_a_merge(cast: Cast, two: tuple[Actor, Actor]) -> None:
    address = ("sms", "+27600001234")
    suppress(programme=cast.programme, addresses=[address], reason=SuppressionReason.STOP, by=cast.amina)
    merge(survivor=two[0], absorbed=two[1], by=cast.amina)
    assert suppressed(programme=cast.programme, addresses=[address]) == {address}


def test_the_thread_goes_on_through_the_survivor(cast: Cast, two: tuple[Actor, Actor]) -> None:
    kept, gone = two
    note = add_note(actor=kept, text="Said so", by=cast.amina)
    link(note, gone, Relation.INFORMS, by=cast.amina)
    merge(survivor=kept, absorbed=gone, by=cast.amina)
    assert set(Link.objects.values_list("record_id", "source_id", "relation")) == {
        (note.pk, kept.pk, "informs"),
        (kept.pk, gone.pk, "merged_from"),
    }


def test_a_link_sent_to_the_absorbed_opens_nothing_of_the_survivors(
    cast: Cast, two: tuple[Actor, Actor]
) -> None:
    token = issue_public_link(two[1], purpose="subject", days=3, by=cast.amina)
    merge(survivor=two[0], absorbed=two[1], by=cast.amina)
    assert not PublicLink.objects.usable().with_token(token).exists()
    undo_merge(merge=Merge.objects.get(), by=cast.amina)
    assert open_public_link(token, purpose="subject").record_id == two[1].pk


def test_a_field_changed_since_the_merge_keeps_its_newer_value(cast: Cast, two: tuple[Actor, Actor]) -> None:
    done = merge(survivor=two[0], absorbed=two[1], by=cast.amina)
    change_actor(actor=two[0], changes={"title": "Dr"}, by=cast.amina)
    undo_merge(merge=done, by=cast.amina)
    two[0].refresh_from_db()
    assert (two[0].title, two[0].sharing) == ("Dr", "itself")


def test_merges_on_merges_are_undone_from_the_last(cast: Cast, two: tuple[Actor, Actor]) -> None:
    third = person("Tendai Moyoo", cast.amina)
    first = merge(survivor=two[0], absorbed=two[1], by=cast.amina)
    second = merge(survivor=third, absorbed=two[0], by=cast.amina)
    with pytest.raises((TooLate, CantMerge)):
        undo_merge(merge=first, by=cast.amina)
    undo_merge(merge=second, by=cast.amina)
    undo_merge(merge=first, by=cast.amina)
    assert Actor.objects.active().count() == 3


def test_a_record_of_another_partner_is_not_taken_up(cast: Cast) -> None:
    theirs = person("Tendai Moyo", cast.thandi, sharing="all")
    ours = person("T. Moyo", cast.amina)
    with pytest.raises(CantMerge):
        merge(survivor=ours, absorbed=theirs, by=cast.amina)
    assert merge(survivor=theirs, absorbed=ours, by=cast.amina).survivor == theirs


def test_a_person_and_an_organisation_never_become_one(cast: Cast) -> None:
    body = add_actor(form="organisation", name="Moyo", by=cast.amina)
    with pytest.raises(CantMerge):
        merge(survivor=body, absorbed=person("Tendai Moyo", cast.amina), by=cast.amina)


# Pairs


def test_one_number_and_a_like_name_make_a_pair(cast: Cast, two: tuple[Actor, Actor]) -> None:
    assert find_duplicates(member=cast.amina.pk) == 1
    assert Pair.objects.get().reasons == ["same_number", "initials"]


def test_looking_for_one_actor_finds_the_same(cast: Cast, two: tuple[Actor, Actor]) -> None:
    assert suggest_for(actor=two[1], by=cast.amina) == 1


def test_organisations_of_one_name_make_a_pair(cast: Cast) -> None:
    for name in ("SAPS Ceres", "South African Police Service, Ceres"):
        add_actor(form="organisation", name=name, by=cast.amina)
    assert find_duplicates(member=cast.amina.pk) == 1


def test_a_private_person_of_another_partner_is_never_suggested(cast: Cast, two: tuple[Actor, Actor]) -> None:
    theirs = person("Tendai Moyo", cast.thandi)
    add_contact(actor=theirs, channel="sms", raw=NUMBER, by=cast.thandi)
    find_duplicates(member=cast.amina.pk)
    assert list(Pair.objects.filter(Q(first=theirs) | Q(second=theirs))) == []


def test_what_was_said_to_be_two_is_not_suggested_again(cast: Cast, two: tuple[Actor, Actor]) -> None:
    find_duplicates(member=cast.amina.pk)
    not_the_same(pair=Pair.objects.get(), by=cast.amina)
    assert (find_duplicates(member=cast.amina.pk), Pair.objects.get().state) == (0, PairState.DIFFERENT)


def test_chosen_pairs_are_merged_together(cast: Cast, two: tuple[Actor, Actor]) -> None:
    find_duplicates(member=cast.amina.pk)
    assert merge_in_background(chosen=[Pair.objects.get().pk], by=cast.amina) == 1
    assert (Actor.objects.active().count(), Pair.objects.get().state) == (1, PairState.MERGED)


def test_the_pages_of_duplicates_open_and_merge(cast: Cast, two: tuple[Actor, Actor]) -> None:
    find_duplicates(member=cast.amina.pk)
    client, pair = signed_in(cast.amina), Pair.objects.get()
    assert client.get(reverse("actors:pairs", args=["winelands"])).status_code == 200
    assert client.get(pair.get_absolute_url()).status_code == 200
    assert client.post(pair.get_absolute_url(), {"name": "survivor"}).status_code == 302
    assert Merge.objects.get().survivor == two[0]


def test_a_member_without_the_permission_may_not_merge(cast: Cast) -> None:
    assert signed_in(cast.thandi).get(reverse("actors:pairs", args=["winelands"])).status_code == 403


def test_lists_and_notes_are_not_lost_with_a_merge(cast: Cast, two: tuple[Actor, Actor]) -> None:
    add_members(actor_list=create_list(name="Ceres", by=cast.amina), actors=list(two), by=cast.amina)
    merge(survivor=two[0], absorbed=two[1], by=cast.amina)
    assert (ListMember.objects.filter(actor=two[0]).count(), Note.objects.count()) == (1, 0)
    assert ContactPoint.objects.filter(actor=two[0]).count() == 1
