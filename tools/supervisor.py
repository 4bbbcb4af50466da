"""Keeps a few processes running: starts them, restarts one that dies, stops each once and cleanly."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

# Seconds. All processes have GRACE to end by themselves; then they are killed, so that a stop takes under five.
GRACE = 4.0
LONGEST_PAUSE = 30.0
# A process that has run this long is taken to be well: its next death is answered quickly again.
WELL_AFTER = 60.0
TICK = 0.1

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass
class Process:
    """One process to keep running, by the name that the reader sees."""

    name: str
    command: tuple[str | Path, ...]
    environment: dict[str, str]
    folder: Path
    running: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0

    def attend(self, now: float) -> None:
        """Start the process when it is due; note a death and plan the restart."""
        if self.running is not None and self.running.poll() is not None:
            self._bury(self.running, now)
        if self.running is None and now >= self.due:
            self._start(now)

    def _start(self, now: float) -> None:
        # Its own session, so that Ctrl-C reaches it once, through us, and its children can be found.
        self.running = subprocess.Popen(
            self.command,
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent if _LIBC else None,  # noqa: PLW1509 (safe: we have one thread)
        )
        self.started = now

    def _bury(self, dead: subprocess.Popen[bytes], now: float) -> None:
        # A server killed outright leaves its workers behind, and they hold the port.
        _kill_group(dead)
        self.deaths = 1 if now - self.started > WELL_AFTER else self.deaths + 1
        self.running, self.due = None, now + pause_after(self.deaths)
        pause = pause_after(self.deaths)
        print(
            f"The {self.name} process ended ({dead.returncode}); it starts again in {pause:g} s.",
            file=sys.stderr,
        )

    def ask_to_stop(self) -> None:
        """Send SIGTERM, to the process alone: it stops its own children."""
        if self.running is not None and self.running.poll() is None:
            self.running.send_signal(signal.SIGTERM)

    def has_ended(self) -> bool:
        return self.running is None or self.running.poll() is not None

    def clear_away(self) -> None:
        """Kill whatever is left of the process and its children."""
        if self.running is not None:
            _kill_group(self.running)
            self.running.wait()


def pause_after(deaths: int) -> float:
    """Seconds to wait before a restart: half a second after the first death in a row, then doubling up to 30."""
    return min(LONGEST_PAUSE, 0.25 * 2.0 ** min(deaths, 10))


def supervise(processes: Iterable[Process], *, each_round: Callable[[], None]) -> None:
    """Run the processes until SIGINT, SIGTERM or SIGHUP, then stop them all within five seconds.

    `each_round` is called ten times a second between looks at the processes, so it must be quick.
    """
    attended = list(processes)
    with _stop_asked_for() as stopped:
        while not stopped():
            for process in attended:
                process.attend(time.monotonic())
            each_round()
            time.sleep(TICK)
        stop_all(attended)


def stop_all(processes: list[Process], grace: float = GRACE) -> None:
    """Ask each to stop, wait `grace` seconds for all of them together, and kill what hasn't ended by then."""
    for process in processes:
        process.ask_to_stop()
    deadline = time.monotonic() + grace
    while time.monotonic() < deadline and not all(process.has_ended() for process in processes):
        time.sleep(TICK / 2)
    for process in processes:
        process.clear_away()


@contextlib.contextmanager
def _stop_asked_for() -> Iterator[Callable[[], bool]]:
    """Yields whether a signal to stop has come. A second one changes nothing: the stop is short anyway."""
    received: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        received.append(number)

    before = {number: signal.signal(number, note) for number in STOPPING}
    try:
        yield lambda: bool(received)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _kill_group(leader: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader.pid, signal.SIGKILL)


def _end_with_parent() -> None:
    """In the child, on Linux: be asked to stop when run.py itself is killed, so that nothing is orphaned."""
    if _LIBC:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
