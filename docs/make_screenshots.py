#!/usr/bin/env python3
"""Make the pictures of the documents: `python3 run.py screenshots [NAME …]`.

A site with a fresh demo is started in a temporary folder, Amina signs in by the sign-in page, and Chromium takes
each page at 1280 and at 360 pixels into `docs/screenshots/`. The demo counts its days from today, and so do the
pictures: nothing is hidden from them. Without names all pictures are made.
"""

import contextlib
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# Our own modules are found from the root of the checkout.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docs.small_png import small_png
from tools import serving
from tools.places import ROOT, vendor_folder
from tools.preparation import prepare_database, prepare_files
from tools.supervisor import Process, stop_all

PICTURES = ROOT / "docs" / "screenshots"
LARGEST = 150_000  # bytes
PATIENCE = 60  # seconds until the site answers, or the worker has read a file
HOME = "/p/cape-winelands/"
DE_DOORNS = "Memorandum of understanding on living together in De Doorns"
STRATEGY = "Living together in the Cape Winelands: a draft strategy"
# The width of the window, and the tallest picture that a page of text can bear.
SIZES = {1280: 1_100, 360: 1_400}
AMINA = ("amina@ubambano.example.org", "practice makes perfect")

# A register as offices keep them: a title above the header, a damaged number, a landline, two numbers in one cell, an
# opt-out, a column that is never taken. The people are invented, and their numbers can't be dialled.
REGISTER = "witzenberg-stakeholders.csv"
ROWS = """Stakeholder list,,,,,,
,,,,,,
Name,Organisation,Position,Cell no.,E-mail,ID number,Notes
Cllr G. Bosman,Witzenberg Council,Ward councillor,060 000 0009,,,
BOSMAN Gert,Witzenberg Municipality,,0600000009,gert.bosman@witzenberg-council.example.org,,
Ms Lerato Tshabangu-Fick,Ceres Advice Office,Paralegal,060 000 4101 / 060 000 4102,lerato@advice.example.org,,
Pastor Enoch Mabuza-Roux,Ceres Ministers' Fraternal,Secretary,2.76E+10,,,ask again
Me. Sanet van Blerk-Dube,Koue Bokkeveld Growers,,023 000 4410,sanet@growers.example.org,,
Abdi Warsame-Nkosi,Somali Traders Association,Chair,060 000 4105,,,DO NOT SMS
S.A.P.S. Ceres,,,,ceres@police.example.org,,
,,,,,,
"""

Visit = Callable[[Page], None]


@dataclass(frozen=True)
class Picture:
    """A page, and how to come to what it shows."""

    name: str
    visit: Visit


def page_at(path: str) -> Visit:
    return lambda page: _open(page, HOME + path)


def _open(page: Page, path: str) -> None:
    answer = page.goto(path)
    if answer is None or not answer.ok:
        raise SystemExit(f"{path} can't be shown: {answer.status if answer else 'no answer'}.")


def somebody(page: Page) -> None:
    """The page of one person, found as a newcomer would find it."""
    _open(page, HOME + "people/?q=Bosman")
    page.get_by_role("link", name="Gert Bosman").first.click()


def found_by(path: str, name: str, part: str = "") -> Visit:
    """The page that a link of that name on the page leads to, or a part below it."""

    def visit(page: Page) -> None:
        _open(page, HOME + path)
        link = page.locator("main a", has_text=name).first.get_attribute("href") or ""
        _open(page, link.split("#")[0] + part)

    return visit


def following(path: str, *names: str) -> Visit:
    """The page at the end of a way of links of these names, each on the page before it."""

    def visit(page: Page) -> None:
        _open(page, HOME + path)
        for name in names:
            link = page.locator("main a", has_text=name).first.get_attribute("href") or ""
            _open(page, link if link.startswith("/") else page.url.split("?")[0] + link)

    return visit


def a_coding(page: Page) -> None:
    """A sentence of a workshop with its codes."""
    found_by("evidence/codebooks/", "What the workshops said")(page)
    _open(page, page.locator("main a[href*='/code/input/']").first.get_attribute("href") or "")


def a_thread(page: Page) -> None:
    """The picture of what a measure came from."""
    found_by("agreements/measures/", "Night desk at the disaster centre")(page)
    _open(page, page.locator("main a[href*='/thread/']").first.get_attribute("href") or "")


def in_public(page: Page) -> None:
    """An agreement as anybody reads it."""
    found_by("agreements/", DE_DOORNS)(page)
    _open(page, page.locator("main a[href*='/open/agreement/']").first.get_attribute("href") or "")


def a_call(page: Page) -> None:
    """Somebody to ring, as it looks on the page of the one who rings."""
    _open(page, HOME + "messages/calls/")
    page.get_by_role("link", name="No answer to the first letter").click()
    page.click("form[action$='/next/'] button")
    page.wait_for_url("**/ring/**")


def a_rehearsal(page: Page) -> None:
    """What each row of a file would do, before anything is written."""
    _open(page, HOME + "imports/")
    known = page.get_by_role("link", name=REGISTER)
    if known.count():
        known.first.click()
        return
    _open(page, HOME + "imports/new/")
    page.set_input_files(
        "input[type=file]", {"name": REGISTER, "mimeType": "text/csv", "buffer": ROWS.encode("utf-8")}
    )
    page.get_by_role("button", name="Upload").click()
    _when_there(page, "select[name=basis]")
    page.fill("[name=source]", "The municipality's public participation office, by e-mail")
    page.select_option("select[name=basis]", "public_task")
    page.get_by_role("button", name="Show what each row will do").click()
    _when_there(page, "#rows")


