"""The pages of the day, as a phone without scripts sees them."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from imbizo.base.models import new_id
from imbizo.convening.models import Attendance, Device, Gathering, Invitation, Slip, SlipCategory
from imbizo.convening.operations.attendance import register_came
from imbizo.convening.operations.day import close_day
from imbizo.convening.operations.devices import take_in
from imbizo.convening.rules.came import Came
from imbizo.convening.states import GatheringState, InvitationState, Named
from tests.cast import Cast, signed_in
from tests.convening.at_the_day import a_device, card, invite, open_gathering, written
from tests.convening.making import make_gathering

CARD, OTHER = card("7K2M"), card("90TX")
OK, MOVED, MISSING, FORBIDDEN = 200, 302, 404, 403
Address = Callable[..., str]
ZOOM = """Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)
Nomsa D,nomsa@example.org,03/12/2026 09:00:00 AM,03/12/2026 11:00:00 AM,120
Sipho Zulu,,03/12/2026 09:30:00 AM,03/12/2026 10:00:00 AM,30
"""


@pytest.fixture
def gathering(cast: Cast) -> Gathering:
    return open_gathering(cast)


@pytest.fixture
def at(gathering: Gathering) -> Address:
    return lambda name, *rest: reverse(f"convening:{name}", args=["winelands", *(rest or [gathering.pk])])


@pytest.fixture
def bo(cast: Cast) -> Client:
    return signed_in(cast.bo)


def told(client: Client, address: str) -> str:
    """The text of the page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split())


def door(**said: Any) -> dict[str, Any]:
    return {"id": new_id(), "named": "name", **said}


def test_the_day_is_opened_and_closed_from_its_page(cast: Cast, bo: Client) -> None:
    gathering = make_gathering(cast)
    for name, state in (("day-open", "open"), ("day-close", "held"), ("day-reopen", "open")):
        bo.post(reverse(f"convening:{name}", args=["winelands", gathering.pk]))
        gathering.refresh_from_db()
        assert gathering.state == state


def test_the_page_of_the_day_shows_who_came_and_what_waits(
    cast: Cast, gathering: Gathering, bo: Client, at: Address
) -> None:
    opened = a_device(cast, gathering)
    take_in(device=opened.device, items=[written(name="Tendai", code=CARD), written(name="Nomsa", code=CARD)])
    page = told(bo, at("day"))
    assert "Nomsa couldn't be taken" in page.replace("&#x27;", "'")
    assert f"Tendai {CARD}" in page


def test_what_waits_says_what_it_is_and_is_taken_though_the_day_is_closed(
    cast: Cast, gathering: Gathering, bo: Client, at: Address
) -> None:
    device, came = a_device(cast, gathering).device, written(name="Tendai")
    take_in(device=device, items=[came])
    close_day(gathering=gathering, by=cast.bo)
    device.refresh_from_db()
    late = [written("undo", attendance=str(came.id), name="Tendai"), written("input", text="Light.")]
    take_in(device=device, items=late)
    page = told(bo, at("day"))
    assert ("Tendai : registered by mistake" in page, "Something that was said" in page) == (True, True)
    bo.post(at("day-settle", gathering.device_items.get(kind="undo").pk), {"how": "take"})
    assert Attendance.objects.get().withdrawn_at is not None


def test_what_waits_is_settled_with_a_new_card(
    cast: Cast, gathering: Gathering, bo: Client, at: Address
) -> None:
    opened = a_device(cast, gathering)
    take_in(device=opened.device, items=[written(name="Tendai", code=CARD), written(name="Nomsa", code=CARD)])
    item = gathering.device_items.get(outcome="refused")
    bo.post(at("day-settle", item.pk), {"how": "new_card"})
    assert {each.name for each in Attendance.objects.all()} == {"Tendai", "Nomsa"}


def test_one_press_at_the_desk_registers(cast: Cast, gathering: Gathering, bo: Client, at: Address) -> None:
    nomsa = invite(cast, gathering, "Nomsa Dlamini")
    assert "Nomsa Dlamini" in told(bo, at("desk"))
    bo.post(at("desk-came", gathering.pk, nomsa.pk))
    assert Attendance.objects.get().invitation == nomsa
    assert "1 person has been registered" in told(bo, at("desk"))


