"""How a gateway is, in a sentence."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from imbizo.base.heartbeats import beat
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.queries.health import standings
from imbizo.messaging.states import GatewayKind, Health, MessageState
from tests.cast import Cast

NOON = datetime(2026, 7, 22, 10, 0, tzinfo=UTC)  # 12:00 in Johannesburg


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def gateway(cast: Cast) -> Gateway:
    found = Gateway.objects.get(programme=cast.programme)
    Gateway.objects.update(kind=GatewayKind.SMTP)
    return found


def _ill(gateway: Gateway, health: Health, **fields: Any) -> None:
    since = NOON - timedelta(hours=2, minutes=48)
    Gateway.objects.filter(pk=gateway.pk).update(health=health, health_since=since, **fields)


def _message(cast: Cast, gateway: Gateway, state: MessageState, **fields: Any) -> Message:
    return Message.objects.create(
        programme=cast.programme,
        gateway=gateway,
        channel="sms",
        address="+27600000001",
        purpose="service",
        state=state,
        **{"not_before": NOON, **fields},
    )


def test_a_refused_password_is_said_with_its_time_and_what_waits(cast: Cast, gateway: Gateway) -> None:
    _ill(gateway, Health.REFUSED)
    for _ in range(3):
        _message(cast, gateway, MessageState.WAITING)
    [found] = standings(cast.programme)
    assert found.sentence == "The gateway refuses the password since 09:12; 3 messages wait."
    assert found.level == "bad"


def test_another_day_is_said_with_its_date(cast: Cast, gateway: Gateway) -> None:
    _ill(gateway, Health.UNREACHABLE)
    Gateway.objects.update(health_since=NOON - timedelta(days=1))
    [found] = standings(cast.programme)
    assert found.sentence == "The gateway doesn't answer since Tue 21 July, 12:00."


def test_the_next_try_is_said(cast: Cast, gateway: Gateway) -> None:
    _ill(gateway, Health.UNREACHABLE, retry_at=NOON + timedelta(minutes=5))
    [found] = standings(cast.programme)
    assert found.sentence == "The gateway doesn't answer since 09:12; the next try is at 12:05."


def test_what_is_missing_is_named_by_its_label(cast: Cast, gateway: Gateway) -> None:
    Gateway.objects.update(kind=GatewayKind.HTTP, service="bulksms")
    _ill(gateway, Health.MISCONFIGURED, health_detail="token_id, token_secret")
    [found] = standings(cast.programme)
    assert found.sentence == "The gateway lacks something: Token ID, Token secret."


def test_what_waits_for_its_hour_is_told_apart(cast: Cast, gateway: Gateway) -> None:
    _ill(gateway, Health.WELL)
    _message(cast, gateway, MessageState.WAITING, not_before=NOON + timedelta(hours=9))
    [found] = standings(cast.programme)
    assert found.sentence == "The gateway works since 09:12; 1 message waits for its hour."


def test_trouble_stands_first(cast: Cast, gateway: Gateway) -> None:
    Gateway.objects.create(programme=cast.programme, name="Zulu", kind="smtp", health=Health.REFUSED)
    Gateway.objects.create(programme=cast.programme, name="Slow", kind="smtp", health=Health.THROTTLED)
    assert [each.gateway.name for each in standings(cast.programme)] == ["Zulu", "Slow", "Practice phones"]


def test_todays_figures_begin_at_midnight_in_the_programmes_zone(cast: Cast, gateway: Gateway) -> None:
    midnight = datetime(2026, 7, 21, 22, 0, tzinfo=UTC)
    _message(cast, gateway, MessageState.DELIVERED, sent_at=midnight)
    _message(cast, gateway, MessageState.DELIVERED, sent_at=midnight - timedelta(seconds=1))
    _message(cast, gateway, MessageState.FAILED, sent_at=midnight, settled_at=midnight)
    _message(cast, gateway, MessageState.FAILED, sent_at=None, settled_at=midnight)
    [found] = standings(cast.programme)
    assert (found.traffic.sent_today, found.traffic.failed_today) == (2, 2)


def test_a_centre_without_its_process_says_so(cast: Cast, gateway: Gateway) -> None:
    Gateway.objects.update(kind=GatewayKind.SMPP)
    _ill(gateway, Health.WELL)
    [found] = standings(cast.programme)
    assert found.sentence == "The process that holds the connection doesn't run."


def test_a_centre_whose_process_runs_is_well(cast: Cast, gateway: Gateway) -> None:
    Gateway.objects.update(kind=GatewayKind.SMPP)
    _ill(gateway, Health.WELL)
    beat("gateways")
    [found] = standings(cast.programme)
    assert found.sentence == "The gateway works since 09:12."


def test_practice_phones_are_always_ready(cast: Cast) -> None:
    [found] = standings(cast.programme)
    assert found.sentence == "The phones are ready, and nothing leaves the house."


def test_the_number_of_queries_is_fixed(cast: Cast, gateway: Gateway, django_assert_num_queries: Any) -> None:
    for name in "abc":
        Gateway.objects.create(programme=cast.programme, name=name, kind="smtp")
    with django_assert_num_queries(3):
        standings(cast.programme)
