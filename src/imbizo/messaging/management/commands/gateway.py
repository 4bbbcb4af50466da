"""`python -m imbizo gateway ID --bind N`: one connection to an SMS centre. The command `gateways` starts these."""

import asyncio
import os
import signal
import sys
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from imbizo.messaging.gateways import Trouble
from imbizo.messaging.gateways.settings import SMPP, read
from imbizo.messaging.operations.binding import Binding
from imbizo.messaging.operations.health import say_trouble
from imbizo.messaging.queries.gateways import bound

# Seconds. The process before it may have used up the pace of the second in which it died.
REST = 1.0
_LOOK = 0.5  # seconds between two looks whether the parent lives
# The thread that writes to the database lets go of the interpreter this often (seconds), so that parts leave in time.
_SWITCH = 0.001


class Command(BaseCommand):
    help = "Stays bound to one SMS centre and sends what is due by it, until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("gateway", type=UUID, help="the id of the gateway")
        parser.add_argument("--bind", type=int, default=1, help="which of its connections this is, from 1")
        parser.add_argument("--parent", type=int, default=None, help="end when this process is gone")

    def handle(self, *, gateway: UUID, bind: int, parent: int | None, **options: Any) -> None:
        binding = _binding(gateway, bind)
        connections.close_all()
        sys.setswitchinterval(_SWITCH)
        asyncio.run(_run(binding, parent))


def _binding(pk: UUID, number: int) -> Binding:
    gateway = bound().filter(pk=pk, binds__gte=number).first()
    if gateway is None or number < 1:
        raise CommandError(f"There is no SMS centre {pk} in use with a connection {number}.")
    try:
        return Binding(gateway, read(SMPP, gateway), number=number, rest=REST)
    except Trouble as trouble:
        say_trouble(gateway=gateway, trouble=trouble)
        raise CommandError(f"The gateway {gateway} lacks a setting: {trouble.detail}.") from trouble


async def _run(binding: Binding, parent: int | None) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, binding.stop)
    watching = asyncio.create_task(_end_with(parent, binding)) if parent else None
    await binding.run()
    if watching:
        watching.cancel()


async def _end_with(parent: int, binding: Binding) -> None:
    """Stop when the parent is gone, or two would send at full pace once another has taken its place."""
    while True:
        if os.getppid() != parent:
            binding.stop()
        await asyncio.sleep(_LOOK)