def test_the_desk_finds_by_card_and_by_name(
    cast: Cast, gathering: Gathering, bo: Client, at: Address
) -> None:
    register_came(gathering=gathering, came=Came(name="Tendai Moyo", code=CARD), by=cast.bo)
    for asked in (CARD, "tend"):
        assert f"Tendai Moyo card {CARD}" in told(bo, f"{at('desk')}?q={asked}")
    assert "Nobody by that name or card" in told(bo, f"{at('desk')}?q=zzz")


def test_a_walk_in_comes_without_a_name(bo: Client, at: Address) -> None:
    bo.post(at("desk-new"), door(named="nameless", code=CARD))
    assert (Attendance.objects.get().name, Attendance.objects.get().code) == ("", CARD)


def test_what_is_asked_at_the_door_is_kept(cast: Cast, gathering: Gathering, bo: Client, at: Address) -> None:
    nomsa = invite(cast, gathering, "Nomsa Dlamini")
    said = {
        "consent": "given",
        "name_consent": "refused",
        "photo_consent": "refused",
        "transport_paid": "50",
        "signed": "on",
    }
    bo.post(at("desk-invited", gathering.pk, nomsa.pk), door(**said))
    kept = Attendance.objects.get()
    asked = (kept.consent, kept.name_consent, kept.photo_consent)
    assert (*asked, kept.transport_paid, kept.signed) == (
        "given",
        "refused",
        "refused",
        Decimal(50),
        True,
    )


def test_the_desk_says_what_is_wrong_and_keeps_what_was_typed(bo: Client, at: Address) -> None:
    page = bo.post(at("desk-new"), door(name="Thuli", is_minor="on")).content.decode()
    assert "Somebody under 18 needs a guardian who agrees" in page
    assert 'value="Thuli"' in page
    assert Attendance.objects.count() == 0


def test_the_desk_asks_neither_sex_nor_age_nor_papers(bo: Client, at: Address) -> None:
    page = bo.get(at("desk-new")).content.decode()
    assert re.findall(r'name="(sex|age\w*|status|passport|id_number)"', page) == []


def test_an_amount_that_is_agreed_is_suggested(cast: Cast, bo: Client) -> None:
    gathering = open_gathering(cast, transport_amount=50)
    page = bo.get(reverse("convening:desk-new", args=["winelands", gathering.pk])).content.decode()
    assert 'placeholder="50.00"' in page


def test_what_was_noted_is_corrected_and_taken_back(
    cast: Cast, gathering: Gathering, bo: Client, at: Address
) -> None:
    made = register_came(gathering=gathering, came=Came(name="Tendai"), by=cast.bo).attendance
    bo.post(at("attendance", made.pk), door(name="Tendai Moyo", code=made.code))
    assert Attendance.objects.get().name == "Tendai Moyo"
    bo.post(at("attendance-withdraw", made.pk))
    assert Attendance.objects.get().withdrawn_at is not None
    bo.post(at("attendance-restore", made.pk))
    assert Attendance.objects.get().withdrawn_at is None


# Paper


def rows(*lines: dict[str, str]) -> dict[str, Any]:
    """The page of ten lines, with these filled in."""
    given: dict[str, Any] = {"form-TOTAL_FORMS": "10", "form-INITIAL_FORMS": "0"}
    for number in range(10):
        line = lines[number] if number < len(lines) else {}
        given |= {f"form-{number}-{name}": value for name, value in {"id": str(new_id()), **line}.items()}
    return given


def test_lines_of_the_register_are_typed_by_card_and_by_name(
    cast: Cast, gathering: Gathering, bo: Client, at: Address
) -> None:
    nomsa = invite(cast, gathering, "Nomsa Dlamini")
    register_came(gathering=gathering, came=Came(name="Tendai Moyo", code=CARD), by=cast.bo)
    bo.post(at("paper"), rows({"code": CARD, "signed": "on"}, {"name": "nomsa dlamini"}, {"code": OTHER}))
    assert Attendance.objects.get(code=CARD).signed
    assert Attendance.objects.get(invitation=nomsa).name == "nomsa dlamini"
    assert Attendance.objects.get(code=OTHER).named == Named.NAMELESS


