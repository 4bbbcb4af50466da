"""Devices at the door: what they send is kept once, late or not, whatever their clock says."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.base.sealing import unseal
from imbizo.convening.errors import NotNow, Taken
from imbizo.convening.models import Attendance, Device, DeviceItem, Gathering
from imbizo.convening.operations.day import close_day
from imbizo.convening.operations.devices import (
    Answered,
    Opened,
    Written,
    forget_device,
    hear_from,
    open_device,
    secret_of,
    settle_item,
    take_in,
)
from imbizo.convening.queries.day import device_by_token, names_for_device, unsettled
from imbizo.convening.rules.clocks import true_time
from imbizo.convening.states import ItemOutcome
from imbizo.thread.models import AuditEntry
from tests.cast import Cast
from tests.convening.at_the_day import a_device, card, invite, open_gathering, written
from tests.convening.making import make_gathering

CARD = card("7K2M")
DAY = timedelta(days=1)
NOON = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)


@pytest.fixture
def gathering(cast: Cast) -> Gathering:
    return open_gathering(cast)


@pytest.fixture
def opened(cast: Cast, gathering: Gathering) -> Opened:
    return a_device(cast, gathering)


def send(opened: Opened, *items: Written) -> list[Answered]:
    """The device finds its connection: it's read afresh, as a call does."""
    device = device_by_token(opened.token)
    assert device is not None
    return take_in(device=device, items=items)


def outcomes(answered: list[Answered]) -> list[str]:
    return [each.outcome for each in answered]


def test_opening_gives_a_token_and_a_key_that_the_database_does_not_show(opened: Opened) -> None:
    kept = Device.objects.get()
    assert opened.token not in kept.token_hash
    assert unseal(kept.secret) == {"secret": opened.secret}


def test_no_device_is_opened_before_the_day(cast: Cast) -> None:
    with pytest.raises(NotNow):
        a_device(cast, make_gathering(cast))


def test_another_partner_opens_no_device(cast: Cast, gathering: Gathering) -> None:
    with pytest.raises(NotAllowed):
        open_device(gathering=gathering, label="Ours", by=cast.thandi)


def test_a_device_holds_the_names_of_its_own_gathering_alone(cast: Cast, opened: Opened) -> None:
    invite(cast, opened.device.gathering, "Nomsa Dlamini")
    invite(cast, open_gathering(cast), "Sipho Zulu")
    assert [each.name for each in names_for_device(opened.device.gathering)] == ["Nomsa Dlamini"]


def test_what_a_device_wrote_is_taken_with_the_time_at_which_it_was_written(opened: Opened) -> None:
    item = written(name="Tendai Moyo", code=CARD, signed=True, transport_paid="50")
    assert outcomes(send(opened, item)) == ["taken"]
    came = Attendance.objects.get()
    assert (came.pk, came.name, came.transport_paid) == (item.id, "Tendai Moyo", Decimal(50))
    assert came.arrived_at == item.written_at


def test_what_is_sent_twice_is_kept_once(opened: Opened) -> None:
    item = written(name="Tendai Moyo")
    assert outcomes(send(opened, item) + send(opened, item)) == ["taken", "repeated"]
    assert (Attendance.objects.count(), DeviceItem.objects.count()) == (1, 1)


def test_other_content_under_the_same_id_is_kept_for_a_person(opened: Opened) -> None:
    id = new_id()
    send(opened, written(id=id, name="Tendai Moyo"))
    assert outcomes(send(opened, written(id=id, name="Nomsa Dlamini"))) == ["refused"]
    assert DeviceItem.objects.get(outcome="refused").content["name"] == "Nomsa Dlamini"


def test_two_devices_that_register_one_person_are_joined(cast: Cast, opened: Opened) -> None:
    nomsa = str(invite(cast, opened.device.gathering, "Nomsa Dlamini").pk)
    other = a_device(cast, opened.device.gathering, "Back door")
    send(opened, written(invitation=nomsa, consent="refused", transport_paid="50"))
    second = send(other, written(invitation=nomsa, consent="given", transport_paid="50"))
    assert outcomes(second) == ["joined"]
    assert (Attendance.objects.get().consent, Attendance.objects.get().transport_paid) == (
        "refused",
        Decimal(50),
    )
    assert unsettled(cast.bo).get().problem == "Transport was noted twice: 50.00 and 50.00."


