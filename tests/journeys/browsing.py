"""Looking at the site in a real browser: opening pages as somebody, and what a page may be blamed for."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from imbizo.programmes.models import Membership
from tests.cast import signed_in
from tests.conftest import REQUIRE_ALL
from tests.parts import chromium

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
READY = bool(chromium.PROGRAM) and AXE.is_file() and (settings.ASSETS / "tabler.min.css").is_file()
IN_A_BROWSER = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not READY and not REQUIRE_ALL, reason="needs Chromium and the front-end packages"),
]
PHONE, DESK = 360, 1280
HEIGHT = 900
PATIENCE = 30_000  # milliseconds; other tests may have the machine
expect.set_options(timeout=PATIENCE)


def visit(
    browser: Browser,
    server: LiveServer,
    member: Membership | None = None,
    *,
    width: int = DESK,
    **options: object,
) -> Page:
    """A page of a fresh browser in which the member has signed in; what the browser reports is in `complaints`."""
    context = browser.new_context(
        base_url=server.url,
        viewport={"width": width, "height": HEIGHT},
        reduced_motion="reduce",
        **options,  # type: ignore[arg-type]  # of the many that playwright takes
    )
    context.set_default_timeout(PATIENCE)
    # Before any page, as a browser's own script: the pages' Content-Security-Policy stays in force.
    context.add_init_script(path=AXE)
    if member is not None:
        session = signed_in(member).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
    return context.new_page()


def complaints(context: BrowserContext) -> list[str]:
    """A list that fills with the errors that the browser reports from now on: of scripts, policy and network."""
    found: list[str] = []
    context.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    context.on("weberror", lambda error: found.append(str(error.error)))
    return found


def faults(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """What axe finds on the page as it stands, by all its rules or by some: the rule and where."""
    chosen = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    found = page.evaluate(
        "(options) => axe.run(document, {resultTypes: ['violations'], ...options}).then((result) => "
        "result.violations.map((each) => each.id + ' at ' + each.nodes.map((node) => node.target).join(', ')))",
        chosen,
    )
    return [str(each) for each in found]


def ill_shaped(page: Page) -> list[str]:
    """What is wrong with the page's outline or its width."""
    headings, beyond = page.evaluate(
        "[document.querySelectorAll('h1').length, document.documentElement.scrollWidth - window.innerWidth]"
    )
    wide = [f"{beyond} pixels wider than the screen"] if beyond > 0 else []
    return wide if headings == 1 else [*wide, f"{headings} main headings"]


def weight(page: Page, address: str) -> int:
    """Bytes that the first visit to the address costs, each file compressed as the server sends it."""
    answers: list[Response] = []

    def note(answer: Response) -> None:  # A function of ours: playwright marks those that it calls.
        answers.append(answer)

    page.on("response", note)
    page.goto(address, wait_until="networkidle")
    return sum(len(gzip.compress(answer.body())) for answer in answers if answer.ok)
