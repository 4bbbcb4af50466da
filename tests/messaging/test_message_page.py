"""The page of one message: what became of it, in words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from imbizo.actors.models import ActorList
from imbizo.calc.receipts import Standing
from imbizo.calc.sms import Encoding
from imbizo.messaging.models import Gateway, Message, Part
from imbizo.messaging.queries.stories import sentence
from imbizo.messaging.states import MessageState, Reason
from tests.cast import Cast, signed_in

NOON = datetime(2026, 7, 22, 10, 0, tzinfo=UTC)  # 12:00 in Johannesburg


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def _message(cast: Cast, state: MessageState, **fields: Any) -> Message:
    return Message.objects.create(
        programme=cast.programme,
        owner=cast.convenor,
        gateway=Gateway.objects.get(programme=cast.programme),
        channel="sms",
        address="+27600000001",
        purpose="service",
        text="Good day",
        encoding=Encoding.GSM7,
        state=state,
        **{"not_before": NOON, **fields},
    )


def _page(cast: Cast, message: Message) -> str:
    return signed_in(cast.amina).get(message.get_absolute_url()).content.decode()


def _decide(cast: Cast, name: str, message: Message) -> str:
    url = reverse(f"messaging:{name}", args=[cast.programme.slug, message.pk])
    return signed_in(cast.amina).post(url, follow=True).content.decode()


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        (MessageState.SUBMITTING, "", "It is being handed over to the gateway now."),
        (MessageState.SENT, "", "The gateway has it. Nobody has said yet whether it arrived."),
        (MessageState.DELIVERED, "", "It arrived."),
        (MessageState.FAILED, Reason.UNKNOWN_NUMBER, "It didn't arrive: nobody has this number."),
        (MessageState.REFUSED, Reason.SUPPRESSED, "It wasn't sent: they asked us to stop."),
        (MessageState.EXPIRED, Reason.TOO_LATE, "It wasn't sent: its time had passed before it could leave."),
        (MessageState.STOPPED, "", "It was stopped before it left."),
    ],
)
def test_each_state_is_said_in_words(cast: Cast, state: MessageState, reason: str, said: str) -> None:
    assert sentence(_message(cast, state, reason=reason), NOON) == said


def test_what_is_held_says_until_when(cast: Cast) -> None:
    message = _message(cast, MessageState.WAITING, not_before=NOON + timedelta(hours=19))
    assert (
        sentence(message, NOON) == "It waits until Thu 23 July, 07:00, when messages of its kind may leave."
    )


def test_what_waits_says_how_the_gateway_is(cast: Cast) -> None:
    Gateway.objects.update(kind="smtp", health="unreachable", health_since=NOON - timedelta(minutes=5))
    message = _message(cast, MessageState.WAITING)
    assert sentence(message, NOON) == "It waits for its turn. The gateway doesn't answer since 11:55."


def test_each_part_stands_with_its_reference(cast: Cast) -> None:
    message = _message(cast, MessageState.DELIVERED, sent_at=NOON)
    assert message.gateway
    Part.objects.create(
        message=message, gateway=message.gateway, number=1, ref="7F3A", standing=Standing.DELIVERED
    )
    assert "<code>7F3A</code>" in _page(cast, message)


def test_what_asked_for_it_is_one_press_away(cast: Cast) -> None:
    asked = ActorList.objects.create(name="First letter", programme=cast.programme, owner=cast.convenor)
    message = _message(cast, MessageState.SENT, source_kind="actors.list", source_id=asked.pk)
    assert f'<a href="{asked.get_absolute_url()}">First letter</a>' in _page(cast, message)


def test_an_uncertain_message_is_sent_again_in_one_press(cast: Cast) -> None:
    message = _message(cast, MessageState.UNCERTAIN, reason=Reason.BROKEN_OFF, sent_at=NOON)
    _decide(cast, "message-resend", message)
    message.refresh_from_db()
    assert message.state == MessageState.WAITING


def test_a_decided_message_offers_nothing_to_decide(cast: Cast) -> None:
    message = _message(cast, MessageState.UNCERTAIN, reason=Reason.BROKEN_OFF, sent_at=NOON)
    before = "Somebody has to decide." in _page(cast, message)
    after = "Somebody has to decide." in _decide(cast, "message-leave", message)
    assert (before, after) == (True, False)


def test_deciding_what_is_known_says_so(cast: Cast) -> None:
    message = _message(cast, MessageState.DELIVERED, sent_at=NOON)
    assert "It is known, or decided already, what became of it." in _decide(cast, "message-leave", message)


def test_another_partners_message_is_not_there(cast: Cast) -> None:
    message = _message(cast, MessageState.SENT)
    assert signed_in(cast.thandi).get(message.get_absolute_url()).status_code == 404
