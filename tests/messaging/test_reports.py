"""Delivery reports in every order that networks send them in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from imbizo.calc.receipts import Receipt, Standing
from imbizo.messaging.gateways import Outcome, Result
from imbizo.messaging.models import Gateway, Message, Part, Report
from imbizo.messaging.operations.claiming import claim
from imbizo.messaging.operations.recording import record
from imbizo.messaging.operations.reports import match_strays, record_reports
from imbizo.messaging.states import MessageState, Reason
from tests.cast import Cast
from tests.messaging.sending import answers, fresh, phones

DELIVERED = Receipt("1A", Standing.DELIVERED)
FAILED = Receipt("1A", Standing.FAILED, "001")


@pytest.fixture
def gateway(cast: Cast) -> Gateway:
    return phones(cast.programme)


def claimed(cast: Cast, gateway: Gateway, *, text: str = "Thank you") -> Message:
    [message] = answers(cast.programme, text=text)
    claim(gateway=gateway, limit=1, by="me")
    return message


def accept(gateway: Gateway, message: Message, *refs: str) -> None:
    record(gateway=gateway, results=[Result(message.pk, Outcome.ACCEPTED, refs=refs)])


def sent(cast: Cast, gateway: Gateway, *refs: str, text: str = "Thank you") -> Message:
    message = claimed(cast, gateway, text=text)
    accept(gateway, message, *refs)
    return message


def test_a_report_settles_the_message(cast: Cast, gateway: Gateway) -> None:
    message = sent(cast, gateway, "1A")
    record_reports(gateway=gateway, reports=[DELIVERED])
    assert fresh(message).state == MessageState.DELIVERED


def test_a_failure_has_its_reason_in_words(cast: Cast, gateway: Gateway) -> None:
    message = sent(cast, gateway, "1A")
    record_reports(gateway=gateway, reports=[FAILED])
    assert (fresh(message).state, fresh(message).reason) == (MessageState.FAILED, Reason.UNKNOWN_NUMBER)


def test_an_id_in_hex_is_found_by_its_decimal_spelling(cast: Cast, gateway: Gateway) -> None:
    message = sent(cast, gateway, "1A")
    record_reports(gateway=gateway, reports=[Receipt("26", Standing.DELIVERED)])
    assert fresh(message).state == MessageState.DELIVERED


def test_a_report_before_the_gateways_own_answer_is_not_lost(cast: Cast, gateway: Gateway) -> None:
    message = claimed(cast, gateway)
    record_reports(gateway=gateway, reports=[DELIVERED])
    accept(gateway, message, "1A")
    assert fresh(message).state == MessageState.DELIVERED
    assert not Report.objects.exists()


def test_a_report_written_in_the_same_instant_as_its_part_is_found_by_the_clock(
    cast: Cast, gateway: Gateway
) -> None:
    message = sent(cast, gateway, "1A")
    Report.objects.create(gateway=gateway, ref="1A", standing=Standing.DELIVERED)
    match_strays(timezone.now())
    assert fresh(message).state == MessageState.DELIVERED


def test_a_report_twice_changes_nothing(cast: Cast, gateway: Gateway) -> None:
    message = sent(cast, gateway, "1A")
    record_reports(gateway=gateway, reports=[DELIVERED])
    settled_at = fresh(message).settled_at
    record_reports(gateway=gateway, reports=[DELIVERED, DELIVERED])
    assert fresh(message).settled_at == settled_at


def test_a_failure_reported_late_does_not_undo_a_delivery(cast: Cast, gateway: Gateway) -> None:
    message = sent(cast, gateway, "1A")
    record_reports(gateway=gateway, reports=[DELIVERED])
    record_reports(gateway=gateway, reports=[FAILED])
    assert fresh(message).state == MessageState.DELIVERED


def test_a_delivery_after_a_failure_corrects_it(cast: Cast, gateway: Gateway) -> None:
    message = sent(cast, gateway, "1A")
    record_reports(gateway=gateway, reports=[FAILED])
    record_reports(gateway=gateway, reports=[DELIVERED])
    assert (fresh(message).state, fresh(message).reason) == (MessageState.DELIVERED, "")


def test_a_message_of_two_parts_is_delivered_when_both_are(cast: Cast, gateway: Gateway) -> None:
    message = sent(cast, gateway, "1A", "1B", text="a" * 161)
    record_reports(gateway=gateway, reports=[DELIVERED])
    assert fresh(message).state == MessageState.SENT
    record_reports(gateway=gateway, reports=[Receipt("1B", Standing.DELIVERED)])
    assert fresh(message).state == MessageState.DELIVERED


def test_a_message_has_failed_when_one_of_its_parts_has(cast: Cast, gateway: Gateway) -> None:
    message = sent(cast, gateway, "1A", "1B", text="a" * 161)
    record_reports(gateway=gateway, reports=[DELIVERED, Receipt("1B", Standing.FAILED, "EXPIRED")])
    assert (fresh(message).state, fresh(message).reason) == (MessageState.FAILED, Reason.RUN_OUT)


def test_a_report_for_a_message_that_was_never_sent_from_here_is_kept_a_week_and_forgotten(
    cast: Cast, gateway: Gateway
) -> None:
    record_reports(gateway=gateway, reports=[Receipt("999", Standing.DELIVERED)])
    assert Report.objects.count() == 1
    match_strays(timezone.now() + timedelta(days=8))
    assert not Report.objects.exists()


def test_the_same_id_at_another_gateway_is_another_message(cast: Cast, gateway: Gateway) -> None:
    message = sent(cast, gateway, "1A")
    record_reports(gateway=phones(cast.elsewhere), reports=[DELIVERED])
    assert fresh(message).state == MessageState.SENT
    assert Part.objects.get(message=message).standing == Standing.ACCEPTED
