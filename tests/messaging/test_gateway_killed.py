"""A killed gateway loses nothing and sends nothing twice."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from imbizo.messaging.gateways.settings import SMPP, read
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.operations.binding import Binding
from imbizo.messaging.states import OPEN_STATES, MessageState
from tests.cast import make_cast
from tests.messaging.killing import run_and_kill
from tests.messaging.sending import let_leases_end, number
from tests.messaging.smpp import bound, smpp_gateway, until_true, write
from tests.parts.smpp_process import CentreProcess

DEATHS, MESSAGES = 50, 1_000


@pytest.fixture
def distant(tmp_path: Path) -> Iterator[CentreProcess]:
    """A centre in a process of its own: one that is forked here must not hold its connections."""
    with CentreProcess(tmp_path) as centre:
        yield centre


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_gateway_killed_fifty_times_in_a_thousand_messages_loses_none_and_sends_none_twice(
    distant: CentreProcess,
) -> None:
    gateway = smpp_gateway(make_cast().programme, distant, parts_per_second=150, told={"window": 5})
    write(gateway, "Thank you", to=[number(place) for place in range(MESSAGES)])
    deaths = _kill_often(gateway)
    with bound(gateway):
        until_true(lambda: not Message.objects.filter(state__in=OPEN_STATES).exists(), "the rest")
    received = Counter(f"+{submit.destination}" for submit in distant.submits)
    states = dict(Message.objects.values_list("address", "state"))
    assert deaths >= DEATHS
    assert set(received.values()) == {1}
    assert set(states.values()) <= {MessageState.SENT, MessageState.DELIVERED, MessageState.UNCERTAIN}
    assert {to for to, state in states.items() if state != MessageState.UNCERTAIN} <= set(received)
    assert len(states) == MESSAGES


def _kill_often(gateway: Gateway) -> int:
    """Kill the process that is bound, at random instants."""
    chance, deaths = random.Random(7), 0
    while deaths < DEATHS and Message.objects.filter(state=MessageState.WAITING).exists():
        deaths += run_and_kill(lambda: _stay_bound(gateway), longest=0.12, chance=chance)
        let_leases_end()
    return deaths


def _stay_bound(gateway: Gateway) -> None:
    asyncio.run(Binding(gateway, read(SMPP, gateway)).run())
