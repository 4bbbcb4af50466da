"""A Redis of its own: redis-server on a free port, in a temporary folder, that writes nothing to disk."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.parts import HOST, free_port
from tests.parts.processes import await_port, end, launch

PROGRAM = "redis-server"


class RedisServer:
    """Empty at its start; `kill` and `start` give an empty one at the same address."""

    PACKAGES = "redis-server"  # of Debian

    def __init__(self) -> None:
        self.host, self.port = HOST, free_port()
        self.url = f"redis://{self.host}:{self.port}/0"
        self._folder = tempfile.TemporaryDirectory(prefix="imbizo-redis-")
        self._process: subprocess.Popen[str] | None = None

    @staticmethod
    def found() -> bool:
        """Whether this machine has Redis."""
        return shutil.which(PROGRAM) is not None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._folder.cleanup()

    def start(self) -> None:
        folder = Path(self._folder.name)
        where = ["--bind", self.host, "--port", str(self.port), "--dir", str(folder)]
        nothing_kept = ["--save", "", "--appendonly", "no"]
        self._process = launch([PROGRAM, *where, *nothing_kept], log=folder / "log", folder=folder)
        await_port(self._process, self.port, log=folder / "log")

    def stop(self) -> None:
        if self._process:
            end(self._process)
        self._process = None

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process
        self._process.kill()
        self._process.wait()
