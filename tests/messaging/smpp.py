"""A gateway bound to the SMPP centre of `tests.parts.smpp`, as its process binds it, in a thread of the test."""

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from imbizo.messaging.gateways.settings import SMPP, read
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.operations import Draft, queue
from imbizo.messaging.operations.binding import Binding
from imbizo.messaging.states import Channel, GatewayKind, MessageState, Purpose
from imbizo.programmes.models import Programme
from tests.parts import wait_until
from tests.parts.smpp import Centre
from tests.parts.smpp_process import CentreProcess

ADA, BEN = "+27820000001", "+27820000002"
OURS = "+27110000000"
PATIENCE = 30.0  # seconds; other tests may have the machine


def smpp_gateway(
    programme: Programme, centre: Centre | CentreProcess, *, password: str = "", **changed: Any
) -> Gateway:
    """A gateway of the programme by that centre."""
    told = {"host": centre.host, "port": centre.port, "system_id": centre.system_id} | changed.pop("told", {})
    fields = {
        "name": "Centre",
        "kind": GatewayKind.SMPP,
        "parts_per_second": 1_000,
        "senders": [OURS],
    } | changed
    gateway = Gateway(programme=programme, settings=told, **fields)
    gateway.keep_secrets(password=password or centre.password)
    gateway.save()
    return gateway


@contextlib.contextmanager
def bound(gateway: Gateway, **options: Any) -> Iterator[None]:
    """The gateway's connection, until the block ends; what ended it otherwise is raised then."""
    binding = Binding(gateway, read(SMPP, gateway), **options)
    loop = asyncio.new_event_loop()
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(loop.run_until_complete, binding.run())
        try:
            yield
        finally:
            loop.call_soon_threadsafe(binding.stop)
            running.result(PATIENCE)
            loop.close()


def write(gateway: Gateway, *texts: str, to: Iterable[str] = (ADA,), **more: Any) -> list[Message]:
    """Answers, which leave at any hour: each of the texts to each of the numbers."""
    assert gateway.programme is not None
    drafts = [Draft(channel=Channel.SMS, address=number, text=text) for text in texts for number in to]
    return queue(programme=gateway.programme, drafts=drafts, purpose=Purpose.ANSWER, gateway=gateway, **more)


def until(state: MessageState, message: Message) -> Message:
    """The message, as soon as it is in that state."""
    until_true(lambda: Message.objects.get(pk=message.pk).state == state, f"{state}")
    return Message.objects.get(pk=message.pk)


def until_true(condition: Callable[[], bool], what: str) -> None:
    wait_until(condition, what, patience=PATIENCE)
