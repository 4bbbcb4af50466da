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

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Start:
    """One `python3 run.py` on a data folder of its own."""

    def __init__(self, data: Path) -> None:
        self.port = free_port()
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
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=5)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def first(data: Path) -> Iterator[Start]:
    start = Start(data)
    yield start
    start.process.kill()


def test_the_first_start_prints_the_address_and_the_demo_sign_ins(first: Start, data: Path) -> None:
    told = (data / "demo-sign-ins.txt").read_text()
    assert (f"Imbizo is at http://127.0.0.1:{first.port} " in first.said(), told in first.said()) == (
        True,
        True,
    )


def test_it_answers_and_ctrl_c_stops_it_within_five_seconds(first: Start) -> None:
    status, _text = first.page("/healthz")
    assert (status, first.stop()) == (200, 0)


def test_a_second_start_repeats_nothing(first: Start, data: Path) -> None:
    first.stop()
    second = Start(data)
    done = [line for line in second.said().splitlines() if line.endswith("...")]
    second.stop()
    assert done == ["Bringing the database up to date ..."]


def test_a_start_that_meets_a_running_one_says_so(first: Start, data: Path) -> None:
    variables = {**os.environ, "IMBIZO_PORT": str(first.port), "IMBIZO_DATA": str(data)}
    second = subprocess.run(
        [sys.executable, "run.py"], cwd=ROOT, env=variables, check=False, capture_output=True, text=True
    )
    assert (second.returncode, "is Imbizo running already?" in second.stderr) == (1, True)
