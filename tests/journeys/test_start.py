"""A newcomer starts Imbizo, opens it, and stops it with Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

pytestmark = [pytest.mark.slow, pytest.mark.own_database]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Start:
    """One `python3 run.py` on a data folder of its own."""

    def __init__(self, data: Path) -> None:
        self.port, self.data = free_port(), data
        self.output = data.parent / "output"
        variables = {
            name: value for name, value in os.environ.items() if not name.startswith(("IMBIZO_", "DJANGO_"))
        }
        variables |= {"IMBIZO_DATA": str(data), "IMBIZO_PORT": str(self.port), "DATABASE_URL": ""}
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "run.py"], cwd=ROOT, env=variables, stdout=output, stderr=output
            )
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 120
        while (
            "Ctrl-C stops it." not in self.said()
            and self.process.poll() is None
            and time.monotonic() < deadline
        ):
            time.sleep(0.1)

    def said(self) -> str:
        return self.output.read_text()

    def page(self, path: str) -> tuple[int, str]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()

    def stop(self) -> int:
        """Ctrl-C, if it still runs; its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=5)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """A first start, with the demo; the last test of this file stops it."""
    start = Start(tmp_path_factory.mktemp("running") / "data")
    yield start
    start.stop()


def test_the_first_start_prints_the_address_and_the_demo_sign_ins(running: Start) -> None:
    told = (running.data / "demo-sign-ins.txt").read_text()
    said = running.said()
    assert (f"Imbizo is at http://127.0.0.1:{running.port} " in said, told in said) == (True, True)


def test_the_pages_are_there_when_the_address_is_printed(running: Start) -> None:
    status, _text = running.page("/healthz")
    assert status == 200


def test_a_start_that_meets_a_running_one_says_so(running: Start) -> None:
    variables = {**os.environ, "IMBIZO_PORT": str(running.port), "IMBIZO_DATA": str(running.data)}
    second = subprocess.run(
        [sys.executable, "run.py"], cwd=ROOT, env=variables, check=False, capture_output=True, text=True
    )
    assert (second.returncode, "is Imbizo running already?" in second.stderr) == (1, True)


def test_ctrl_c_stops_it_within_five_seconds_and_a_second_start_repeats_nothing(running: Start) -> None:
    ended = running.stop()
    second = Start(running.data)
    second.stop()
    done = [line for line in second.said().splitlines() if line.endswith("...")]
    assert (ended, done) == (0, ["Bringing the database up to date ..."])