def test_a_line_that_is_wrong_stays_and_the_others_are_taken(bo: Client, at: Address) -> None:
    page = bo.post(at("paper"), rows({"code": "7K2M?"}, {"name": "Tendai Moyo", "consent": "given"}))
    assert "No card has the code 7K2M?" in page.content.decode()
    assert [each.name for each in Attendance.objects.all()] == ["Tendai Moyo"]
    assert b"7K2M?" in page.content
    assert b"Tendai Moyo" not in page.content


def test_the_same_amount_on_paper_is_the_same_money(
    cast: Cast, gathering: Gathering, bo: Client, at: Address
) -> None:
    register_came(
        gathering=gathering, came=Came(name="Tendai", code=CARD, transport_paid=Decimal(50)), by=cast.bo
    )
    bo.post(at("paper"), rows({"code": CARD, "transport_paid": "50.00", "signed": "on"}))
    assert (Attendance.objects.get().transport_paid, gathering.device_items.count()) == (Decimal(50), 0)
    bo.post(at("paper"), rows({"code": CARD, "transport_paid": "60"}))
    assert gathering.device_items.get().problem == "Transport was noted twice: 50.00 and 60.00."


def test_a_card_with_another_name_is_wrong_at_its_line(
    cast: Cast, gathering: Gathering, bo: Client, at: Address
) -> None:
    register_came(gathering=gathering, came=Came(name="Tendai", code=CARD), by=cast.bo)
    page = bo.post(at("paper"), rows({"code": CARD, "name": "Nomsa"})).content.decode()
    assert f"Card {CARD} belongs to Tendai" in page


def test_those_ticked_on_the_list_are_registered(
    cast: Cast, gathering: Gathering, bo: Client, at: Address
) -> None:
    nomsa = invite(cast, gathering, "Nomsa Dlamini")
    invite(cast, gathering, "Thandi Zulu")
    bo.post(at("came-list"), {"came": [str(nomsa.pk), "nonsense"]})
    assert [each.invitation for each in Attendance.objects.all()] == [nomsa]
    assert "Nomsa Dlamini" not in told(bo, at("came-list"))


# Money


def test_the_sheet_is_laid_beside_what_was_noted(
    cast: Cast, gathering: Gathering, bo: Client, at: Address
) -> None:
    bo.post(at("paper"), rows({"name": "Tendai", "transport_paid": "50", "signed": "on"}))
    page = bo.post(at("payments"), {"total": "80"}).content.decode()
    assert "The sheet says 80.00: 30.00 of it hasn" in page


def test_a_data_voucher_is_noted(cast: Cast, bo: Client) -> None:
    gathering = open_gathering(cast, way="online")
    nomsa = invite(cast, gathering, "Nomsa Dlamini")
    address = reverse("convening:voucher", args=["winelands", gathering.pk, nomsa.pk])
    bo.post(address, {"voucher": "1 GB, 12 March"})
    assert Invitation.objects.get().data_voucher == "1 GB, 12 March"


# Online


def look(client: Client, address: str, text: str) -> str:
    """The page after choosing the file."""
    file = SimpleUploadedFile("report.csv", text.encode(), "text/csv")
    return client.post(address, {"file": file}).content.decode()


def take(client: Client, address: str, text: str) -> None:
    seen = re.search(r'name="seen" value="([^"]+)"', look(client, address, text))
    assert seen is not None
    client.post(address, {"seen": seen[1]})


def test_an_export_is_looked_at_before_anything_is_written(
    cast: Cast, gathering: Gathering, bo: Client, at: Address
) -> None:
    invite(cast, gathering, "Nomsa Dlamini", email="nomsa@example.org")
    page = look(bo, at("online"), ZOOM)
    assert ("by the address" in page, "came without an invitation" in page) == (True, True)
    assert Attendance.objects.count() == 0


