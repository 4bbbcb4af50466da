"""The child processes of the command `gateways`: one for each connection, started, restarted, stopped."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from uuid import UUID

log = logging.getLogger(__name__)

GRACE = 3.5  # seconds to end after SIGTERM; `run.py` gives its own processes four
_LONGEST_PAUSE = 60.0
_WELL_AFTER = 60.0  # seconds; its next death is answered quickly again
_GLANCE = 0.02


@dataclass(frozen=True)
class Wanted:
    """A connection that there should be. With other `settings` (a digest of them) it is another connection."""

    gateway: UUID
    bind: int
    settings: str


@dataclass
class Child:
    """The process of one connection, running or to be started when it is `due`."""

    command: tuple[str, ...]
    running: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0
    killed_at: float | None = None  # when its time to end by itself is over

    @property
    def is_alive(self) -> bool:
        return self.running is not None and self.running.poll() is None

    def attend(self, now: float) -> None:
        """Start it when it is due; note a death and plan the restart."""
        if self.running is not None and not self.is_alive:
            self.deaths = 1 if now - self.started > _WELL_AFTER else self.deaths + 1
            self.due = now + pause_after(self.deaths)
            log.warning("the process of a gateway ended (%s)", self.running.returncode)
            self.running = None
        if self.running is None and now >= self.due:
            # Its own session: Ctrl-C reaches it once, through us.
            self.running = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, start_new_session=True)
            self.started = now

    def end(self, now: float) -> None:
        """Ask it to end, once; kill it when its time is over."""
        if self.running is None or not self.is_alive:
            return
        if self.killed_at is None:
            self.killed_at = now + GRACE
            self.running.send_signal(signal.SIGTERM)
        elif now > self.killed_at:
            self.running.kill()


@dataclass
class Children:
    """All of them, by the connection that each keeps."""

    command: Callable[[Wanted], tuple[str, ...]]
    _children: dict[Wanted, Child] = field(default_factory=dict)

    def attend(self, wanted: Collection[Wanted], now: float) -> None:
        """Bring what runs in step with what is wanted."""
        for each in set(self._children) - set(wanted):
            self._children[each].end(now)
            if not self._children[each].is_alive:
                del self._children[each]
        for each in wanted:
            child = self._children.setdefault(each, Child(self.command(each)))
            # Those of a gateway whose settings changed end first: together they would pass its pace.
            if not self._has_predecessor(each):
                child.attend(now)

    def stop(self) -> None:
        """End all of them, together, within `GRACE`."""
        while self._children:
            self.attend((), time.monotonic())
            time.sleep(_GLANCE)

    def _has_predecessor(self, wanted: Wanted) -> bool:
        return any(
            child.is_alive
            for each, child in self._children.items()
            if each.gateway == wanted.gateway and each.settings != wanted.settings
        )


def pause_after(deaths: int) -> float:
    """Seconds to wait before a restart: one after the first death in a row, then doubling up to sixty."""
    return min(_LONGEST_PAUSE, 0.5 * 2.0 ** min(deaths, 10))


def command_of(wanted: Wanted) -> tuple[str, ...]:
    """The command line of a connection's process."""
    words = ("gateway", str(wanted.gateway), f"--bind={wanted.bind}", f"--parent={os.getpid()}")
    return (sys.executable, "-m", "imbizo", *words)
