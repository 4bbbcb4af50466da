"""What is said reaches the wall: from a scribe offline, from a phone without scripts, past a facilitator."""

import json
from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from imbizo.convening.models import DeviceItem, Input
from imbizo.convening.operations.day import close_day
from imbizo.convening.states import Via
from tests.cast import Cast, make_cast
from tests.convening.saying import Hall, heard, make_hall
from tests.journeys.browsing import IN_A_BROWSER, PHONE, complaints, faults, ill_shaped, visit
from tests.journeys.test_offline_day import PIN, RAW

pytestmark = IN_A_BROWSER
LINES = ("Sifuna amanzi.", "Ons is bang.", "Nobody writes it down.")


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def hall(cast: Cast) -> Hall:
    return make_hall(cast)


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, cast: Cast) -> Iterator[Page]:
    page = visit(browser, live_server, cast.bo, width=PHONE)
    yield page
    page.context.close()


def address(hall: Hall, rest: str) -> str:
    return f"/p/winelands/gatherings/{hall.gathering.pk}/{rest}"


def open_at_the_table(page: Page, hall: Hall) -> None:
    page.goto(address(hall, f"inputs/table/{hall.table.pk}/"))
    page.get_by_role("link", name="Write without a connection").click()
    page.fill("#pin", PIN)
    page.fill("#pin-again", PIN)
    page.locator("#open-form button").click()
    page.wait_for_url("**/open/day/scribe/")
    unlock(page)


def unlock(page: Page) -> None:
    page.fill("#pin", PIN)
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_be_visible()


def write(page: Page, *lines: str) -> None:
    for line in lines:
        page.fill("#text", line)
        page.keyboard.press("Enter")
        expect(page.locator("#text")).to_have_value("")


def lose_connection(page: Page) -> None:
    """Also for the moment in which a page is loaded anew: the browser's own switch lets a call through then."""
    page.route(f"**{reverse('convening:day-sync')}", lambda route: route.abort("internetdisconnected"))
    page.context.set_offline(True)


def find_connection(page: Page) -> None:
    page.unroute_all()
    page.context.set_offline(False)


def test_a_scribe_writes_offline_and_each_line_is_sent_once(
    live_server: LiveServer, phone: Page, hall: Hall, cast: Cast
) -> None:
    errors = complaints(phone.context)
    open_at_the_table(phone, hall)
    assert (faults(phone), ill_shaped(phone)) == ([], [])
    lose_connection(phone)
    phone.select_option("#about", label="What must change first?")
    write(phone, *LINES)
    expect(phone.locator("#state-text")).to_have_text("3 wait to be sent")
    write(phone, "Sifuna amanxi.")
    phone.click("#undo")
    expect(phone.locator("#text")).to_have_value("Sifuna amanxi.")
    phone.fill("#text", "Half a line")
    phone.reload()
    unlock(phone)
    expect(phone.locator("#waits-here li")).to_have_text([*reversed(LINES)])
    expect(phone.locator("#text")).to_have_value("Half a line")
    # While it is loaded anew, a busy browser lets a call through and loses the answer: all the same, each counts once.
    find_connection(phone)
    expect(phone.locator("#state-text")).to_have_text("All is sent")
    phone.click("#send-now")
    expect(phone.locator("#waits-here")).to_be_hidden()
    rows = Input.objects.filter(state="waiting").order_by("pk")
    kept = [(each.text, each.table, each.question, each.entered_by) for each in rows]
    assert kept == [(line, hall.table, hall.question, cast.bo) for line in LINES]
    assert [each.text for each in Input.objects.filter(state="withdrawn")] == ["Sifuna amanxi."]
    assert [each for each in errors if "ERR_INTERNET_DISCONNECTED" not in each] == []


def test_closing_leaves_nothing_at_the_table_and_loses_nothing(phone: Page, hall: Hall, cast: Cast) -> None:
    open_at_the_table(phone, hall)
    phone.context.set_offline(True)
    write(phone, LINES[0])
    assert LINES[0] not in phone.evaluate(RAW)
    close_day(gathering=hall.gathering, by=cast.bo)
    phone.context.set_offline(False)
    expect(phone.locator("#ended")).to_be_visible()
    assert json.loads(phone.evaluate(RAW))[0] == []
    assert [(each.outcome, each.content["text"]) for each in DeviceItem.objects.all()] == [("late", LINES[0])]


def test_a_phone_without_scripts_sends_once_on_a_double_tap(
    browser: Browser, live_server: LiveServer, hall: Hall
) -> None:
    page = visit(browser, live_server, width=PHONE, java_script_enabled=False)
    page.goto(f"/open/table/{hall.table.code}/")
    page.fill("#id_text", LINES[0])
    page.get_by_role("button", name="Send").dblclick()
    expect(page.locator(".receipt")).to_be_visible()
    page.context.close()
    assert [(each.text, each.via) for each in Input.objects.all()] == [(LINES[0], Via.PHONE)]


def test_nothing_reaches_the_wall_before_a_facilitator_lets_it_through(
    phone: Page, hall: Hall, cast: Cast
) -> None:
    said = heard(hall, LINES[0])
    wall = phone.context.new_page()
    wall.goto(address(hall, "wall/"))
    expect(wall.locator("#wall li")).to_have_text(["Nothing was let through yet."])
    phone.goto(address(hall, "inputs/"))
    phone.locator(f"#said-{said.pk}").get_by_role("button", name="Let through").click()
    expect(phone.locator("#said-status")).to_contain_text("1 is on the wall.")
    expect(wall.locator("#wall blockquote")).to_have_text([LINES[0]])