def doubles(page: Page) -> None:
    """Pairs that may be one, after a look through the whole register."""
    _open(page, HOME + "duplicates/")
    if not page.locator(".pair").count():
        page.get_by_role("button", name="Look through the whole register").click()
        _when_there(page, ".pair")


def _when_there(page: Page, part: str) -> None:
    """Load the page anew until the worker has done its work and the part is there."""
    until = time.monotonic() + PATIENCE
    while not page.locator(part).count():
        if time.monotonic() > until:
            raise SystemExit(f"No pictures: {page.url} doesn't get as far as {part}.")
        page.wait_for_timeout(1_000)
        page.reload()


PAGES = (
    Picture("journey", page_at("")),
    Picture("register", page_at("people/")),
    Picture("actor", somebody),
    Picture("coverage", page_at("coverage/")),
    Picture("import", a_rehearsal),
    Picture("duplicates", doubles),
    Picture("campaign", found_by("messages/campaigns/", "First letter of introduction")),
    Picture("campaign-text", found_by("messages/campaigns/", "A word with each", "text/")),
    Picture("inbox", page_at("messages/inbox/")),
    Picture("conversation", found_by("messages/inbox/", "Magrieta")),
    Picture("call", a_call),
    Picture("calendar", page_at("gatherings/calendar/")),
    Picture("gathering", found_by("gatherings/", "Drakenstein workshop, Mbekweni")),
    Picture("day", found_by("gatherings/", "Breede Valley workshop, De Doorns", "day/")),
    Picture("themes", page_at("evidence/matrix/")),
    Picture("coding", a_coding),
    Picture("section", following("drafts/", STRATEGY, "One number that answers")),
    Picture("comments", found_by("drafts/", STRATEGY, "comments/matrix/")),
    Picture("agreement", found_by("agreements/", DE_DOORNS)),
    Picture("adoption", following("agreements/", DE_DOORNS, "Adoption", "Breede Valley Municipality")),
    Picture("public-agreement", in_public),
    Picture("measures", page_at("agreements/measures/")),
    Picture("thread", a_thread),
    Picture("gateways", page_at("messages/gateways/")),
    Picture("members", page_at("members/")),
    Picture("activity", page_at("activity/")),
    Picture("search", page_at("search/?q=ceres")),
)


def main(names: list[str]) -> int:
    """Make the pictures named, or all. Returns 0; ends with a sentence where a page can't be shown."""
    PICTURES.mkdir(exist_ok=True)
    wanted = [picture for picture in PAGES if not names or picture.name in names]
    with tempfile.TemporaryDirectory(prefix="imbizo-pictures-") as folder, _windows(Path(folder)) as windows:
        for picture in wanted:
            for width in SIZES:
                print(take(windows, picture, width), flush=True)
    return 0


@contextlib.contextmanager
def _windows(folder: Path) -> Iterator[BrowserContext]:
    with site(folder) as address, chromium() as browser:
        yield signed_in(browser, address)


@contextlib.contextmanager
def site(folder: Path) -> Iterator[str]:
    """A site of its own with web, worker and clock; yields its address."""
    os.environ |= {
        "IMBIZO_DATA": str(folder),
        "IMBIZO_PORT": str(_free_port()),
        "IMBIZO_ASSETS": str(vendor_folder()),
    }
    for name in ("DATABASE_URL", "IMBIZO_ORIGIN", "IMBIZO_HOST", "IMBIZO_DEMO"):
        os.environ.pop(name, None)
    address = serving.chosen_address()
    settings = serving.demo_settings(address)
    prepare_files(settings)
    prepare_database(settings)
    running = serving.processes(address, settings)
    try:
        _wait_for(lambda: _is_up(running, address), "the site didn't start")
        yield address.url
    finally:
        stop_all(running)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_up(running: list[Process], address: serving.Address) -> bool:
    for process in running:
        process.attend(time.monotonic())
    return serving.answers(address)


def _wait_for(done: Callable[[], object], otherwise: str) -> None:
    until = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > until:
            raise SystemExit(f"No pictures: {otherwise} within {PATIENCE} s.")
        time.sleep(0.2)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise SystemExit(
            "No pictures: there is no Chromium here (Debian: apt-get install chromium fonts-noto-core)."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-lcd-text"]
        )
        yield browser
        browser.close()


def signed_in(browser: Browser, address: str) -> BrowserContext:
    """Windows in which Amina has signed in by the sign-in page, and nothing moves."""
    windows = browser.new_context(
        base_url=address, reduced_motion="reduce", color_scheme="light", locale="en-ZA"
    )
    page = windows.new_page()
    _open(page, "/account/login/")
    email, password = AMINA
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/p/**")
    page.close()
    return windows


def take(windows: BrowserContext, picture: Picture, width: int) -> str:
    """Take one picture at one width and return what to say of it."""
    page = windows.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    picture.visit(page)
    page.wait_for_load_state("networkidle")
    tall = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": min(tall, SIZES[width])})
    taken = small_png(page.screenshot(), windows)
    page.close()
    if len(taken) > LARGEST:
        raise SystemExit(
            f"{picture.name} at {width} pixels takes {len(taken)} bytes, and {LARGEST} are the most."
        )
    (PICTURES / f"{picture.name}-{width}.png").write_bytes(taken)
    return f"{picture.name} at {width} pixels: {len(taken) // 1000} kB"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
