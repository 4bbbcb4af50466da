"""What a device says and hears when it calls, without a session."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imbizo.base.models import new_id
from imbizo.convening.models import Attendance, Device, DeviceItem, Gathering
from imbizo.convening.operations.day import close_day
from imbizo.convening.operations.devices import Opened
from imbizo.convening.operations.slips import add_category
from tests.cast import Cast, signed_in
from tests.convening.at_the_day import a_device, card, invite, open_gathering
from tests.convening.saying import make_hall

SYNC, CARD = "/open/day/sync/", card("7K2M")
BAD, FORBIDDEN, GONE = 400, 403, 404


@pytest.fixture
def opened(cast: Cast) -> Opened:
    gathering = open_gathering(cast)
    invite(cast, gathering, "Nomsa Dlamini")
    return a_device(cast, gathering)


def now() -> int:
    return round(timezone.now().timestamp() * 1000)


def item(**content: Any) -> dict[str, Any]:
    return {"id": str(new_id()), "kind": "attendance", "at": now(), "ahead": 0, "content": content}


def call(client: Client, opened: Opened, *items: dict[str, Any], **said: Any) -> Any:
    body = {"token": opened.token, "now": now(), "waiting": 0, "have": "", "items": items, **said}
    return client.post(SYNC, json.dumps(body), content_type="application/json")


def test_a_device_sends_and_hears_who_has_come(client: Client, opened: Opened) -> None:
    sent = item(name="Tendai Moyo")
    told = call(client, opened, sent).json()
    assert told["outcomes"] == [{"id": sent["id"], "outcome": "taken", "problem": ""}]
    assert [each["n"] for each in told["people"]] == ["Nomsa Dlamini", "Tendai Moyo"]
    assert told["closed"] is False


def test_names_that_it_has_are_not_sent_again(client: Client, opened: Opened) -> None:
    digest = call(client, opened).json()["digest"]
    assert "people" not in call(client, opened, have=digest).json()


def test_a_name_comes_with_a_card_and_neither_state_nor_number(client: Client, opened: Opened) -> None:
    people = call(client, opened).json()["people"]
    assert set().union(*people) == {"i", "a", "n", "c"}


def test_after_closing_it_hears_so_and_gets_no_names(cast: Cast, client: Client, opened: Opened) -> None:
    close_day(gathering=opened.device.gathering, by=cast.bo)
    told = call(client, opened, item(name="Tendai")).json()
    assert (told["closed"], told["outcomes"][0]["outcome"], "people" in told) == (True, "late", False)


def test_after_its_end_it_gets_no_names_even_where_nobody_closed_the_day(
    client: Client, opened: Opened
) -> None:
    Device.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert "people" not in call(client, opened).json()


def test_what_waits_and_how_wrong_its_clock_is_are_noted(client: Client, opened: Opened) -> None:
    call(client, opened, now=now() + 86_400_000, waiting=3)
    device = Device.objects.get()
    assert device.waiting == 3
    assert abs(device.clock_ahead - 86_400) <= 2


def test_a_registration_is_taken_back_by_the_device_that_sent_it(client: Client, opened: Opened) -> None:
    sent = item(name="Tendai Moyo")
    back = {**item(attendance=sent["id"], name="Tendai Moyo"), "kind": "undo"}
    told = [call(client, opened, sent, back).json() for _twice in range(2)]
    assert [each["outcome"] for each in told[0]["outcomes"]] == ["taken", "taken"]
    assert [each["outcome"] for each in told[1]["outcomes"]] == ["repeated", "repeated"]
    assert [each["n"] for each in told[1]["people"]] == ["Nomsa Dlamini"]
    assert Attendance.objects.get().withdrawn_at is not None


def test_what_another_desk_registered_stays_whatever_a_device_takes_back(
    cast: Cast, client: Client, opened: Opened
) -> None:
    theirs, sent = a_device(cast, opened.device.gathering, "Back door"), item(name="Tendai Moyo")
    call(client, opened, sent)
    told = call(client, theirs, {**item(attendance=sent["id"]), "kind": "undo"}).json()
    assert told["outcomes"][0]["problem"] == "Another desk had registered them too, so they stay registered."
    assert Attendance.objects.get().withdrawn_at is None


@pytest.mark.parametrize("by", ["invitation", "card", "row"])
def test_who_was_seen_at_another_desk_too_stays_whatever_the_first_takes_back(
    cast: Cast, client: Client, opened: Opened, by: str
) -> None:
    nomsa = str(opened.device.gathering.invitations.get().pk)
    first = item(invitation=nomsa) if by == "invitation" else item(name="Tendai Moyo", code=CARD)
    again = {**first["content"], "signed": True} if by != "row" else {"attendance": first["id"]}
    theirs = a_device(cast, opened.device.gathering, "Back door")
    call(client, opened, first)
    assert call(client, theirs, item(**again)).json()["outcomes"][0]["outcome"] == "joined"
    told = call(client, opened, {**item(attendance=first["id"]), "kind": "undo"}).json()
    assert told["outcomes"][0]["problem"] == "Another desk had registered them too, so they stay registered."
    assert Attendance.objects.get().withdrawn_at is None


def test_what_a_device_joined_with_its_own_note_is_taken_back(client: Client, opened: Opened) -> None:
    first = item(name="Tendai Moyo", code=CARD)
    call(client, opened, first, item(**first["content"], signed=True))
    call(client, opened, {**item(attendance=first["id"]), "kind": "undo"})
    assert Attendance.objects.get().withdrawn_at is not None


def test_a_slip_that_cannot_be_counted_holds_nothing_else_up(client: Client, opened: Opened) -> None:
    Gathering.objects.update(state="called_off")
    slip = {"id": str(uuid4()), "kind": "slip", "at": 0, "ahead": 0, "content": {"sex": "female"}}
    told = call(client, opened, slip, item(name="Tendai")).json()["outcomes"]
    assert [each["outcome"] for each in told] == ["refused", "late"]
    assert told[0]["problem"] == "Slips are counted from the opening of the day on."
    assert [each.kind for each in DeviceItem.objects.all()] == ["attendance"]


def test_it_hears_what_the_slips_ask(cast: Cast, client: Client, opened: Opened) -> None:
    made = add_category(label="You come from", choices=["farm", "town"], position=1, by=cast.amina)
    asked = [{"id": str(made.pk), "label": "You come from", "choices": ["farm", "town"]}]
    assert call(client, opened).json()["asked"] == {"slips": asked, "tests": []}


def test_a_guessed_token_hears_nothing(client: Client, opened: Opened) -> None:
    assert call(client, opened, item(name="Tendai"), token="guessed").status_code == FORBIDDEN
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"token": 1}', b"\xff", b"[" * 20_000, b'{"token": "x", "now": NaN}'],
    ids=["empty", "a list", "half", "no text", "no unicode", "deep", "no number"],
)
def test_what_is_not_a_call_is_refused(client: Client, db: None, body: bytes) -> None:
    assert client.post(SYNC, body, content_type="application/json").status_code == BAD


def test_a_clock_of_any_year_is_understood(client: Client, opened: Opened) -> None:
    sent = {**item(name="Tendai"), "at": -(10**20), "ahead": 10**20}
    assert call(client, opened, sent, now=10**20).json()["outcomes"][0]["outcome"] == "taken"


def test_a_nul_in_a_name_does_not_stop_the_others(client: Client, opened: Opened) -> None:
    call(client, opened, item(name="Ten\x00dai"), item(name="Sipho"))
    assert sorted(each.name for each in Attendance.objects.all()) == ["Sipho", "Tendai"]


def test_opening_from_the_page_gives_what_the_device_needs(cast: Cast) -> None:
    gathering: Gathering = open_gathering(cast, transport_amount=50)
    address = reverse("convening:device-open", args=["winelands", gathering.pk])
    told = signed_in(cast.bo).post(address, {"label": "Front door"})
    given = told.json()
    assert given["about"] == {"gathering": "Workshop in Ceres", "label": "Front door", "amount": "50.00"}
    assert (given["people"], told["Cache-Control"]) == ([], "no-store")


def test_a_device_at_a_table_gets_what_a_scribe_chooses_from_and_no_names(cast: Cast) -> None:
    hall = make_hall(cast, name="Workshop in Ceres")
    invite(cast, hall.gathering, "Nomsa Dlamini")
    address = reverse("convening:device-open", args=["winelands", hall.gathering.pk])
    given = signed_in(cast.bo).post(f"{address}?table={hall.table.pk}", {"label": "Table 1"}).json()
    subjects = given["about"]["subjects"]
    assert (given["people"], given["digest"], given["about"]["table"]) == ([], "none", str(hall.table.pk))
    assert subjects[1] == [
        "In groups",
        [
            [f"question-{hall.question.pk}", "What must change first?"],
            [f"session-{hall.item.pk}", "In groups, in general"],
        ],
    ]


def test_a_device_that_wants_no_names_gets_none(client: Client, opened: Opened) -> None:
    assert "people" not in call(client, opened, have="none").json()


def test_no_device_is_opened_at_a_table_of_another_gathering(cast: Cast) -> None:
    hall, other = make_hall(cast), make_hall(cast)
    address = reverse("convening:device-open", args=["winelands", hall.gathering.pk])
    assert signed_in(cast.bo).get(f"{address}?table={other.table.pk}").status_code == GONE


def test_a_forgotten_pin_is_mended_by_a_member_and_told_in_the_trail(cast: Cast, opened: Opened) -> None:
    address = reverse("convening:device-key", args=["winelands", opened.device.pk])
    assert signed_in(cast.bo).post(address).json() == {"secret": opened.secret}
    assert signed_in(cast.thandi).post(address).status_code == 404


def test_a_lost_device_is_told_to_forget(cast: Cast, client: Client, opened: Opened) -> None:
    signed_in(cast.bo).post(reverse("convening:device-forget", args=["winelands", opened.device.pk]))
    assert call(client, opened).json()["closed"] is True


def test_the_page_of_a_device_names_nobody(client: Client, opened: Opened) -> None:
    assert "Nomsa" not in client.get("/open/day/").content.decode()


def test_the_worker_keeps_the_pages_and_their_files(client: Client, db: None) -> None:
    text = client.get("/open/day/worker.js").content.decode()
    assert '["/open/day/", "/open/day/scribe/", "/static/base/public.css"' in text
    assert "__" not in text
