"""The processes that `run.py` keeps running: real ones here, small and stubborn."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.supervisor import Process, pause_after, stop_all

ROOT = Path(__file__).parent.parent.parent

# Writes its process id and its child's, then waits; told to ignore SIGTERM, it does.
PROGRAM = """
import os, signal, subprocess, sys, time
stubborn, notes = sys.argv[1] == "stubborn", sys.argv[2]
if stubborn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
if not stubborn:
    signal.signal(signal.SIGTERM, lambda *_: (child.terminate(), child.wait(), sys.exit(0)))
with open(notes, "a") as file:
    file.write(f"{os.getpid()} {child.pid}\\n")
while True:
    time.sleep(0.1)
"""


def until(found: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether it came true in time; a bound, not a measurement."""
    deadline = time.monotonic() + seconds
    while not found() and time.monotonic() < deadline:
        time.sleep(0.02)
    return found()


def is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    file = tmp_path / "notes"
    file.touch()
    return file


def process(notes: Path, temper: str) -> Process:
    return Process("test", (sys.executable, "-c", PROGRAM, temper, notes), dict(os.environ), ROOT)


def started(notes: Path, temper: str) -> Process:
    one = process(notes, temper)
    one.attend(time.monotonic())
    assert until(lambda: notes.read_text() != "")
    return one


def pids(notes: Path) -> list[int]:
    return [int(word) for word in notes.read_text().split()]


@pytest.mark.parametrize("temper", ["willing", "stubborn"])
def test_a_stop_leaves_neither_the_process_nor_its_child(notes: Path, temper: str) -> None:
    one = started(notes, temper)
    stop_all([one], grace=1)
    assert until(lambda: not any(is_alive(pid) for pid in pids(notes)))


def test_a_willing_process_ends_by_itself(notes: Path) -> None:
    one = started(notes, "willing")
    stop_all([one])
    assert one.running is not None
    assert one.running.returncode == 0


def test_a_process_that_dies_is_started_again_and_its_child_is_cleared_away(notes: Path) -> None:
    one = started(notes, "stubborn")
    first, orphan = pids(notes)
    os.kill(first, signal.SIGKILL)

    def is_started_again() -> bool:
        one.attend(time.monotonic())
        return len(pids(notes)) == 4

    again = until(is_started_again)
    gone = until(lambda: not is_alive(orphan))
    stop_all([one], grace=0)
    assert (again, gone) == (True, True)


def test_a_process_that_keeps_dying_is_started_ever_more_slowly() -> None:
    assert [pause_after(deaths) for deaths in (1, 2, 3, 7, 8, 1000)] == [0.5, 1, 2, 30, 30, 30]


SUPERVISOR = """
import os, sys
from pathlib import Path
from tests.repository.test_supervisor import process
from tools.supervisor import supervise
notes = Path(sys.argv[1])
supervise([process(notes, "stubborn"), process(notes, "willing")], each_round=lambda: None)
"""


@pytest.fixture
def supervisor(notes: Path) -> subprocess.Popen[bytes]:
    running = subprocess.Popen([sys.executable, "-c", SUPERVISOR, notes], cwd=ROOT)
    assert until(lambda: len(pids(notes)) == 4, 20)
    return running


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_stops_everything_within_five_seconds(
    supervisor: subprocess.Popen[bytes], notes: Path, number: signal.Signals
) -> None:
    supervisor.send_signal(number)
    assert (supervisor.wait(timeout=5), [pid for pid in pids(notes) if is_alive(pid)]) == (0, [])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_killing_the_supervisor_asks_its_processes_to_stop(
    supervisor: subprocess.Popen[bytes], notes: Path
) -> None:
    willing = [int(line.split()[0]) for line in notes.read_text().splitlines()]
    supervisor.kill()
    supervisor.wait()
    ended = until(lambda: not all(is_alive(pid) for pid in willing))
    for pid in filter(is_alive, pids(notes)):
        os.kill(pid, signal.SIGKILL)
    assert ended
