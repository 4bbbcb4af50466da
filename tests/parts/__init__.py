"""Real parts that tests stand on: an SMPP centre, Kannel, a mail server, a calendar server, Redis, Poppler. The servers
have ports of their own.

What the tests see of them are the fixtures in `tests/parts/fixtures.py`; the parts themselves need neither Django
nor pytest, so that a bench may start them too.
"""

import socket
import time
from collections.abc import Callable

HOST = "127.0.0.1"
PATIENCE = 5.0  # seconds that a part is waited for
GLANCE = 0.005  # seconds between two looks


def free_port() -> int:
    """A port of the loopback address that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether something takes connections on this port of the loopback address."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def wait_until(condition: Callable[[], bool], what: str, *, patience: float = PATIENCE) -> None:
    """Return as soon as the condition holds; AssertionError, naming `what`, after `patience` seconds."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {patience} s in vain: {what}")
        time.sleep(GLANCE)
