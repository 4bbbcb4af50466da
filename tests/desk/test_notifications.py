from typing import Any

from imbizo.actors.models import Assignment, SubjectRequest
from imbizo.desk.operations import mark_read
from imbizo.desk.queries import notices, notifications_of, unread_count
from imbizo.programmes.models import Membership, Step
from imbizo.thread.operations import audit
from tests.cast import Cast, member_in, signed_in
from tests.desk.people import person

ADDRESS = "/p/winelands/notifications/"


def told(member: Membership) -> list[str]:
    return [notice.sentence for notice in notices(member) if "member" not in notice.sentence]


def assign(cast: Cast, member: Membership) -> Step:
    step = Step.objects.filter(programme=cast.programme).first()
    assert step is not None
    step.assignee = member
    step.save()
    audit("change", [step], by=cast.amina, changes={"assignee": [None, member]})
    return step


def look_for(cast: Cast, member: Membership, by: Membership) -> Assignment:
    assignment = Assignment.objects.create(
        programme=cast.programme, sphere="local", kind="government", who="Ward councillor", assignee=member
    )
    audit("assign", [assignment], by=by)
    return assignment


def test_a_step_that_is_assigned_to_me_is_told(cast: Cast) -> None:
    step = assign(cast, cast.bo)
    assert told(cast.bo) == [f"Amina changed the step {step.title}"]


def test_a_step_that_only_changed_is_not_told(cast: Cast) -> None:
    step = assign(cast, cast.bo)
    audit("change", [step], by=cast.amina, changes={"note": ["", "Letters are out"]})
    assert len(told(cast.bo)) == 1


def test_nobody_is_told_of_their_own_acts(cast: Cast) -> None:
    look_for(cast, cast.amina, by=cast.amina)
    assert told(cast.amina) == []


def test_whoever_is_asked_to_find_somebody_is_told(cast: Cast) -> None:
    look_for(cast, cast.bo, by=cast.amina)
    assert told(cast.bo) == ["Amina assigned the search for an actor Ward councillor"]


def test_what_is_handed_over_is_told_to_the_successor(cast: Cast) -> None:
    assignment = look_for(cast, cast.bo, by=cast.amina)
    assignment.assignee = cast.thandi
    assignment.save()
    audit("hand_over", [assignment], by=cast.amina, changes={"assignee": [cast.bo, cast.thandi]})
    assert told(cast.thandi) == ["Amina handed over the search for an actor Ward councillor"]


def test_a_request_is_told_to_those_who_may_answer_it(cast: Cast) -> None:
    officer = member_in(cast, "protection_officer")
    request = SubjectRequest.objects.create(programme=cast.programme, kind="access", due_on="2026-08-05")
    audit("receive", [request], by=None)
    assert [len(told(member)) for member in (officer, cast.amina, cast.bo)] == [1, 1, 0]


def test_a_request_that_somebody_answers_is_told_to_that_one_alone(cast: Cast) -> None:
    officer = member_in(cast, "protection_officer")
    request = SubjectRequest.objects.create(
        programme=cast.programme, kind="access", due_on="2026-08-05", handler=officer
    )
    audit("assign", [request], by=None)
    assert [len(told(member)) for member in (officer, cast.amina)] == [1, 0]


def test_roles_that_change_are_told(cast: Cast) -> None:
    audit("change", [cast.bo], by=cast.amina, changes={"roles": [["facilitator"], ["coordinator"]]})
    assert next(notice.sentence for notice in notices(cast.bo)) == "Amina changed the member Bo (Ubambano)"


def test_what_a_member_cannot_see_is_not_told(cast: Cast) -> None:
    found = person(cast.amina, "Hidden", sharing="itself")
    assignment = look_for(cast, cast.thandi, by=cast.bo)
    Assignment.objects.filter(pk=assignment.pk).update(found=found)
    assert told(cast.thandi) == []


def test_very_many_records_at_once_concern_nobody(cast: Cast) -> None:
    step = assign(cast, cast.bo)
    audit("change", [step] * 201, by=cast.amina, changes={"assignee": [None, cast.bo]})
    assert len(told(cast.bo)) == 1


def test_the_bell_counts_what_is_unread(cast: Cast) -> None:
    mark_read(by=cast.bo)
    look_for(cast, cast.bo, by=cast.amina)
    assert unread_count(cast.bo) == 1


def test_one_can_be_marked_as_read(cast: Cast) -> None:
    mark_read(by=cast.bo)
    look_for(cast, cast.bo, by=cast.amina)
    assign(cast, cast.bo)
    first = notifications_of(cast.bo).first()
    signed_in(cast.bo).post(f"{ADDRESS}read/", {"id": str(first.pk) if first else ""})
    assert unread_count(cast.bo) == 1


def test_all_can_be_marked_as_read(cast: Cast) -> None:
    look_for(cast, cast.bo, by=cast.amina)
    signed_in(cast.bo).post(f"{ADDRESS}read/")
    assert unread_count(cast.bo) == 0


def test_marking_reaches_nobody_elses(cast: Cast) -> None:
    look_for(cast, cast.bo, by=cast.amina)
    theirs = notifications_of(cast.bo).first()
    before = unread_count(cast.bo)
    mark_read(by=cast.thandi, ids=[theirs.pk] if theirs else [])
    assert unread_count(cast.bo) == before


def test_reading_happens_by_post_alone(cast: Cast) -> None:
    assert signed_in(cast.bo).get(f"{ADDRESS}read/").status_code == 405


def test_what_is_no_id_marks_nothing(cast: Cast) -> None:
    look_for(cast, cast.bo, by=cast.amina)
    before = unread_count(cast.bo)
    signed_in(cast.bo).post(f"{ADDRESS}read/", {"id": "x"})
    assert unread_count(cast.bo) == before


def test_the_page_shows_them_and_teaches_when_there_are_none(cast: Cast) -> None:
    look_for(cast, cast.bo, by=cast.amina)
    reader = member_in(cast, "reference_group_member")
    pages: list[Any] = [signed_in(member).get(ADDRESS).content.decode() for member in (cast.bo, reader)]
    assert ["Ward councillor" in pages[0], "Nothing for you yet" in pages[1]] == [True, True]
