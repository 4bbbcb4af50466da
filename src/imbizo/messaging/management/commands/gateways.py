"""`python -m imbizo gateways`: keeps a process for each connection to an SMS centre. Without any it only looks.

Beside that it takes in mail, in a thread, where IMBIZO_INBOUND_MAIL says so.
"""

import contextlib
import fcntl
import hashlib
import json
import logging
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections

from imbizo.base.heartbeats import Pulse
from imbizo.messaging.imports.mail_receiver import receiving
from imbizo.messaging.management.children import Children, Wanted, command_of
from imbizo.messaging.models import Gateway
from imbizo.messaging.queries.gateways import bound

log = logging.getLogger(__name__)

LOOK = 3.0  # seconds between two looks at the gateways in the database
TICK = 0.2  # seconds between two looks at the processes
LOCK = "gateways.lock"


class Command(BaseCommand):
    help = "Keeps the connections to SMS centres: one process for each, restarted when it dies."

    def handle(self, **options: Any) -> None:
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        with _alone(), receiving():
            pulse = Pulse("gateways")
            pulse.start()
            try:
                _keep(Children(command_of), stopped)
            finally:
                pulse.stop()


def _keep(children: Children, stopped: threading.Event) -> None:
    wanted: set[Wanted] = set()
    looked = -LOOK
    while not stopped.is_set():
        now = time.monotonic()
        if now - looked >= LOOK:
            wanted, looked = _looked(wanted), now
        children.attend(wanted, now)
        stopped.wait(TICK)
    children.stop()


def _looked(before: set[Wanted]) -> set[Wanted]:
    """The connections that there should be; those from before while the database doesn't answer."""
    close_old_connections()
    try:
        return {each for gateway in bound() for each in _connections(gateway)}
    except DatabaseError as error:
        log.warning("the gateways can't be read: %s", type(error).__name__)
        return before


def _connections(gateway: Gateway) -> Iterator[Wanted]:
    digest = _digest(gateway)
    return (Wanted(gateway.pk, number, digest) for number in range(1, gateway.binds + 1))


def _digest(gateway: Gateway) -> str:
    """What changes when the connections must be made anew."""
    asked = str(
        gateway.check_asked_at
    )  # somebody pressed "Try again now", and doesn't wait for the rest to end
    values = [gateway.settings, gateway.secrets, str(gateway.parts_per_second), gateway.binds, asked]
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """A second one would send at full pace beside the first. The system lets go of the lock however we end."""
    with (settings.ENVIRONMENT.data / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CommandError("Another process keeps the gateways already: only one may.") from error
        yield
