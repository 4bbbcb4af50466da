"""Every page of the site at two widths and in both colours: for everybody, and inside its own policy."""

from collections.abc import Iterable, Iterator

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from imbizo.actors.operations.requests import issue_subject_link
from tests.cast import make_cast, signed_in
from tests.journeys.browsing import (
    DESK,
    HEIGHT,
    IN_A_BROWSER,
    PHONE,
    complaints,
    faults,
    ill_shaped,
    visit,
    weight,
)
from tests.world import World, arguments

pytestmark = IN_A_BROWSER
HEAVIEST = 300_000  # bytes
PARTS = 4  # The processes of a run share the walk.
LOOKS = [(DESK, "light"), (PHONE, "dark"), (DESK, "dark"), (PHONE, "light")]
ELSEWHERE = (
    "desk:home",
    "programmes:new",
    "accounts:profile",
    "base:components",
    "base:offline",
    "mfa_index",
    "account_change_password",
)
LIGHT = (
    "desk:journey",
    "actors:register",
    "actors:actor",
    "actors:person-add",
    "outreach:campaign-text",
    "outreach:conversation",
)
WITHOUT_ACCOUNT = ("account_login", "account_reset_password", "account_request_login_code")


@pytest.fixture
def world(transactional_db: None) -> World:
    """Amina may begin programmes as well."""
    cast = make_cast()
    cast.amina.user.is_staff = True
    cast.amina.user.save()
    return World(cast)


def _names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry, entry.namespace or space)
        elif "programme" in entry.pattern.converters:
            yield f"{space}:{entry.name}"


def _staff_pages(world: World, part: int) -> list[str]:
    """The addresses that answer the coordinator with a page: one part of them."""
    client = signed_in(world.cast.amina)
    slug = world.cast.programme.slug
    known = [
        reverse(name, kwargs={"programme": slug, **arguments(name, world)})
        for name in [*_names(get_resolver())][part::PARTS]
    ]
    return [*filter(lambda url: _is_page(client, url), known), *map(reverse, ELSEWHERE[part::PARTS])]


def _is_page(client: Client, url: str) -> bool:
    answer = client.get(url)
    return answer.status_code == 200 and b"<h1" in b"".join(answer)


def _public_pages(world: World) -> list[str]:
    token = issue_subject_link(actor=world.actor, checked_how="Called back", by=world.cast.amina)
    own = [reverse("actors:my-data", args=[token]), reverse("actors:ask", args=[world.cast.programme.slug])]
    return [*own, *map(reverse, WITHOUT_ACCOUNT)]


def _blame(page: Page, address: str, looks: Iterable[tuple[int, str]] = LOOKS) -> list[str]:
    """What is wrong with a page's shape at both widths, and what axe finds in each of the looks; it is loaded once."""
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    page.goto(address)
    found = []
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += ill_shaped(page)
        for colours in (colours for wide, colours in looks if wide == width):
            page.evaluate("(colours) => { document.documentElement.dataset.bsTheme = colours }", colours)
            found += faults(page)
    return found


def _walked(page: Page, addresses: list[str], *, in_turn: bool = False) -> list[str]:
    """What is wrong with the pages, and what the browser said while they stood there.

    Hundreds of pages take turns, each in one of the looks: they are made of the same parts, so that every part is met
    in all of them.
    """
    heard, found = complaints(page.context), []
    for turn, address in enumerate(addresses):
        looks = LOOKS[turn % len(LOOKS) :][:1] if in_turn else LOOKS
        found += [f"{address}: {fault}" for fault in (*_blame(page, address, looks), *heard)]
        heard.clear()
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_can_use_every_page_of_the_staff(
    browser: Browser, live_server: LiveServer, world: World, part: int
) -> None:
    page = visit(browser, live_server, world.cast.amina, color_scheme="light")
    assert _walked(page, _staff_pages(world, part), in_turn=True) == []


def test_everybody_can_use_the_pages_without_an_account(
    browser: Browser, live_server: LiveServer, world: World
) -> None:
    page = visit(browser, live_server, color_scheme="light")
    assert _walked(page, _public_pages(world)) == []


def test_everybody_can_use_the_page_of_an_address_that_leads_nowhere(
    browser: Browser, live_server: LiveServer, world: World
) -> None:
    assert _blame(visit(browser, live_server, color_scheme="light"), "/no-such-page/") == []


@pytest.mark.parametrize("name", LIGHT)
def test_a_first_visit_is_light(browser: Browser, live_server: LiveServer, world: World, name: str) -> None:
    page = visit(browser, live_server, world.cast.amina)
    address = reverse(name, kwargs={"programme": "winelands", **arguments(name, world)})
    assert weight(page, address) < HEAVIEST
