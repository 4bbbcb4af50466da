"""The coordinator's first hour, as docs/coordinator/first-hour.md tells it, on a phone and at a desk."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer
from python_calamine import CalamineWorkbook

from imbizo.accounts.operations import create_user
from imbizo.actors.models import Actor, Assignment
from imbizo.places.models import Place
from imbizo.places.operations import load_places, set_work_areas
from imbizo.programmes.operations import add_member
from tests.actors.registers import xlsx_of
from tests.cast import PASSWORD, Cast, make_cast
from tests.journeys.browsing import DESK, IN_A_BROWSER, PHONE, complaints, faults, ill_shaped, visit

pytestmark = IN_A_BROWSER
ADDRESS = "lindiwe@example.org"
NEXT = "main .btn-primary"
# A title above the header, an empty row, a surname first, two numbers in a cell, one person twice, a forbidden column.
SHEET = (
    ("Contacts of the municipality, March", None, None, None, None, None),
    (None, None, None, None, None, None),
    ("Name & Surname", "Organisation", "Position", "Cell no.", "E-mail", "ID number"),
    ("Tendai Moyo", "Rural Women's Forum", "Chair", "060 000 0101", "tendai@example.org", "8001015009087"),
    ("MOYO, T.", "Rural Womens Forum", "", "0600000101", "", ""),
    (None, None, None, None, None, None),
    ("Rutendo Dube", "Ceres Fraternal", "Pastor", "060 000 0102 / 060 000 0103", "", ""),
    ("Sipho Dlamini", "", "Farmer", "27600000104", "sipho@example.org", ""),
)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Lindiwe coordinates a programme in Witzenberg whose register is empty."""
    cast = make_cast()
    load_places()
    set_work_areas(programme=cast.programme, places=[Place.objects.get(code="WC022").pk], by=None)
    lindiwe = create_user(email=ADDRESS, name="Lindiwe", password=PASSWORD)
    add_member(user=lindiwe, partner=cast.convenor, roles=["coordinator"], by=None)
    return cast


@pytest.fixture
def spreadsheet(tmp_path: Path) -> Path:
    target = tmp_path / "contacts.xlsx"
    target.write_bytes(xlsx_of(March=SHEET))
    return target


def heading(page: Page) -> str:
    """What the page says it is, once it is sure that everybody can use it."""
    page.wait_for_load_state()
    assert [*faults(page), *ill_shaped(page)] == []
    return page.inner_text("h1")


def go(page: Page, name: str) -> None:
    """Follow an entry of the top bar, which a phone keeps in its menu."""
    menu = page.locator(".menu-phone > summary")
    if menu.is_visible():
        menu.click()
    page.locator("header").get_by_role("link", name=name, exact=True).locator("visible=true").click()


def sign_in(page: Page) -> None:
    """By the keyboard alone."""
    page.goto("/")
    page.focus("#id_login")
    page.keyboard.type(ADDRESS)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/winelands/")
    assert heading(page) == "Winelands"


def open_the_empty_register(page: Page) -> None:
    go(page, "People")
    assert heading(page) == "People and organisations"
    assert page.inner_text("main .nothing h2") == "Nobody is in the register yet"


def rehearse(page: Page, file: Path) -> None:
    """Hand the file in, say what the file is, and look at what each row will do."""
    page.click("main .nothing .btn-primary")
    page.click(NEXT)
    page.set_input_files("input[type=file]", file)
    page.click(NEXT)
    assert heading(page) == "What do the columns mean?"
    assert page.get_by_text("never taken").is_visible()
    page.fill("#id_source", "The municipality's office")
    page.select_option("#id_basis", "public_task")
    page.fill("#id_basis_note", "It is the municipality's task to call them together.")
    page.click(".form-foot .btn-primary")
    assert heading(page) == "What each row will do"
    assert Actor.objects.count() == 0


def bring_in(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Bring in")).click()
    assert heading(page) == "Brought in"
    assert Actor.objects.filter(form="person", state="active").count() == 4


def merge_the_double(page: Page) -> None:
    page.get_by_role("link", name="Decide now").click()
    assert heading(page) == "Possible duplicates"
    page.get_by_role("link", name="Merge", exact=True).first.click()
    assert heading(page) == "Make one of these two"
    page.click(".form-foot .btn-primary")
    page.wait_for_load_state()
    assert Actor.objects.filter(form="person", state="active").count() == 3


def look_for_who_is_missing(page: Page) -> None:
    """Choose the first gap, and ask Bo to fill it."""
    go(page, "People")
    page.get_by_role("link", name="Coverage", exact=True).click()
    assert heading(page) == "Who is there, and who is missing"
    page.locator("a.missing").locator("visible=true").first.click()
    heading(page)
    page.get_by_role("link", name=re.compile("^Ask someone to look")).first.click()
    heading(page)
    page.select_option(
        "#id_assignee", label=page.locator("#id_assignee option", has_text="Bo").first.inner_text()
    )
    page.click(".form-foot .btn-primary")
    page.wait_for_load_state()
    assert [search.assignee.user.name for search in Assignment.objects.all()] == ["Bo"]


def take_the_register_out(page: Page) -> None:
    go(page, "People")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    rows = CalamineWorkbook.from_path(str(download.value.path())).get_sheet_by_index(0).to_python()
    cells = {cell for row in rows for cell in row}
    assert {"Tendai Moyo", "Rutendo Dube", "Sipho Dlamini"} <= cells


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_coordinator_comes_through_the_first_hour(
    browser: Browser, live_server: LiveServer, cast: Cast, spreadsheet: Path, width: int
) -> None:
    page = visit(browser, live_server, width=width)
    heard = complaints(page.context)
    sign_in(page)
    open_the_empty_register(page)
    rehearse(page, spreadsheet)
    bring_in(page)
    merge_the_double(page)
    look_for_who_is_missing(page)
    take_the_register_out(page)
    assert heard == []
