from typing import Any

from imbizo.actors.operations import add_contact
from imbizo.programmes.models import Step
from imbizo.thread import registry
from imbizo.thread.operations import audit
from imbizo.thread.queries import Change, Narrowed, activity, find_record, record_history, tell
from tests.cast import Cast, member_in
from tests.desk.people import person


def sentences(member: Any, **asked: Any) -> list[str]:
    return [told.sentence for told in tell(member, activity(member, **asked))]


def test_the_newest_stands_first(cast: Cast) -> None:
    actor = person(cast.amina, "Sipho Dlamini")
    audit("change", [actor], by=cast.bo)
    assert sentences(cast.bo, limit=2) == [
        "Bo changed the person or organisation Sipho Dlamini",
        "Amina added the person or organisation Sipho Dlamini",
    ]


def test_what_others_keep_to_themselves_is_absent(cast: Cast) -> None:
    person(cast.amina, "Sipho Dlamini", sharing="itself")
    assert not [line for line in sentences(member_in(cast, "partner", cast.committee)) if "Sipho" in line]


def test_another_programme_is_absent(cast: Cast) -> None:
    person(cast.farid, "Sipho Dlamini")
    assert not [line for line in sentences(cast.bo) if "Sipho" in line]


def test_it_can_be_narrowed_to_a_kind_a_verb_and_a_person(cast: Cast) -> None:
    actor = person(cast.amina, "Sipho Dlamini")
    audit("change", [actor], by=cast.bo)
    narrowed = Narrowed(kind="actors.actor", verb="change", user=cast.bo.user_id)
    assert sentences(cast.amina, narrowed=narrowed) == ["Bo changed the person or organisation Sipho Dlamini"]


def test_the_next_page_begins_after_the_last_entry(cast: Cast) -> None:
    first, second = person(cast.amina, "One"), person(cast.amina, "Two")
    (newest,) = activity(cast.bo, limit=1)
    (older,) = activity(cast.bo, limit=1, before=newest.entry.pk)
    assert (newest.record, older.record) == (second, first)


def test_many_hidden_entries_do_not_hide_older_ones(cast: Cast) -> None:
    person(cast.amina, "Seen")
    for number in range(7):
        person(cast.amina, f"Hidden {number}", sharing="itself")
    assert [
        str(told.record) for told in activity(cast.thandi, limit=2, narrowed=Narrowed("actors.actor"))
    ] == ["Seen"]


def test_a_change_reads_in_the_words_of_the_field(cast: Cast) -> None:
    actor = person(cast.amina, "Sipho Dlamini")
    audit(
        "change",
        [actor],
        by=cast.bo,
        changes={"kind": ["unknown", "faith"], "handle_in_person": [False, True]},
    )
    (told, *_rest) = tell(cast.bo, activity(cast.bo, limit=1))
    assert list(told.changes) == [
        Change("kind", "not known yet", "faith"),
        Change("handle in person", "no", "yes"),
    ]


def test_days_and_people_in_changes_read_as_people_write_them(cast: Cast) -> None:
    step = Step.objects.filter(programme=cast.programme).first()
    audit("change", [step], by=cast.bo, changes={"due_on": [None, "2026-07-06"], "assignee": [None, cast.bo]})
    (told, *_rest) = tell(cast.bo, activity(cast.bo, limit=1))
    assert list(told.changes) == [
        Change("due", "", "Mon 6 July 2026"),
        Change("who does it", "", "Bo (Ubambano)"),
    ]


def test_a_change_to_a_record_that_is_hidden_names_nothing(cast: Cast) -> None:
    hidden = person(cast.amina, "Hidden", sharing="itself")
    seen = person(cast.amina, "Seen")
    audit("change", [seen], by=cast.amina, changes={"merged_into": [None, hidden]})
    (told, *_rest) = tell(cast.thandi, activity(cast.thandi, limit=1))
    assert [change.after for change in told.changes] == ["a restricted record"]


def test_a_list_of_ids_is_counted(cast: Cast) -> None:
    actor = person(cast.amina, "Seen")
    audit("change", [actor], by=cast.amina, changes={"members": [None, [cast.bo.pk, cast.amina.pk]]})
    (told, *_rest) = tell(cast.bo, activity(cast.bo, limit=1))
    assert list(told.changes) == [Change("members", "", "2 records")]


def test_a_verb_without_words_of_its_own_still_reads(cast: Cast) -> None:
    actor = person(cast.amina, "Sipho Dlamini")
    audit("turn_over", [actor], by=None)
    assert sentences(cast.bo, limit=1) == ["Imbizo: turn over, the person or organisation Sipho Dlamini"]


def test_a_records_own_history_holds_it_alone(cast: Cast) -> None:
    actor = person(cast.amina, "Sipho Dlamini")
    person(cast.amina, "Another")
    told = tell(cast.bo, record_history(actor), here=True)
    assert [line.sentence for line in told] == ["Amina added this person or organisation"]


def test_a_record_is_found_by_those_who_may_see_it_alone(cast: Cast) -> None:
    actor = person(cast.amina, "Sipho Dlamini", sharing="itself")
    found = [find_record(member, "actors.actor", actor.pk) for member in (cast.bo, cast.thandi, cast.farid)]
    assert found == [actor, None, None]


def test_a_record_of_no_kind_is_not_found(cast: Cast) -> None:
    assert find_record(cast.bo, "gone.kind", cast.bo.pk) is None


def test_activity_costs_the_same_for_many_entries(cast: Cast, django_assert_num_queries: Any) -> None:
    for number in range(5):
        person(cast.amina, f"Person {number}")
    narrowed = Narrowed("actors.actor")
    with django_assert_num_queries(2):
        assert len(tell(cast.bo, activity(cast.bo, narrowed=narrowed))) == 5


def test_records_told_by_their_owners_page_cost_no_more_when_there_are_more(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    actors = [person(cast.amina, f"Sipho Dlamini {number}") for number in range(4)]
    numbers = [
        add_contact(actor=actor, channel="sms", raw=f"060 123 400{place}", by=cast.amina)
        for place, actor in enumerate(actors)
    ]
    found = registry.visible_by_name(cast.amina, "actors.contact", [each.pk for each in numbers])
    with django_assert_num_queries(0):
        addresses = {each.get_absolute_url() for each in found.values()}
    assert addresses == {actor.get_absolute_url() for actor in actors}
