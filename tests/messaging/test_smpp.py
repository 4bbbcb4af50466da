"""Sending and receiving by a real SMPP centre."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from imbizo.messaging.models import Gateway, Inbound, InboundPart, Message, Report
from imbizo.messaging.states import Health, MessageState, Reason
from tests.cast import make_cast
from tests.messaging.smpp import ADA, BEN, OURS, bound, smpp_gateway, until, until_true, write
from tests.parts.smpp import Centre
from tests.parts.smpp_wire import Encoding, Ids, Receipt, Status

pytestmark = pytest.mark.django_db(transaction=True)
DELIVERED, SENT, FAILED, UNCERTAIN = (
    MessageState.DELIVERED,
    MessageState.SENT,
    MessageState.FAILED,
    MessageState.UNCERTAIN,
)
LONG = "one " * 100  # three parts


@pytest.fixture
def gateway(centre: Centre) -> Gateway:
    return smpp_gateway(make_cast().programme, centre)


def health(gateway: Gateway) -> str:
    return Gateway.objects.get(pk=gateway.pk).health


def places(centre: Centre) -> list[int]:
    """Which part each accepted submit was."""
    return [submit.part[2] for submit in centre.taken if submit.part]


def test_a_message_is_sent_and_delivered(centre: Centre, gateway: Gateway) -> None:
    [message] = write(gateway, "Thank you")
    with bound(gateway):
        until(DELIVERED, message)
    [submit] = centre.submits
    assert (submit.source, submit.destination, submit.text) == ("27110000000", "27820000001", "Thank you")
    assert health(gateway) == Health.WELL


def test_the_octets_are_those_of_the_standards(centre: Centre, gateway: Gateway) -> None:
    write(gateway, "€5 [x] @ é")
    write(gateway, "Ŵ")
    write(gateway, "a" * 66 + "😀" + "b" * 10)
    with bound(gateway):
        plain, wide, first, second = centre.wait_for(4)
    assert (plain.data, plain.data_coding, plain.esm_class) == (b"\x1b\x655 \x1b<x\x1b> \x00 \x05", 0, 0)
    assert (wide.data, wide.data_coding) == (b"\x01\x74", 8)
    # The pair isn't cut: it begins the second part.
    header = first.data[:4]
    assert first.data == header + b"\x02\x01" + ("a" * 66).encode("utf-16-be")
    assert second.data == header + b"\x02\x02" + ("😀" + "b" * 10).encode("utf-16-be")
    assert (header[:3], first.esm_class, second.esm_class) == (b"\x05\x00\x03", 0x40, 0x40)


def test_an_answer_is_urgent_and_says_until_when_it_is_wanted(centre: Centre, gateway: Gateway) -> None:
    use_by = datetime(2099, 7, 26, 7, 30, tzinfo=UTC)
    write(gateway, "Thank you", use_by=use_by)
    with bound(gateway):
        [submit] = centre.wait_for(1)
    assert (submit.priority, submit.validity, submit.registered_delivery) == (1, "990726073000000+", 1)


def test_a_throttled_message_goes_again_once(centre: Centre, gateway: Gateway) -> None:
    centre.throttle(times=1)
    [message] = write(gateway, "Thank you")
    with bound(gateway):
        until(DELIVERED, message)
    assert [submit.status for submit in centre.submits] == [Status.THROTTLED, Status.OK]
    assert health(gateway) == Health.THROTTLED


def test_only_the_parts_that_were_put_off_go_again(centre: Centre, gateway: Gateway) -> None:
    centre.answer(Status.QUEUE_FULL, after=1, times=1)
    [message] = write(gateway, LONG)
    with bound(gateway):
        until(DELIVERED, message)
    assert Counter(places(centre)) == {1: 1, 2: 1, 3: 1}


def test_a_part_refused_for_good_fails_the_message(centre: Centre, gateway: Gateway) -> None:
    centre.answer(Status.SUBMIT_FAILED, after=1, times=1)
    [message] = write(gateway, LONG)
    with bound(gateway):
        failed = until(FAILED, message)
    assert (failed.reason, failed.detail) == (Reason.REJECTED, "Submit_sm or submit_multi failed (0x45)")


def test_a_number_that_the_centre_refuses_fails_alone(centre: Centre, gateway: Gateway) -> None:
    centre.refuse(ADA.removeprefix("+"))
    to_ada, to_ben = write(gateway, "Thank you", to=(ADA, BEN))
    with bound(gateway):
        assert until(FAILED, to_ada).reason == Reason.CANT_REACH
        until(DELIVERED, to_ben)


def test_a_connection_cut_before_the_answer_leaves_uncertainty(centre: Centre, gateway: Gateway) -> None:
    centre.cut_after(1, answered=False)
    [message] = write(gateway, "Thank you")
    with bound(gateway):
        uncertain = until(UNCERTAIN, message)
    assert (uncertain.reason, len(centre.submits)) == (Reason.BROKEN_OFF, 1)


def test_a_connection_cut_after_the_answer_leaves_none(centre: Centre, gateway: Gateway) -> None:
    centre.cut_after(1, answered=True)
    [message] = write(gateway, "Thank you")
    with bound(gateway):
        until(DELIVERED, message)
    assert len(centre.submits) == 1


def test_a_message_cut_between_its_parts_goes_on_where_it_was(centre: Centre) -> None:
    gateway = smpp_gateway(make_cast().programme, centre, parts_per_second=2)
    centre.cut_after(1, answered=True)
    [message] = write(gateway, LONG)
    with bound(gateway):
        until(DELIVERED, message)
    assert places(centre) == [1, 2, 3]


def test_a_centre_that_never_answers_costs_one_message_its_certainty(
    centre: Centre, gateway: Gateway
) -> None:
    centre.hang(times=1)
    messages = write(gateway, "Thank you", to=(ADA, BEN))
    with bound(gateway, answer_within=0.2):
        until(UNCERTAIN, messages[0])
        until(DELIVERED, messages[1])
    assert len(centre.submits) == 2


@pytest.mark.parametrize("ids", Ids)
def test_reports_are_matched_however_ids_are_written(centre: Centre, gateway: Gateway, ids: Ids) -> None:
    centre.ids = ids
    [message] = write(gateway, "Thank you")
    with bound(gateway):
        until(DELIVERED, message)


@pytest.mark.parametrize(
    "receipts",
    [
        [Receipt(early=True)],
        [Receipt(), Receipt()],
        [Receipt("ENROUTE"), Receipt(wait=0.1)],
        [Receipt(in_tlvs=True)],
        [Receipt("UNDELIV"), Receipt(wait=0.1)],
    ],
    ids=["early", "twice", "late", "in parameters", "corrected"],
)
def test_reports_may_come_as_they_like(centre: Centre, gateway: Gateway, receipts: list[Receipt]) -> None:
    centre.reports_are(*receipts)
    [message] = write(gateway, "Thank you")
    with bound(gateway):
        until(DELIVERED, message)
    assert not Report.objects.exists()


def test_a_report_on_another_message_is_kept_and_acknowledged(centre: Centre, gateway: Gateway) -> None:
    centre.reports_are()
    [message] = write(gateway, "Thank you")
    with bound(gateway):
        until(SENT, message)
        assert centre.report_on("ffff", phone=ADA, sender=OURS) == Status.OK
    assert list(Report.objects.values_list("ref", flat=True)) == ["ffff"]


def test_a_failure_is_told_with_its_reason(centre: Centre, gateway: Gateway) -> None:
    centre.reports_are(Receipt("UNDELIV", error="001"))
    [message] = write(gateway, "Thank you")
    with bound(gateway):
        assert until(FAILED, message).reason == Reason.UNKNOWN_NUMBER


@pytest.mark.parametrize("terse", [False, True])
def test_a_wrong_password_is_shown(centre: Centre, terse: bool) -> None:
    centre.terse = terse
    gateway = smpp_gateway(make_cast().programme, centre, password="wrong")
    with bound(gateway):
        until_true(lambda: health(gateway) == Health.REFUSED, "the refusal")
    assert Gateway.objects.get(pk=gateway.pk).health_detail == "Invalid Password (0x0e)"


def test_messages_wait_for_a_centre_that_is_down(centre: Centre, gateway: Gateway) -> None:
    centre.stop()
    [message] = write(gateway, "Thank you")
    with bound(gateway):
        until_true(lambda: health(gateway) == Health.UNREACHABLE, "the trouble")
        assert Message.objects.get().state == MessageState.WAITING
        centre.start()
        until(DELIVERED, message)
    assert health(gateway) == Health.WELL


def test_what_is_on_its_way_is_written_down_before_a_stop(centre: Centre, gateway: Gateway) -> None:
    centre.reports_are()
    messages = write(gateway, "Thank you", to=[f"+2760{place:07}" for place in range(300)])
    with bound(gateway):
        centre.wait_for(40)
    states = Counter(Message.objects.values_list("state", flat=True))
    assert states == {SENT: len(centre.submits), MessageState.WAITING: len(messages) - len(centre.submits)}


def test_one_receipt_is_asked_for_where_the_centre_gives_only_one(centre: Centre, gateway: Gateway) -> None:
    Gateway.objects.update(settings=gateway.settings | {"one_receipt": True})
    gateway.refresh_from_db()
    [message] = write(gateway, LONG)
    with bound(gateway):
        until(DELIVERED, message)
    assert [submit.registered_delivery for submit in centre.submits] == [0, 0, 1]


def test_an_answer_is_stored_when_it_is_acknowledged(centre: Centre, gateway: Gateway) -> None:
    with bound(gateway):
        assert centre.say("27820000001", "27110000000", "I'll be there", encoding=Encoding.UCS_2) == [0]
        [inbound] = Inbound.objects.all()
    assert (inbound.address, inbound.to, inbound.text) == (ADA, "+27110000000", "I'll be there")


def test_a_long_answer_is_joined_from_its_parts(centre: Centre, gateway: Gateway) -> None:
    text = "I'll be there with " + "my aunt and " * 30
    with bound(gateway):
        assert centre.say("27820000001", "27110000000", text, parts=3) == [0, 0, 0]
        [inbound] = Inbound.objects.all()
    assert (inbound.text, InboundPart.objects.count()) == (text.strip(), 3)


def test_what_no_text_can_be_made_of_is_taken_all_the_same(centre: Centre, gateway: Gateway) -> None:
    with bound(gateway):
        assert centre.say_bytes("27820000001", "27110000000", b"\xd8\x00\x00", 8) == Status.OK
        assert centre.say_bytes("27820000001", "27110000000", b"\x05\x00\x03", 0xF5, esm_class=0x40) == 0
    assert Inbound.objects.count() == 2


def test_a_sender_that_smpp_cant_write_fails_its_message_alone(centre: Centre, gateway: Gateway) -> None:
    Gateway.objects.update(senders=["Ŵ"])
    gateway.refresh_from_db()
    [message] = write(gateway, "Thank you")
    with bound(gateway):
        assert until(FAILED, message).reason == Reason.BAD_SENDER
    assert centre.submits == []


def test_what_is_past_its_time_is_not_sent(centre: Centre, gateway: Gateway) -> None:
    [message] = write(gateway, "Thank you")
    Message.objects.update(use_by=timezone.now() - timedelta(seconds=1))
    with bound(gateway):
        until(MessageState.EXPIRED, message)
    assert centre.submits == []
