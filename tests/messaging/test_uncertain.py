"""What becomes of messages of which only the gateway knows whether it has them."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from imbizo.calc.sms import Encoding
from imbizo.messaging.errors import NotUncertain
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.operations.driving import drive
from imbizo.messaging.operations.uncertain import leave_uncertain, resend_uncertain
from imbizo.messaging.states import MessageState, Reason
from imbizo.thread.models import AuditEntry
from tests.cast import Cast

Decide = Callable[..., int]


@pytest.fixture
def message(cast: Cast) -> Message:
    return Message.objects.create(
        programme=cast.programme,
        owner=cast.convenor,
        gateway=Gateway.objects.get(programme=cast.programme),
        channel="sms",
        address="+27600000001",
        purpose="confirmation",
        text="Good day",
        encoding=Encoding.GSM7,
        state=MessageState.UNCERTAIN,
        reason=Reason.BROKEN_OFF,
        sent_at=timezone.now(),
    )


def test_what_is_sent_again_leaves_once(cast: Cast, message: Message) -> None:
    assert resend_uncertain(messages=[message], by=cast.amina) == 1
    drive(gateway_id=str(message.gateway_id))
    message.refresh_from_db()
    assert (message.state, message.reason, message.parts.count()) == (MessageState.DELIVERED, "", 1)


def test_what_is_left_stays_uncertain_and_is_decided(cast: Cast, message: Message) -> None:
    leave_uncertain(messages=[message], by=cast.amina)
    message.refresh_from_db()
    assert (message.state, message.settled_at is not None) == (MessageState.UNCERTAIN, True)


@pytest.mark.parametrize("decide", [resend_uncertain, leave_uncertain])
def test_a_decision_is_made_once(cast: Cast, message: Message, decide: Decide) -> None:
    leave_uncertain(messages=[message], by=cast.amina)
    with pytest.raises(NotUncertain):
        decide(messages=[message], by=cast.amina)


@pytest.mark.parametrize(
    ("decide", "verb"), [(resend_uncertain, "resend"), (leave_uncertain, "leave_uncertain")]
)
def test_a_decision_is_in_the_trail(cast: Cast, message: Message, decide: Decide, verb: str) -> None:
    decide(messages=[message], by=cast.amina)
    assert AuditEntry.objects.filter(subject_id=message.pk).values_list("verb", flat=True).get() == verb
