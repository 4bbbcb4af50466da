"""The pages for people without an account, on a phone that runs no scripts and pays for each byte."""

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from imbizo.actors import operations
from imbizo.actors.models import Actor, SubjectRequest
from imbizo.actors.operations.requests import issue_subject_link
from imbizo.messaging.queries import suppressed
from tests.cast import Cast, make_cast
from tests.journeys.browsing import IN_A_BROWSER, PHONE, visit, weight

pytestmark = IN_A_BROWSER
HEAVIEST = 30_000  # bytes
NUMBER = "060 123 4567"
LANGUAGES = {"xh": "isiXhosa", "fr": "Français"}
ASK = "/open/winelands/ask/"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def tendai(cast: Cast) -> Actor:
    actor = operations.add_actor(form="person", given_name="Tendai", surname="Moyo", by=cast.amina)
    operations.add_contact(actor=actor, channel="sms", raw=NUMBER, by=cast.amina)
    return actor


@pytest.fixture
def own_page(cast: Cast, tendai: Actor) -> str:
    return f"/open/my-data/{issue_subject_link(actor=tendai, checked_how='Called back', by=cast.amina)}/"


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Page:
    return visit(browser, live_server, width=PHONE, java_script_enabled=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_are_light_and_in_the_persons_language(
    browser: Browser, live_server: LiveServer, own_page: str, language: str
) -> None:
    for address in (own_page, ASK):
        phone = visit(browser, live_server, width=PHONE, java_script_enabled=False, locale=language)
        assert weight(phone, address) < HEAVIEST
        assert phone.get_attribute("html", "lang") == language
        assert phone.locator("h1").count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_is_changed_without_scripts(phone: Page, own_page: str, language: str) -> None:
    phone.goto(own_page)
    english = phone.inner_text("h1")
    if not phone.is_visible(f"button[value={language}]"):
        phone.click(".languages summary")
    phone.click(f"button[value={language}]")
    assert (phone.get_attribute("html", "lang"), phone.inner_text("h1") == english) == (language, False)


def test_a_person_stops_all_messages_without_scripts(phone: Page, own_page: str, cast: Cast) -> None:
    phone.goto(own_page)
    phone.click("form.choice button")
    number = {("sms", "+27601234567")}
    assert suppressed(programme=cast.programme, addresses=number) == number


def test_a_person_asks_what_is_held_without_scripts(phone: Page, cast: Cast) -> None:
    phone.goto(ASK)
    phone.fill("#id_said_name", "Rutendo Dube")
    phone.fill("#id_said_contact", NUMBER)
    phone.check("input[name=kind][value=access]")
    phone.click("main .btn-primary")
    asked = SubjectRequest.objects.get(programme=cast.programme)
    assert (asked.said_name, asked.said_contact, asked.came_by) == ("Rutendo Dube", NUMBER, "page")


def test_what_is_missing_is_said_at_the_field_and_what_was_typed_stays(phone: Page, cast: Cast) -> None:
    phone.goto(ASK)
    phone.fill("#id_said_name", "Rutendo Dube")
    phone.check("input[name=kind][value=access]")
    phone.click("main .btn-primary")
    assert phone.input_value("#id_said_name") == "Rutendo Dube"
    assert phone.locator("[aria-invalid=true]").count() == 1
