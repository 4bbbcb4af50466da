"""Answering somebody in a real browser: what the answer comes to is told while it is written."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.cast import Cast, make_cast
from tests.journeys.browsing import IN_A_BROWSER, complaints, visit
from tests.outreach.letters import arrives, where

pytestmark = IN_A_BROWSER


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def test_the_size_of_an_answer_follows_what_is_typed(
    browser: Browser, live_server: LiveServer, cast: Cast
) -> None:
    page = visit(browser, live_server, cast.amina)
    found = complaints(page.context)
    page.goto(where(arrives(cast, "Where is it?")).get_absolute_url())
    page.fill("#id_text", "a" * 161)
    expect(page.locator("#size")).to_contain_text("2 parts")
    assert found == []