def test_money_that_was_paid_twice_is_counted_twice_once_a_person_says_so(cast: Cast, opened: Opened) -> None:
    nomsa = str(invite(cast, opened.device.gathering, "Nomsa Dlamini").pk)
    send(
        opened, written(invitation=nomsa, transport_paid="50"), written(invitation=nomsa, transport_paid="60")
    )
    settle_item(item=unsettled(cast.bo).get(), by=cast.bo, take=True)
    assert Attendance.objects.get().transport_paid == 110
    assert not unsettled(cast.bo).exists()


def test_the_same_card_for_two_people_is_refused_and_kept(cast: Cast, opened: Opened) -> None:
    send(opened, written(name="Tendai Moyo", code=CARD))
    answered = send(opened, written(name="Nomsa Dlamini", code=CARD))
    assert outcomes(answered) == ["refused"]
    assert CARD in answered[0].problem
    assert unsettled(cast.bo).get().content["name"] == "Nomsa Dlamini"


def test_a_person_settles_a_card_given_twice_with_another_one(cast: Cast, opened: Opened) -> None:
    send(opened, written(name="Tendai Moyo", code=CARD), written(name="Nomsa Dlamini", code=CARD))
    item = unsettled(cast.bo).get()
    with pytest.raises(Taken):
        settle_item(item=item, by=cast.bo, take=True)
    settled = settle_item(item=item, by=cast.bo, take=True, new_card=True)
    assert (settled.outcome, settled.settled_by) == (ItemOutcome.TAKEN, cast.bo)
    assert Attendance.objects.exclude(code=CARD).get().name == "Nomsa Dlamini"


def test_what_could_not_be_taken_and_was_taken_back_waits_for_nobody(cast: Cast, opened: Opened) -> None:
    wrong = written(name="Nomsa Dlamini", code=CARD)
    back = written("undo", attendance=str(wrong.id))
    answered = send(opened, written(name="Tendai Moyo", code=CARD), wrong, back)
    assert outcomes(answered) == ["taken", "refused", "taken"]
    assert not unsettled(cast.bo).exists()
    left = AuditEntry.objects.get(subject_id=wrong.id, verb="settle")
    assert (left.changes["taken"], Attendance.objects.get().name) == ([None, False], "Tendai Moyo")
    assert not AuditEntry.objects.filter(verb="items_wait").exists()


def test_what_came_late_and_is_taken_back_later_waits_for_nobody(cast: Cast, opened: Opened) -> None:
    close_day(gathering=opened.device.gathering, by=cast.bo)
    wrong = written(name="Nomsa Dlamini")
    send(opened, wrong, written("undo", attendance=str(wrong.id)))
    settle_item(item=unsettled(cast.bo).get(kind="undo"), by=cast.bo, take=True)
    assert (Attendance.objects.count(), unsettled(cast.bo).count()) == (0, 0)


def test_a_minor_without_a_guardian_is_kept_for_a_person(cast: Cast, opened: Opened) -> None:
    assert outcomes(send(opened, written(name="Thuli", is_minor=True))) == ["refused"]
    assert "guardian" in unsettled(cast.bo).get().problem


def test_what_comes_after_closing_is_late_and_not_lost(cast: Cast, opened: Opened) -> None:
    close_day(gathering=opened.device.gathering, by=cast.bo)
    item = written(name="Tendai Moyo")
    assert outcomes(send(opened, item)) == ["late"]
    assert Attendance.objects.count() == 0
    settle_item(item=unsettled(cast.bo).get(), by=cast.bo, take=True)
    assert (Attendance.objects.get().name, Attendance.objects.get().pk) == ("Tendai Moyo", item.id)


