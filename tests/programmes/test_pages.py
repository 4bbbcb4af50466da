"""The programme's own pages: each opens for those it is for, and for nobody else."""

from http import HTTPStatus

import pytest
from django.urls import reverse

from imbizo.programmes.models import Operator, RetentionRule
from imbizo.programmes.operations import add_operator
from imbizo.programmes.states import Permission
from tests.cast import Cast, member_in, signed_in

OK, FORBIDDEN, NOT_FOUND, MOVED = (
    HTTPStatus.OK,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.FOUND,
)
# Each page of the section that is read, with the arguments that the cast gives it.
MANAGED = (
    "process",
    "settings",
    "settings-edit",
    "areas",
    "partners",
    "partner-add",
    "data",
    "responsibility-edit",
    "end-edit",
    "operator-add",
)
SECTION = [*((name, Permission.PROGRAMME_MANAGE) for name in MANAGED), ("members", Permission.MEMBERS_VIEW)]
SECTION += [("invite", Permission.MEMBERS_INVITE)]
every_page = pytest.mark.parametrize("name", [name for name, _ in SECTION])


def address(cast: Cast, name: str, *args: object) -> str:
    return reverse(f"programmes:{name}", args=[cast.programme.slug, *args])


def an_operator(cast: Cast) -> Operator:
    return add_operator(programme=cast.programme, name="Host", service="Server", country="ZA", by=cast.amina)


@every_page
def test_a_coordinator_opens_the_page(cast: Cast, name: str) -> None:
    assert signed_in(cast.amina).get(address(cast, name)).status_code == OK


@every_page
def test_a_stranger_meets_a_404(cast: Cast, name: str) -> None:
    assert signed_in(cast.dede).get(address(cast, name)).status_code == NOT_FOUND


@every_page
def test_a_coordinator_of_another_programme_meets_a_404(cast: Cast, name: str) -> None:
    assert signed_in(cast.farid).get(address(cast, name)).status_code == NOT_FOUND


@every_page
def test_someone_anonymous_is_asked_to_sign_in(cast: Cast, name: str, client: object) -> None:
    response = client.get(address(cast, name))  # type: ignore[attr-defined]
    assert response.status_code == MOVED
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("role", ["facilitator", "partner", "observer", "reference_group_member"])
@pytest.mark.parametrize(("name", "permission"), SECTION)
def test_a_role_opens_what_its_permission_says(
    cast: Cast, role: str, name: str, permission: Permission
) -> None:
    member = member_in(cast, role)
    expected = OK if member.may(permission) else FORBIDDEN
    assert signed_in(member).get(address(cast, name)).status_code == expected


def test_all_who_see_the_journey_read_a_step(cast: Cast) -> None:
    step = cast.programme.step_set.first()
    assert step
    assert signed_in(cast.chandra).get(address(cast, "step", step.key)).status_code == OK


def test_an_observer_cannot_say_how_a_step_stands(cast: Cast) -> None:
    step = cast.programme.step_set.first()
    assert step
    assert signed_in(cast.chandra).post(address(cast, "step-edit", step.key)).status_code == FORBIDDEN


def test_the_records_of_another_programme_are_not_found(cast: Cast) -> None:
    rule = RetentionRule.objects.filter(programme=cast.elsewhere).first()
    assert rule
    coordinator = signed_in(cast.amina)
    found = [
        coordinator.get(address(cast, "retention-edit", rule.pk)).status_code,
        coordinator.get(address(cast, "member", cast.farid.pk)).status_code,
        coordinator.get(address(cast, "partner-edit", cast.farid.partner_id)).status_code,
        coordinator.post(address(cast, "partner-remove", cast.farid.partner_id)).status_code,
        coordinator.get(address(cast, "hand-over", cast.farid.pk)).status_code,
    ]
    assert found == [NOT_FOUND] * 5


def test_an_operator_of_another_programme_is_not_found(cast: Cast) -> None:
    operator = an_operator(cast)
    url = reverse("programmes:operator-edit", args=[cast.elsewhere.slug, operator.pk])
    assert signed_in(cast.farid).get(url).status_code == NOT_FOUND


def test_changing_pages_refuse_a_plain_visit(cast: Cast) -> None:
    url = address(cast, "operator-end", an_operator(cast).pk)
    assert signed_in(cast.amina).get(url).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_the_members_page_shows_addresses_of_ones_own_partner_alone(cast: Cast) -> None:
    chandra = signed_in(cast.chandra)
    own = chandra.get(address(cast, "member", cast.thandi.pk)).content.decode()
    other = chandra.get(address(cast, "member", cast.bo.pk)).content.decode()
    assert ("thandi@example.org" in own, "bo@example.org" in other) == (True, False)


@pytest.mark.parametrize("members", [1, 30])
def test_the_members_page_costs_the_same_at_any_size(
    cast: Cast, members: int, django_assert_num_queries: object
) -> None:
    from imbizo.programmes.operations import add_member
    from tests.cast import make_user

    for number in range(members):
        add_member(user=make_user(f"M{number}"), partner=cast.convenor, roles=["observer"], by=None)
    client = signed_in(cast.amina)
    with django_assert_num_queries(8):  # type: ignore[operator]
        client.get(address(cast, "members"))
