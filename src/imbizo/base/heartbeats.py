"""How the site knows that worker, clock and gateways are alive: each leaves a mark in the shared cache."""

import threading
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import close_old_connections
from django.utils import timezone

EVERY = 10  # seconds between two marks
DEAD_AFTER = timedelta(seconds=60)
_KEPT = 24 * 60 * 60  # seconds; an old mark says since when a process is gone


def beat(name: str) -> None:
    """Leave a mark: the process of that name is alive now."""
    cache.set(f"heartbeat:{name}", timezone.now().isoformat(), _KEPT)


def last_beat(name: str) -> datetime | None:
    """When the process of that name was last alive, None where no mark is left."""
    mark = cache.get(f"heartbeat:{name}")
    return datetime.fromisoformat(mark) if mark else None


def is_alive(name: str, *, now: datetime) -> bool:
    last = last_beat(name)
    return last is not None and now - last < DEAD_AFTER


class Pulse(threading.Thread):
    """Beats beside a process that may be busy for long, until it is stopped."""

    def __init__(self, *names: str) -> None:
        super().__init__(name="pulse", daemon=True)
        self.names = names
        self._ended = threading.Event()

    def run(self) -> None:
        while True:
            for name in self.names:
                beat(name)
            close_old_connections()
            if self._ended.wait(EVERY):
                return

    def stop(self) -> None:
        self._ended.set()
        self.join(timeout=2)
