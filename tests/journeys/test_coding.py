"""Coding in a real browser: by keyboard at a desk, by finger on a phone; an emoji shifts nothing."""

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from imbizo.convening.models import Input
from imbizo.evidence.models import Coding
from tests.cast import Cast, make_cast
from tests.convening.saying import heard, make_hall
from tests.evidence.making import make_codebook, make_source
from tests.journeys.browsing import IN_A_BROWSER, PHONE, complaints, faults, ill_shaped, visit

pytestmark = IN_A_BROWSER
WORDS = "Yes 🙂 we need a clinic. Nobody answers us."


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def said(cast: Cast) -> Input:
    make_codebook(cast, "Health", "Silence")
    return heard(make_hall(cast), WORDS)


def opened(browser: Browser, server: LiveServer, cast: Cast, said: Input, **options: object) -> Page:
    page = visit(browser, server, cast.amina, **options)  # type: ignore[arg-type]  # of playwright's many
    page.goto(f"/p/winelands/evidence/code/input/{said.pk}/")
    return page


def coded() -> list[tuple[str, str, int]]:
    return list(Coding.objects.order_by("created_at").values_list("code__name", "quote", "start"))


def test_words_are_chosen_and_coded_by_keyboard_alone(
    browser: Browser, live_server: LiveServer, cast: Cast, said: Input
) -> None:
    page = opened(browser, live_server, cast, said)
    found = complaints(page.context)
    page.focus(".coded-text")
    for key in ("ArrowRight", *["ArrowRight"] * 5, "1"):
        page.keyboard.press(key)
    page.wait_for_selector("mark.coded")
    for key in ("ArrowRight", "Shift+ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.keyboard.type("Greeting")
    page.keyboard.press("Enter")
    page.wait_for_selector(".stripe:has-text('Greeting')")
    assert coded() == [("Health", "clinic.", 16), ("Greeting", "Yes 🙂", 0)]
    assert found == []


def test_words_are_tapped_and_coded_by_finger_on_a_phone(
    browser: Browser, live_server: LiveServer, cast: Cast, said: Input
) -> None:
    page = opened(browser, live_server, cast, said, width=PHONE, has_touch=True, is_mobile=True)
    for words in ("need", "clinic"):
        x, y = middle_of(page, words)
        page.touchscreen.tap(x, y)
    page.tap("#code-list label:has-text('Health')")
    page.tap(".chooser-foot .btn-primary")
    page.wait_for_selector("mark.coded")
    assert coded() == [("Health", "need a clinic.", 9)]
    assert ill_shaped(page) == []


def test_a_selection_by_mouse_across_lines_keeps_its_places(
    browser: Browser, live_server: LiveServer, cast: Cast
) -> None:
    source = make_source(cast, text="\ufeffO\u0301 first 🙂 line.\r\nSecond line.")
    make_codebook(cast, "Both")
    page = visit(browser, live_server, cast.amina)
    page.goto(f"/p/winelands/evidence/code/source/{source.pk}/")
    page.evaluate(
        "() => { const [one, two] = document.querySelectorAll('.words');"
        "getSelection().setBaseAndExtent(one.firstChild, 4, two.firstChild, 6); }"
    )
    page.click("#code-list label")
    page.click(".chooser-foot .btn-primary")
    page.wait_for_selector("mark.coded")
    assert coded() == [("Both", source.text[4:25], 4)]
    assert source.text[4:25] == "first 🙂 line.\r\nSecond"
    assert faults(page) == []


def test_what_is_coded_is_told_at_a_press_and_taken_back(
    browser: Browser, live_server: LiveServer, cast: Cast, said: Input
) -> None:
    page = opened(browser, live_server, cast, said)
    page.click("#whole")
    page.click("#code-list label")
    page.click(".chooser-foot .btn-primary")
    page.click(".stripe")
    page.click("#coding-card button:has-text('Take it back')")
    page.wait_for_load_state()
    assert page.locator("mark.coded").count() == 0
    assert Coding.objects.get().state == "taken_back"


def middle_of(page: Page, words: str) -> tuple[float, float]:
    """Where some words of the text stand on the screen."""
    box = page.evaluate(
        "(words) => { const node = document.querySelector('.words').firstChild, at = node.data.indexOf(words);"
        "const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + words.length);"
        "const box = range.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }",
        words,
    )
    return float(box[0]), float(box[1])
