"""A day without a connection: a phone registers people, is reloaded, and sends all of it once."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from imbizo.convening.models import Attendance, Device, DeviceItem, Gathering, Slip, TestSheet
from imbizo.convening.operations import modules
from imbizo.convening.operations.day import close_day
from imbizo.convening.operations.slips import add_category
from imbizo.convening.operations.training import teach
from tests.cast import Cast, make_cast
from tests.convening.at_the_day import card, invite, open_gathering
from tests.journeys.browsing import IN_A_BROWSER, PHONE, complaints, faults, ill_shaped, visit

pytestmark = IN_A_BROWSER
PIN = "271828"
NAMES = ("Nomsa Dlamini", "Thandi Zulu", "Sipho Moyo")
A_DAY = 86_400_000  # milliseconds
# All that the browser keeps for this origin, as whoever finds the phone would read it.
RAW = """async () => {
  const told = (value) => value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value;
  const db = await new Promise((yes) => {
    const asked = indexedDB.open('imbizo-day');
    asked.onsuccess = () => yes(asked.result);
  });
  const rows = [];
  for (const name of db.objectStoreNames) {
    const all = db.transaction(name).objectStore(name).getAll();
    rows.push(...(await new Promise((yes) => { all.onsuccess = () => yes(all.result); })));
  }
  const kept = await Promise.all((await caches.keys()).map(async (key) => {
    const cache = await caches.open(key);
    return Promise.all((await cache.matchAll()).map((each) => each.text()));
  }));
  return JSON.stringify([rows, kept, {...localStorage}, {...sessionStorage}], (_, value) => told(value));
}"""


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def gathering(cast: Cast) -> Gathering:
    made = open_gathering(cast, transport_amount=50)
    for name in NAMES:
        invite(cast, made, name)
    return made


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, cast: Cast) -> Iterator[Page]:
    page = visit(browser, live_server, cast.bo, width=PHONE)
    yield page
    page.context.close()


def teach_rights(cast: Cast, gathering: Gathering) -> None:
    """A module with one question, taught there."""
    module = modules.add_module(name="Rights at work", language="en", by=cast.amina)
    modules.add_question(
        module=module,
        number=1,
        language="en",
        text="How long is a shift?",
        choices=["six hours", "twelve hours"],
        right=0,
        by=cast.amina,
    )
    modules.write_version(module=module, number=1, language="en", content="Rest.", by=cast.amina)
    modules.release(module=module, number=1, by=cast.amina)
    teach(gathering=gathering, module=module, number=1, by=cast.amina)


def open_device(page: Page, gathering: Gathering) -> None:
    page.goto(f"/p/winelands/gatherings/{gathering.pk}/day/device/")
    page.fill("#id_label", "Front door")
    page.fill("#pin", PIN)
    page.fill("#pin-again", PIN)
    page.locator("#open-form button").click()
    page.wait_for_url("**/open/day/")
    unlock(page)


def unlock(page: Page, pin: str = PIN) -> None:
    page.fill("#pin", pin)
    page.keyboard.press("Enter")
    expect(page.locator("#find")).to_be_visible()


def press_here(page: Page, name: str) -> None:
    page.fill("#find", name.split(maxsplit=1)[0].lower())
    page.locator("#found").get_by_role("button", name="Here").click()
    expect(page.locator("#said")).to_have_text(f"{name} is registered.")


def register_without_a_connection(page: Page) -> None:
    """Two by one press, one who isn't on the list with what is asked at the door."""
    press_here(page, NAMES[0])
    press_here(page, NAMES[1])
    page.click("#not-listed")
    page.fill("#name", "Tendai")
    page.fill("#transport_paid", "50")
    page.check("[name=consent][value=given]")
    page.get_by_role("button", name="Register").click()
    expect(page.locator("#state-text")).to_have_text("3 wait to be sent")


def test_three_people_are_registered_offline_kept_through_a_reload_and_sent_once(
    live_server: LiveServer, phone: Page, gathering: Gathering
) -> None:
    heard = complaints(phone.context)
    open_device(phone, gathering)
    assert (faults(phone), ill_shaped(phone)) == ([], [])
    phone.context.set_offline(True)
    register_without_a_connection(phone)
    phone.reload()
    unlock(phone)
    expect(phone.locator("#waits-here li")).to_contain_text(["Tendai", NAMES[1], NAMES[0]])
    assert Attendance.objects.count() == 0
    phone.context.set_offline(False)
    expect(phone.locator("#state-text")).to_have_text("All is sent")
    phone.click("#send-now")
    expect(phone.locator("#came-number")).to_have_text("3")
    assert sorted(each.name for each in Attendance.objects.all()) == [NAMES[0], "Tendai", NAMES[1]]
    assert [each.outcome for each in DeviceItem.objects.all()] == ["taken"] * 3
    assert [each for each in heard if "ERR_INTERNET_DISCONNECTED" not in each] == []


class Returning(ThreadedWSGIServer):
    """A server that takes its old port while connections of the time before still stand."""

    def __init__(self, *args: Any, allow_reuse_address: bool = True, **options: Any) -> None:
        super().__init__(*args, allow_reuse_address=True, **options)


