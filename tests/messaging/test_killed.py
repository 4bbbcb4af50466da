"""A killed worker loses nothing and sends nothing twice."""

import random
from collections import Counter

import pytest

from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.states import MessageState
from tests.cast import make_cast
from tests.messaging.killing import run_and_kill
from tests.messaging.sending import let_leases_end, letters, mail_gateway, send
from tests.parts.mail import MailServer

DEATHS = 50


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_fifty_times_in_a_thousand_messages_loses_none_and_sends_none_twice(
    mail_server: MailServer,
) -> None:
    cast = make_cast()
    # Not in use while they are queued, or they would leave at once: tasks don't wait in tests.
    gateway = mail_gateway(cast.programme, mail_server, is_active=False)
    letters(cast.programme, 1_000, gateway=gateway)
    Gateway.objects.filter(pk=gateway.pk).update(is_active=True)
    deaths = _kill_often(gateway)
    while send(gateway):
        let_leases_end()
    received = Counter(letter.recipients[0] for letter in mail_server.letters)
    by_state = _addresses_by_state()
    assert deaths >= DEATHS
    assert set(received.values()) == {1}
    assert set(by_state) <= {MessageState.SENT, MessageState.UNCERTAIN}
    assert by_state[MessageState.SENT] <= set(received)
    assert sum(len(addresses) for addresses in by_state.values()) == 1_000


def _kill_often(gateway: Gateway) -> int:
    """Kill the process that sends until it died in the middle of its work often enough."""
    chance, deaths = random.Random(7), 0
    while deaths < DEATHS and Message.objects.filter(state=MessageState.WAITING).exists():
        deaths += run_and_kill(lambda: send(gateway), longest=0.06, chance=chance)
        let_leases_end()
    return deaths


def _addresses_by_state() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for state, address in Message.objects.values_list("state", "address"):
        found.setdefault(state, set()).add(address)
    return found
