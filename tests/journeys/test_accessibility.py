"""Every page of the site at two widths and in both colours: for everybody, and inside its own policy."""

from collections.abc import Iterator

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


def _blame(page: Page, address: str, *, at_the_desk: str = "light") -> list[str]:
    """What is wrong with a page at both widths, each in one of the two colours; it is loaded once.

    Pages are made of the same parts, so every part is met in each colour at each width when pages take turns.
    """
    on_the_phone = "dark" if at_the_desk == "light" else "light"
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    page.goto(address)
    found = _seen(page, at_the_desk)
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    return [*found, *_seen(page, on_the_phone)]


def _seen(page: Page, colours: str) -> list[str]:
    """What is wrong with the page as it stands, in those colours."""
    page.evaluate("(colours) => { document.documentElement.dataset.bsTheme = colours }", colours)
    return [*faults(page), *ill_shaped(page)]


def _walked(page: Page, addresses: list[str]) -> list[str]:
    """What is wrong with the pages, and what the browser said while they stood there."""
    heard, found = complaints(page.context), []
    for turn, address in enumerate(addresses):
        blamed = _blame(page, address, at_the_desk=("light", "dark")[turn % 2])
        found += [f"{address}: {fault}" for fault in (*blamed, *heard)]
        heard.clear()
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_can_use_every_page_of_the_staff(
    browser: Browser, live_server: LiveServer, world: World, part: int
) -> None:
    page = visit(browser, live_server, world.cast.amina, color_scheme="light")
    assert _walked(page, _staff_pages(world, part)) == []


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
