"""An SMPP centre in a process of its own: for benches, so that its work doesn't count as the client's."""

import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.parts import HOST, PATIENCE, free_port, listens, wait_until
from tests.parts.smpp_wire import Submit, read_log

ROOT = Path(__file__).parents[2]


class CentreProcess:
    """`python -m tests.parts.smpp` on a free port; its log is the file `submits` in the folder."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.host, self.port = HOST, free_port()
        self.system_id, self.password = "imbizo", "secret"
        self._log, self._options = folder / "submits", options

    def __enter__(self) -> Self:
        command = [
            sys.executable,
            "-m",
            "tests.parts.smpp",
            "--port",
            str(self.port),
            "--log",
            str(self._log),
        ]
        self._process = subprocess.Popen([*command, *self._options], cwd=ROOT)
        wait_until(lambda: listens(self.port), "the centre to listen", patience=10 * PATIENCE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(PATIENCE)

    @property
    def submits(self) -> list[Submit]:
        """Every submit_sm so far, in the order of the wire."""
        return read_log(self._log)
