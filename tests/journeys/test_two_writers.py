"""Two people write in one section: their words are joined, or laid side by side; nothing is lost on the way."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from imbizo.drafting.models import Section
from tests.cast import Cast, make_cast
from tests.drafting.making import make_document, make_section
from tests.journeys.browsing import IN_A_BROWSER, PHONE, complaints, faults, ill_shaped, visit

pytestmark = IN_A_BROWSER
WORDS, STATUS = "trix-editor", "#saving"
SAVED = re.compile(r"Saved \d\d:\d\d")


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def section(cast: Cast) -> Section:
    return make_section(make_document(cast), "The parties shall meet quarterly.")


def open_editor(page: Page, section: Section) -> Page:
    page.goto(f"{section.get_absolute_url()}write/")
    expect(page.locator(WORDS)).to_be_visible()
    return page


def leave(page: Page) -> None:
    """Close the page, and wait until the server has heard of it."""
    page.goto("about:blank")
    page.context.close()


@pytest.fixture
def two(
    browser: Browser, live_server: LiveServer, cast: Cast, section: Section
) -> Iterator[tuple[Page, Page]]:
    """Amina and Bo, each with the editor open."""
    amina, bo = (open_editor(visit(browser, live_server, each), section) for each in (cast.amina, cast.bo))
    yield amina, bo
    # Their pages would go on telling the server that somebody writes.
    for page in (amina, bo):
        leave(page)


def rewrite(page: Page, old: str, new: str) -> None:
    """Take a word in the editor and type another, as one does with the keyboard."""
    start = page.evaluate(
        f"document.querySelector('{WORDS}').editor.getDocument().toString().indexOf('{old}')"
    )
    page.focus(WORDS)
    page.evaluate(f"document.querySelector('{WORDS}').editor.setSelectedRange([{start}, {start + len(old)}])")
    page.keyboard.type(new)
    page.keyboard.press("Control+s")


def test_words_that_do_not_collide_are_joined_and_each_sees_the_others(
    two: tuple[Page, Page], section: Section
) -> None:
    amina, bo = two
    rewrite(amina, "parties", "municipalities")
    expect(amina.locator(STATUS)).to_have_text(SAVED)
    rewrite(bo, "quarterly", "monthly")
    expect(bo.locator(WORDS)).to_have_text("The municipalities shall meet monthly.")
    expect(bo.locator("#news")).to_contain_text("Amina")
    expect(bo.locator("#presence")).to_contain_text("Amina")
    section.refresh_from_db()
    assert section.text == "The municipalities shall meet monthly."


def test_words_that_collide_are_chosen_between(two: tuple[Page, Page], section: Section) -> None:
    amina, bo = two
    rewrite(amina, "shall", "must")
    expect(amina.locator(STATUS)).to_have_text(SAVED)
    rewrite(bo, "shall", "will")
    bo.get_by_role("button", name="Compare and choose").click()
    assert [text.strip() for text in bo.locator(".side-text").all_inner_texts()] == ["will", "must", "shall"]
    assert (faults(bo), ill_shaped(bo)) == ([], [])
    bo.locator("input[value=mine]").check()
    bo.get_by_role("button", name="Save what I chose").click()
    expect(bo.locator(".words")).to_have_text("The parties will meet quarterly.")


def test_what_is_typed_without_a_connection_is_kept_and_saved_later(
    two: tuple[Page, Page], section: Section
) -> None:
    amina, _bo = two
    amina.context.set_offline(True)
    rewrite(amina, "quarterly", "weekly")
    expect(amina.locator(STATUS)).to_contain_text("No connection")
    amina.context.set_offline(False)
    open_editor(amina, section)
    expect(amina.locator(WORDS)).to_have_text("The parties shall meet weekly.")
    amina.get_by_role("button", name="Done").click()
    expect(amina.locator(".words")).to_have_text("The parties shall meet weekly.")


def test_the_editor_suits_a_phone_a_reader_of_screens_and_our_policy(
    browser: Browser, live_server: LiveServer, cast: Cast, section: Section
) -> None:
    page = visit(browser, live_server, cast.amina, width=PHONE)
    said = complaints(page.context)
    open_editor(page, section)
    page.click(WORDS)
    page.get_by_role("button", name="Bold").click()
    page.keyboard.type("Now ")
    expect(page.locator(f"{WORDS} strong")).to_have_count(1)
    found = said, faults(page), ill_shaped(page)
    leave(page)
    assert found == ([], [], [])