def test_what_is_left_out_stays_in_the_trail(cast: Cast, opened: Opened) -> None:
    close_day(gathering=opened.device.gathering, by=cast.bo)
    send(opened, written(name="Tendai Moyo"))
    left = settle_item(item=unsettled(cast.bo).get(), by=cast.bo, take=False)
    assert (left.outcome, left.content["name"], left.settled_by) == ("late", "Tendai Moyo", cast.bo)
    assert (Attendance.objects.count(), unsettled(cast.bo).count()) == (0, 0)


def test_settling_twice_changes_nothing(cast: Cast, opened: Opened) -> None:
    close_day(gathering=opened.device.gathering, by=cast.bo)
    send(opened, written(name="Tendai Moyo"))
    item = settle_item(item=unsettled(cast.bo).get(), by=cast.bo, take=False)
    settle_item(item=item, by=cast.amina, take=True)
    assert Attendance.objects.count() == 0


def test_a_lost_device_sends_nothing_that_counts_by_itself(cast: Cast, opened: Opened) -> None:
    forget_device(device=opened.device, by=cast.bo)
    assert outcomes(send(opened, written(name="Tendai Moyo"))) == ["late"]


def test_another_partner_settles_nothing(cast: Cast, opened: Opened) -> None:
    close_day(gathering=opened.device.gathering, by=cast.bo)
    send(opened, written(name="Tendai Moyo"))
    with pytest.raises(NotAllowed):
        settle_item(item=DeviceItem.objects.get(), by=cast.thandi, take=True)


def test_a_kind_that_nobody_knows_is_kept(opened: Opened) -> None:
    assert outcomes(send(opened, written("telepathy", thought="maize"))) == ["refused"]
    assert DeviceItem.objects.get().content["thought"] == "maize"


def test_a_clock_that_is_a_day_wrong_does_not_move_the_arrival(opened: Opened) -> None:
    device = hear_from(device=opened.device, now_there=timezone.now() + DAY, waiting=0)
    now = timezone.now()
    take_in(device=device, items=[Written(new_id(), "attendance", {"name": "Tendai"}, now + DAY)])
    assert abs(Attendance.objects.get().arrived_at - now) < timedelta(seconds=5)
    assert DeviceItem.objects.get().written_at == now + DAY


def test_a_clock_that_was_set_right_between_writing_and_sending_is_understood() -> None:
    seconds = round(DAY.total_seconds())
    span = {"earliest": NOON - timedelta(hours=3), "latest": NOON + timedelta(hours=1)}
    assert true_time(NOON - DAY, ahead=(0, -seconds), **span) == NOON


def test_a_clock_that_makes_no_sense_gives_the_nearest_end_of_the_day() -> None:
    span = {"earliest": NOON - timedelta(hours=3), "latest": NOON}
    assert true_time(NOON + DAY, ahead=(0, 60), **span) == NOON
    assert true_time(datetime(1970, 1, 1, tzinfo=UTC), ahead=(0,), **span) == NOON - timedelta(hours=3)


def test_closing_takes_back_the_key_of_a_device_on_which_nothing_waits(cast: Cast, opened: Opened) -> None:
    assert secret_of(device=opened.device, by=cast.bo) == opened.secret
    close_day(gathering=opened.device.gathering, by=cast.bo)
    closed = Device.objects.get()
    assert (closed.is_usable, closed.secret) == (False, "")
    with pytest.raises(NotNow):
        secret_of(device=closed, by=cast.bo)


def test_a_device_with_something_waiting_can_still_be_opened_after_closing(
    cast: Cast, opened: Opened
) -> None:
    hear_from(device=opened.device, now_there=timezone.now(), waiting=3)
    close_day(gathering=opened.device.gathering, by=cast.bo)
    assert secret_of(device=Device.objects.select_related("gathering").get(), by=cast.bo) == opened.secret
    late = device_by_token(opened.token)
    assert late is not None
    assert hear_from(device=late, now_there=timezone.now(), waiting=0).secret == ""
