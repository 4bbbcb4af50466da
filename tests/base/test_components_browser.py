"""The page of all components in a real browser: accessible, and inside the Content-Security-Policy."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.journeys.browsing import AXE, IN_A_BROWSER

pytestmark = IN_A_BROWSER


@pytest.fixture
def session(db: None) -> str:
    client = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(get_user_model().objects.create(email="amina@example.org"), backend)
    return client.cookies["sessionid"].value


def _open(context: BrowserContext, server: LiveServer, session: str) -> Page:
    context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
    page = context.new_page()
    page.goto(f"{server.url}/components/")
    return page


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_on_the_page_of_components(
    browser: Browser, live_server: LiveServer, session: str, width: int, colours: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    context.add_cookies([{"name": "theme", "value": colours, "url": live_server.url}])
    page = _open(context, live_server, session)
    page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    assert page.evaluate("axe.run().then((result) => result.violations.map((found) => found.id))") == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_browser_has_nothing_to_complain_of(
    browser: Browser, live_server: LiveServer, session: str
) -> None:
    context = browser.new_context()
    complaints: list[str] = []
    context.on(
        "console", lambda message: complaints.append(message.text) if message.type == "error" else None
    )
    _open(context, live_server, session).wait_for_timeout(500)
    assert complaints == []


def test_without_a_connection_the_offline_page_is_shown(
    browser: Browser, live_server: LiveServer, session: str
) -> None:
    context = browser.new_context()
    page = _open(context, live_server, session)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    context.set_offline(True)
    page.goto(f"{live_server.url}/components/?again")
    assert page.text_content("h1") == "There is no connection just now"


def test_all_on_the_page_are_selected_at_once(
    browser: Browser, live_server: LiveServer, session: str
) -> None:
    page = _open(browser.new_context(), live_server, session)
    page.check("[data-select-all]")
    assert page.text_content("[data-count]") == "4"


def test_escape_closes_the_menu_and_gives_the_focus_back(
    browser: Browser, live_server: LiveServer, session: str
) -> None:
    page = _open(browser.new_context(), live_server, session)
    page.click(".menu-user summary")
    page.keyboard.press("Escape")
    assert page.evaluate("[document.querySelector('.menu-user').open, document.activeElement.tagName]") == [
        False,
        "SUMMARY",
    ]
