"""A member leaves: the open work passes in one act, and a programme never loses its last coordinator."""

import threading

import pytest
from django.db import connection

from imbizo.programmes.errors import LastCoordinator, NotInProgramme
from imbizo.programmes.models import Membership, Partner, Step
from imbizo.programmes.operations import (
    change_member,
    change_step,
    hand_over,
    invite_member,
    open_work,
)
from imbizo.programmes.queries import VacantRole, vacant_roles
from imbizo.programmes.states import StepState
from imbizo.thread.models import AuditEntry
from tests.cast import Cast, make_cast, member_in


def steps_for(cast: Cast, member: Membership, count: int = 2) -> list[Step]:
    steps = list(Step.objects.filter(programme=cast.programme)[:count])
    for step in steps:
        change_step(step=step, changes={"assignee": member}, by=cast.amina)
    return steps


def test_open_steps_pass_to_the_successor(cast: Cast) -> None:
    steps = steps_for(cast, cast.bo)
    hand_over(member=cast.bo, successor=cast.amina, by=cast.amina)
    assert set(cast.amina.steps.all()) == set(steps)


def test_done_steps_keep_the_name_of_who_did_them(cast: Cast) -> None:
    step = steps_for(cast, cast.bo, count=1)[0]
    change_step(step=step, changes={"state": StepState.DONE}, by=cast.bo)
    hand_over(member=cast.bo, successor=cast.amina, by=cast.amina)
    step.refresh_from_db()
    assert step.assignee == cast.bo


def test_invitations_on_their_way_pass_too(cast: Cast) -> None:
    second = member_in(cast, "coordinator")
    invitation = invite_member(
        partner=cast.convenor, email="new@example.org", name="New", roles=["observer"], by=second
    )
    hand_over(member=second, successor=cast.amina, by=cast.amina)
    invitation.refresh_from_db()
    assert invitation.invited_by == cast.amina


def test_what_will_pass_is_shown_before(cast: Cast) -> None:
    steps = steps_for(cast, cast.bo)
    assert [list(work.records) for work in open_work(cast.bo)] == [steps]


def test_each_step_that_passed_has_its_audit_entry(cast: Cast) -> None:
    steps = steps_for(cast, cast.bo)
    hand_over(member=cast.bo, successor=cast.amina, by=cast.amina)
    told = AuditEntry.objects.filter(verb="hand_over").values_list("subject_id", flat=True)
    assert set(told) == {step.pk for step in steps}


def test_the_membership_ends_and_names_its_successor(cast: Cast) -> None:
    hand_over(member=cast.bo, successor=cast.amina, by=cast.amina)
    cast.bo.refresh_from_db()
    assert (cast.bo.left_on is not None, cast.bo.successor, cast.bo.permissions) == (
        True,
        cast.amina,
        frozenset(),
    )


def test_the_successor_takes_the_roles_that_are_named(cast: Cast) -> None:
    hand_over(member=cast.bo, successor=cast.chandra, by=cast.amina, roles=["facilitator"])
    cast.chandra.refresh_from_db()
    assert cast.chandra.roles == ["facilitator", "observer"]


def test_a_role_that_the_leaving_member_did_not_have_is_not_taken(cast: Cast) -> None:
    hand_over(member=cast.bo, successor=cast.chandra, by=cast.amina, roles=["coordinator"])
    cast.chandra.refresh_from_db()
    assert cast.chandra.roles == ["observer"]


def test_without_a_successor_steps_go_back_to_their_role(cast: Cast) -> None:
    step = steps_for(cast, cast.bo, count=1)[0]
    hand_over(member=cast.bo, successor=None, by=cast.amina)
    step.refresh_from_db()
    assert step.assignee is None


def test_a_role_that_nobody_has_any_more_is_vacant(cast: Cast) -> None:
    before = {role.key for role in vacant_roles(cast.programme)}
    hand_over(member=cast.bo, successor=None, by=cast.amina)
    after = {role.key for role in vacant_roles(cast.programme)}
    assert after - before == {"facilitator"}


def test_a_vacant_role_says_how_many_steps_wait(cast: Cast) -> None:
    Step.objects.filter(programme=cast.programme).update(state=StepState.DONE)
    Step.objects.filter(pk=cast.programme.step_set.all()[0].pk).update(
        state=StepState.ACTIVE, owner_role="focal_point"
    )
    assert vacant_roles(cast.programme) == [VacantRole("focal_point", "Focal point", 1)]


def test_the_last_coordinator_stays_without_a_successor(cast: Cast) -> None:
    with pytest.raises(LastCoordinator):
        hand_over(member=cast.amina, successor=None, by=cast.amina)


def test_the_last_coordinator_stays_if_the_successor_does_not_take_the_role(cast: Cast) -> None:
    with pytest.raises(LastCoordinator):
        hand_over(member=cast.amina, successor=cast.bo, by=cast.amina)


def test_the_last_coordinator_leaves_to_a_successor_who_takes_the_role(cast: Cast) -> None:
    hand_over(member=cast.amina, successor=cast.bo, by=cast.amina, roles=["coordinator"])
    cast.bo.refresh_from_db()
    assert cast.bo.roles == ["coordinator", "facilitator"]


def test_the_last_coordinator_cannot_lay_the_role_down(cast: Cast) -> None:
    with pytest.raises(LastCoordinator):
        change_member(member=cast.amina, roles=["observer"], partner=cast.convenor, by=cast.amina)


def test_a_refused_hand_over_changes_nothing(cast: Cast) -> None:
    with pytest.raises(LastCoordinator):
        hand_over(member=cast.amina, successor=cast.bo, by=cast.amina, roles=[])
    cast.amina.refresh_from_db()
    assert (cast.amina.left_on, AuditEntry.objects.filter(verb="leave").count()) == (None, 0)


@pytest.mark.parametrize("who", ["farid", "bo"])
def test_only_another_member_of_the_programme_can_succeed(cast: Cast, who: str) -> None:
    with pytest.raises(NotInProgramme):
        hand_over(member=cast.bo, successor=getattr(cast, who), by=cast.amina)


def test_who_has_left_cannot_leave_again(cast: Cast) -> None:
    hand_over(member=cast.bo, successor=None, by=cast.amina)
    with pytest.raises(NotInProgramme):
        hand_over(member=cast.bo, successor=cast.amina, by=cast.amina)


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_leave_at_once_leave_one_behind() -> None:
    cast = make_cast()
    second = member_in(cast, "coordinator")
    start, refused = threading.Barrier(2), []

    def leave(member: Membership) -> None:
        start.wait()
        try:
            hand_over(member=member, successor=None, by=member)
        except LastCoordinator:
            refused.append(member)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=[member]) for member in (cast.amina, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    staying = Membership.objects.active().filter(partner=Partner.objects.get(pk=cast.convenor.pk))
    assert (len(refused), staying.with_role("coordinator").count()) == (1, 1)