def test_an_export_taken_twice_makes_nobody_twice(
    cast: Cast, gathering: Gathering, bo: Client, at: Address
) -> None:
    nomsa = invite(cast, gathering, "Nomsa Dlamini", email="nomsa@example.org")
    for _again in range(2):
        take(bo, at("online"), ZOOM)
    kept = {(each.invitation, each.name, each.minutes_online, each.way) for each in Attendance.objects.all()}
    assert kept == {(nomsa, "Nomsa Dlamini", 120, "online"), (None, "Sipho Zulu", 30, "online")}


def test_a_later_export_lengthens_the_minutes(cast: Cast, bo: Client, at: Address) -> None:
    take(bo, at("online"), ZOOM)
    take(bo, at("online"), ZOOM.replace("10:00:00 AM,30", "11:30:00 AM,120"))
    assert Attendance.objects.get(name="Sipho Zulu").minutes_online == 120


@pytest.mark.parametrize(
    ("data", "why"),
    [("PK\x03\x04", "This isn’t a CSV file"), ("Name;Town\nA;B", "No list of attendance was found")],
)
def test_a_file_that_is_no_export_is_refused_with_a_reason(
    bo: Client, at: Address, data: str, why: str
) -> None:
    assert why.replace("’", "&#x27;") in look(bo, at("online"), data)


def test_a_file_of_another_gathering_is_not_taken(cast: Cast, bo: Client, at: Address) -> None:
    other = open_gathering(cast)
    page = look(bo, reverse("convening:online", args=["winelands", other.pk]), ZOOM)
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen is not None
    bo.post(at("online"), {"seen": seen[1]})
    assert Attendance.objects.count() == 0


# Closing


def test_closing_says_who_came_and_overwrites_nothing_else(
    cast: Cast, gathering: Gathering, bo: Client, at: Address
) -> None:
    came, _away = invite(cast, gathering, "Nomsa"), invite(cast, gathering, "Thandi")
    no = {"place_number": None}
    perhaps = invite(cast, gathering, "Sipho", state=InvitationState.TENTATIVE, **no)
    for each in (came, perhaps):
        bo.post(at("desk-came", gathering.pk, each.pk))
    bo.post(at("day-close"))
    states = {str(each): (each.state, each.place_number) for each in Invitation.objects.all()}
    assert states == {"Nomsa": ("attended", 1), "Thandi": ("absent", None), "Sipho": ("tentative", None)}


def test_opening_it_again_gives_those_who_stayed_away_a_place(
    cast: Cast, gathering: Gathering, bo: Client, at: Address
) -> None:
    came = invite(cast, gathering, "Nomsa")
    invite(cast, gathering, "Thandi")
    bo.post(at("desk-came", gathering.pk, came.pk))
    bo.post(at("day-close"))
    bo.post(at("day-reopen"))
    states = {str(each): (each.state, each.place_number) for each in Invitation.objects.all()}
    assert states == {"Nomsa": ("accepted", 1), "Thandi": ("accepted", 2)}


def test_a_day_that_is_not_open_is_not_closed(cast: Cast, bo: Client) -> None:
    gathering = make_gathering(cast)
    bo.post(reverse("convening:day-close", args=["winelands", gathering.pk]))
    gathering.refresh_from_db()
    assert gathering.state == GatheringState.PLANNED


# Who may


def test_the_other_partners_members_find_no_day_even_where_the_gathering_is_shared(cast: Cast) -> None:
    gathering = open_gathering(cast, sharing="all")
    client = signed_in(cast.thandi)
    for name in ("day", "desk", "paper", "payments", "online", "device-open"):
        assert (
            client.get(reverse(f"convening:{name}", args=["winelands", gathering.pk])).status_code == MISSING
        )


def test_an_observer_registers_nobody(cast: Cast, at: Address) -> None:
    assert signed_in(cast.chandra).get(at("day")).status_code == FORBIDDEN


def test_nothing_of_slips_or_devices_is_left_by_looking(bo: Client, at: Address) -> None:
    for name in (
        "day",
        "desk",
        "desk-new",
        "device-open",
        "paper",
        "came-list",
        "gathering-slips",
        "slips-type",
    ):
        assert bo.get(at(name)).status_code == OK
    assert (Device.objects.count(), Slip.objects.count(), SlipCategory.objects.count()) == (0, 0, 0)
