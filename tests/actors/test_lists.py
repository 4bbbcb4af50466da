"""Fixed and smart lists, and counts that are never stale."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from imbizo.actors import queries
from imbizo.actors.errors import BadEntry, NotYours
from imbizo.actors.models import ActorList
from imbizo.actors.operations import (
    add_contact,
    add_members,
    change_actor,
    change_contact,
    create_list,
    remove_members,
    set_sharing,
    set_tags,
    undo_members,
    withdraw,
)
from imbizo.programmes.models import Membership
from tests.actors.register import MOBILE, official, organisation, person
from tests.cast import Cast


def count(member: Membership, actor_list: ActorList) -> int:
    return queries.counts(member, [actor_list])[actor_list.pk]


def smart(by: Membership, **conditions: object) -> ActorList:
    return create_list(name="Smart", conditions=conditions, sharing="all", by=by)


def test_a_list_holds_whom_one_puts_on_it(cast: Cast) -> None:
    fixed = create_list(name="Invited", by=cast.amina)
    add_members(actor_list=fixed, actors=[person(cast.amina)], by=cast.amina)
    assert [actor.name for actor in queries.on_list(cast.bo, fixed)] == ["Tendai Moyo"]


def test_putting_on_and_taking_off_can_be_undone(cast: Cast) -> None:
    fixed, actor = create_list(name="Invited", by=cast.amina), person(cast.amina)
    added = add_members(actor_list=fixed, actors=[actor], by=cast.amina)
    assert added is not None
    undo_members(actor_list=fixed, entry=added, by=cast.amina)
    assert count(cast.amina, fixed) == 0
    add_members(actor_list=fixed, actors=[actor], by=cast.amina)
    removed = remove_members(actor_list=fixed, actors=[actor], by=cast.amina)
    assert removed is not None
    undo_members(actor_list=fixed, entry=removed, by=cast.amina)
    assert count(cast.amina, fixed) == 1


def test_putting_somebody_on_twice_changes_nothing(cast: Cast) -> None:
    fixed, actor = create_list(name="Invited", by=cast.amina), person(cast.amina)
    add_members(actor_list=fixed, actors=[actor], by=cast.amina)
    assert add_members(actor_list=fixed, actors=[actor], by=cast.amina) is None


def test_another_partner_puts_nobody_on_a_shared_list(cast: Cast) -> None:
    fixed = create_list(name="Invited", sharing="all", by=cast.amina)
    with pytest.raises(NotYours):
        add_members(actor_list=fixed, actors=[official(cast.thandi)], by=cast.thandi)


def test_nobody_is_put_on_a_smart_list(cast: Cast) -> None:
    with pytest.raises(BadEntry):
        add_members(actor_list=smart(cast.amina, kind=["faith"]), actors=[person(cast.amina)], by=cast.amina)


def test_a_shared_list_shows_each_partner_only_whom_it_sees(cast: Cast) -> None:
    fixed = create_list(name="Invited", sharing="all", by=cast.amina)
    add_members(actor_list=fixed, actors=[person(cast.amina), official(cast.amina)], by=cast.amina)
    assert (count(cast.bo, fixed), count(cast.thandi, fixed)) == (2, 1)


def test_a_smart_list_fills_itself(cast: Cast) -> None:
    faith = smart(cast.amina, kind=["faith", "traditional"])
    before = count(cast.amina, faith)
    organisation(cast.amina, "Church of Hope", kind="faith")
    assert (before, count(cast.amina, faith)) == (0, 1)


def test_a_count_follows_a_change_of_kind(cast: Cast) -> None:
    faith, actor = smart(cast.amina, kind=["faith"]), organisation(cast.amina, kind="faith")
    assert count(cast.amina, faith) == 1
    change_actor(actor=actor, changes={"kind": "media"}, by=cast.amina)
    assert count(cast.amina, faith) == 0


def test_a_count_follows_a_change_of_sharing(cast: Cast) -> None:
    people, actor = smart(cast.amina, form="person"), person(cast.amina)
    assert count(cast.thandi, people) == 0
    set_sharing(record=actor, sharing="named", partners=[cast.committee], by=cast.amina)
    assert count(cast.thandi, people) == 1
    set_sharing(record=actor, sharing="itself", by=cast.amina)
    assert count(cast.thandi, people) == 0


def test_a_count_follows_tags_and_withdrawal(cast: Cast) -> None:
    actor = person(cast.amina)
    set_tags(actor=actor, names=["farm work"], by=cast.amina)
    tagged = smart(cast.amina, tag=str(actor.tags.get().pk))
    assert count(cast.amina, tagged) == 1
    withdraw(actor=actor, by=cast.amina)
    assert count(cast.amina, tagged) == 0


def test_a_count_follows_the_state_of_a_number(cast: Cast) -> None:
    reached, actor = smart(cast.amina, reach="sms"), person(cast.amina)
    contact = add_contact(actor=actor, channel="sms", raw=MOBILE, by=cast.amina)
    assert count(cast.amina, reached) == 1
    change_contact(contact=contact, changes={"state": "dead"}, by=cast.amina)
    assert count(cast.amina, reached) == 0


def test_who_sees_no_numbers_learns_nothing_of_them_from_a_count(cast: Cast) -> None:
    reached = smart(cast.thandi, reach="sms")
    add_contact(actor=official(cast.thandi), channel="sms", raw=MOBILE, by=cast.thandi)
    assert (count(cast.thandi, reached), count(cast.chandra, reached)) == (1, 0)


def test_a_smart_list_stands_on_no_other_smart_list(cast: Cast) -> None:
    first = smart(cast.amina, kind=["faith"])
    with pytest.raises(BadEntry):
        smart(cast.amina, list=[str(first.pk)])


def test_counting_one_list_or_thirty_takes_as_many_queries(cast: Cast) -> None:
    lists = [smart(cast.amina, kind=["faith"]) for _ in range(30)]
    taken = []
    for wanted in (lists[:1], lists[1:]):
        with CaptureQueriesContext(
            connection,
        ) as queried:
            queries.counts(cast.amina, wanted)
        taken.append(len(queried))
    assert taken[0] == taken[1] == 2


def test_counts_are_not_counted_again_for_the_same_revision(cast: Cast) -> None:
    faith = smart(cast.amina, kind=["faith"])
    count(cast.amina, faith)
    with CaptureQueriesContext(connection) as queried:
        count(cast.amina, faith)
    assert len(queried) == 1
