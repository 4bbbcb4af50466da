"""Walks every address of a programme as every role, as another partner, as another programme, and as a stranger."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from imbizo.programmes.rules import ROLES, permissions_of
from imbizo.programmes.states import Permission
from tests.cast import Cast, member_in, signed_in
from tests.world import World, arguments

pytestmark = pytest.mark.urls("tests.repository.plain_refusals")
FORBIDDEN, MISSING, WRONG_METHOD = 403, 404, 405
# Where the record as it stands has the last word on a member whose role allows the act: a 404 is right there.
RECORD_DECIDES = {
    "actors:search-found": "the one who was asked, or a coordinator, ends a search",
    "actors:search-not-there": "the one who was asked, or a coordinator, ends a search",
    "actors:request-file": "only once it is known how the person was checked",
    "actors:request-erase": "only for a request to be deleted",
    "evidence:matrix-cell": "only for a theme and a column that the address asks for",
    "drafting:comment-edit": "only the one who said it",
    "drafting:comment-withdraw": "only the one who said it",
    "desk:history": "the role may see the journey, but no actors",
    "desk:thread": "the role may see the journey, but no actors",
    "desk:thread-export": "the role may see the journey, but no actors",
}


def _addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _addresses(entry, entry.namespace or space)
        elif "programme" in entry.pattern.converters:
            yield f"{space}:{entry.name}", entry


ADDRESSES = dict(_addresses(get_resolver()))


@pytest.fixture
def world(cast: Cast) -> World:
    return World(cast)


def address(name: str, world: World, *, programme: str | None = None) -> str:
    return reverse(
        name, kwargs={"programme": programme or world.cast.programme.slug, **arguments(name, world)}
    )


def answers(client: Client, url: str) -> tuple[int, int]:
    """What a reader and a sender of an empty form are told."""
    return client.get(url).status_code, client.post(url).status_code


def is_refused(statuses: tuple[int, int], refusal: int) -> bool:
    return refusal in statuses and set(statuses) <= {refusal, WRONG_METHOD}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_what_it_may_and_meets_a_403_elsewhere(role: str, world: World) -> None:
    client = signed_in(member_in(world.cast, role))
    astray = []
    for name, pattern in ADDRESSES.items():
        url, may = address(name, world), vars(pattern.callback)["permission"] in permissions_of([role])
        status = client.get(url).status_code
        if may and status in {FORBIDDEN, MISSING} and not (status == MISSING and name in RECORD_DECIDES):
            astray.append((name, status))
        if not may and not is_refused((status, client.post(url).status_code), FORBIDDEN):
            astray.append((name, status))
    assert astray == []


def test_another_partner_never_meets_what_is_kept_to_itself(world: World) -> None:
    client = signed_in(member_in(world.cast, "coordinator", world.cast.committee))
    open_to_it = [
        name
        for name in ADDRESSES
        if world.is_private(name) and not is_refused(answers(client, address(name, world)), MISSING)
    ]
    assert open_to_it == []


def test_another_programme_is_not_even_seen_to_exist(world: World) -> None:
    client = signed_in(world.cast.farid)
    seen = [name for name in ADDRESSES if answers(client, address(name, world)) != (MISSING, MISSING)]
    assert seen == []


def test_records_of_another_programme_are_not_reached_through_ones_own(world: World) -> None:
    client = signed_in(world.cast.farid)
    reached = [
        name
        for name in ADDRESSES
        if world.names_record(name)
        and not is_refused(answers(client, address(name, world, programme="precinct")), MISSING)
    ]
    assert reached == []


def test_a_stranger_meets_nothing(world: World) -> None:
    client = signed_in(world.cast.dede)
    seen = [name for name in ADDRESSES if answers(client, address(name, world)) != (MISSING, MISSING)]
    assert seen == []


def test_who_has_not_signed_in_is_asked_to_whether_or_not_the_programme_exists(
    world: World, client: Client
) -> None:
    told = {
        client.get(address(name, world, programme=slug)).headers.get("Location", "").split("?")[0]
        for name in ADDRESSES
        for slug in ("winelands", "no-such-programme")
    }
    assert told == {reverse("account_login")}


def test_a_member_who_left_is_a_stranger(world: World) -> None:
    bo = world.cast.bo
    bo.left_on = bo.joined_on
    bo.save()
    assert signed_in(bo).get(world.cast.programme.get_absolute_url()).status_code == MISSING


def test_every_permission_is_some_roles_and_asked_by_some_address() -> None:
    given: set[Any] = set().union(*(role.permissions for role in ROLES.values()))
    assert given == set(Permission)
