"""Starting and ending the servers that tests stand on."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.parts import listens, wait_until

GRACE = 0.5  # seconds to end by itself; what tests need of it is on no disk


def launch(command: Sequence[str], *, log: Path, folder: Path) -> subprocess.Popen[str]:
    """Start a server whose output goes to a file; its input is a pipe of lines."""
    with log.open("a") as output:
        return subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            bufsize=1,
        )


def await_port(process: subprocess.Popen[str], port: int, *, log: Path) -> None:
    """Return once it listens; AssertionError with what it said if it ends instead."""
    wait_until(lambda: listens(port) or process.poll() is not None, f"port {port} of {process.args!r}")
    assert process.poll() is None, log.read_text()


def end(process: subprocess.Popen[str]) -> None:
    """Ask it to end, and end it if it doesn't."""
    if process.stdin:
        process.stdin.close()
    process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
