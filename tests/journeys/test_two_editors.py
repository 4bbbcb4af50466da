"""Two people at one record: neither loses what they wrote; and one impatient person makes one record."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from imbizo.actors import operations
from imbizo.actors.models import Actor
from tests.cast import Cast, make_cast
from tests.journeys.browsing import IN_A_BROWSER, visit

pytestmark = IN_A_BROWSER
SAVE = ".form-foot .btn-primary"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def tendai(cast: Cast) -> Actor:
    return operations.add_actor(
        form="person", given_name="Tendai", surname="Moyo", sharing="all", by=cast.amina
    )


@pytest.fixture
def two(browser: Browser, live_server: LiveServer, cast: Cast, tendai: Actor) -> tuple[Page, Page]:
    """Amina and Bo, each with the form open."""
    pages = visit(browser, live_server, cast.amina), visit(browser, live_server, cast.bo)
    for page in pages:
        page.goto(f"{tendai.get_absolute_url()}edit/")
    return pages


def saved(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f"#id_{name}", value)
    page.click(SAVE)
    page.wait_for_load_state()


def test_changes_to_different_fields_are_both_kept(two: tuple[Page, Page], tendai: Actor) -> None:
    amina, bo = two
    saved(amina, title="Pastor")
    saved(bo, surname="Moyo-Ncube")
    tendai.refresh_from_db()
    assert (tendai.title, tendai.surname) == ("Pastor", "Moyo-Ncube")
    assert "Pastor" in bo.inner_text("[role=status]")


def test_changes_to_one_field_are_both_shown_and_the_person_chooses(
    two: tuple[Page, Page], tendai: Actor
) -> None:
    amina, bo = two
    saved(amina, surname="Moyo-Ncube")
    saved(bo, surname="Moyo-Dube", title="Pastor")
    assert bo.locator(".conflict .side-text").all_inner_texts() == ["Moyo-Dube", "Moyo-Ncube"]
    bo.check("input[name=resolve_surname][value=mine]")
    saved(bo)
    tendai.refresh_from_db()
    assert (tendai.title, tendai.surname) == ("Pastor", "Moyo-Dube")


def test_two_clicks_on_save_make_one_record(browser: Browser, live_server: LiveServer, cast: Cast) -> None:
    page = visit(browser, live_server, cast.amina)
    page.goto("/p/winelands/people/new/person/")
    page.fill("#id_given_name", "Rutendo")
    page.dblclick(SAVE)
    # By the address, not by waiting for a navigation: the second click breaks the first one's off.
    expect(page).to_have_url(re.compile(r"/people/[^/]+-[^/]+/$"))
    assert Actor.objects.filter(given_name="Rutendo").count() == 1