def test_what_waits_outlives_a_server_that_is_restarted(
    browser: Browser, cast: Cast, gathering: Gathering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LiveServerThread, "server_class", Returning)
    server = LiveServer("localhost")
    phone = visit(browser, server, cast.bo, width=PHONE)
    open_device(phone, gathering)
    # Connections that stand open outlive the server's own end: the phone loses its connection as well.
    phone.context.set_offline(True)
    server.stop()
    press_here(phone, NAMES[0])
    phone.click("#send-now")
    expect(phone.locator("#connection")).to_contain_text("no connection")
    expect(phone.locator("#state-text")).to_have_text("1 waits to be sent")
    again = LiveServer(f"localhost:{server.thread.port}")
    phone.context.set_offline(False)
    phone.click("#send-now")
    expect(phone.locator("#state-text")).to_have_text("All is sent")
    again.stop()
    assert Attendance.objects.get().name == NAMES[0]


def test_whoever_finds_the_phone_reads_no_name(phone: Page, gathering: Gathering) -> None:
    open_device(phone, gathering)
    phone.context.set_offline(True)
    press_here(phone, NAMES[0])
    kept = json.loads(phone.evaluate(RAW))
    said = json.dumps(kept)
    assert len(kept[0]) == 4  # the device, what it is about, the names, one that waits
    assert [word for name in NAMES for word in name.split() if word in said] == []
    assert Device.objects.get().label not in said
    phone.reload()
    phone.fill("#pin", "000000")
    phone.keyboard.press("Enter")
    expect(phone.locator("#pin-error")).to_be_visible()
    expect(phone.locator("#desk")).to_be_hidden()


def test_closing_leaves_nothing_on_the_phone_and_loses_nothing(
    phone: Page, cast: Cast, gathering: Gathering
) -> None:
    open_device(phone, gathering)
    phone.context.set_offline(True)
    press_here(phone, NAMES[0])
    close_day(gathering=gathering, by=cast.bo)
    phone.context.set_offline(False)
    expect(phone.locator("#ended")).to_be_visible()
    assert json.loads(phone.evaluate(RAW))[0] == []
    assert [(each.outcome, each.content["label"]) for each in DeviceItem.objects.all()] == [
        ("late", NAMES[0])
    ]
    phone.reload()
    expect(phone.locator("#nothing")).to_be_visible()


def test_a_phone_whose_clock_is_a_day_wrong_notes_the_right_time(phone: Page, gathering: Gathering) -> None:
    phone.add_init_script(f"const real = Date.now; Date.now = () => real() + {A_DAY};")
    open_device(phone, gathering)
    press_here(phone, NAMES[0])
    expect(phone.locator("#state-text")).to_have_text("All is sent")
    assert abs(Attendance.objects.get().arrived_at - timezone.now()) < timedelta(minutes=1)
    assert round(Device.objects.get().clock_ahead / 86_400, 2) == 1


def fill_in_a_slip(page: Page) -> None:
    """The phone goes to the next in the queue, who sees no name."""
    page.get_by_text("Hand this device over").click()
    page.get_by_role("button", name="A slip without a name").click()
    expect(page.locator("#desk")).to_be_hidden()
    page.get_by_role("radio", name="woman").check()
    page.get_by_role("radio", name="farm").check()
    page.get_by_role("button", name="Put it in the box").click()
    expect(page.locator("#handed-thanks")).to_be_visible()


def answer_a_test(page: Page, code: str) -> None:
    page.get_by_text("Hand this device over").click()
    page.get_by_role("button", name="Test before: Rights at work").click()
    page.fill("#handed-card", code)
    page.get_by_role("radio", name="six hours").check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#handed-done")).to_be_visible()


def back_to_the_desk(page: Page) -> None:
    page.click("#handed-back")
    expect(page.locator("#desk")).to_be_hidden()
    unlock(page)


def test_a_slip_a_test_and_a_registration_taken_back_are_kept_offline_and_sent_once(
    phone: Page, cast: Cast
) -> None:
    gathering = open_gathering(cast, kind="training")
    invite(cast, gathering, NAMES[0])
    add_category(label="You come from", choices=["farm", "town"], position=1, by=cast.amina)
    teach_rights(cast, gathering)
    open_device(phone, gathering)
    phone.context.set_offline(True)
    press_here(phone, NAMES[0])
    phone.click("#undo")
    expect(phone.locator("#said")).to_have_text(f"{NAMES[0]} is no longer registered.")
    fill_in_a_slip(phone)
    assert (faults(phone), ill_shaped(phone)) == ([], [])
    back_to_the_desk(phone)
    answer_a_test(phone, card("AA00"))
    back_to_the_desk(phone)
    phone.context.set_offline(False)
    phone.click("#send-now")
    expect(phone.locator("#state-text")).to_have_text("All is sent")
    assert Attendance.objects.get().withdrawn_at is not None
    assert [(each.sex, list(each.answers.values())) for each in Slip.objects.all()] == [("female", ["farm"])]
    assert [(each.code, each.moment, each.right_count) for each in TestSheet.objects.all()] == [
        (card("AA00"), "before", 1)
    ]
    assert sorted(each.kind for each in DeviceItem.objects.all()) == ["attendance", "test", "undo"]
