"""`run.py` without a command: everything made ready, then web, worker, clock and gateways until Ctrl-C."""

import contextlib
import fcntl
import http.client
import os
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.failures import StartFailure
from tools.installation import install_runtime
from tools.places import PYTHON, ROOT, data_folder, environment, vendor_folder
from tools.preparation import Settings, prepare_database, prepare_files
from tools.supervisor import Process, supervise

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SIGN_INS = "demo-sign-ins.txt"


@dataclass(frozen=True)
class Address:
    """Where the web process listens: IMBIZO_HOST and IMBIZO_PORT, else 127.0.0.1 and 8000."""

    host: str
    port: int

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def serve() -> int:
    """Make everything ready and serve until a signal. Returns 0; raises StartFailure."""
    began = time.monotonic()
    address = chosen_address()
    refuse_taken(address)
    with alone(data_folder()):
        install_runtime()
        settings = demo_settings(address)
        prepare_files(settings)
        prepare_database(settings)
        announcement = Announcement(address, began)
        supervise(processes(address, settings), each_round=announcement.make_when_ready)
    print("Imbizo has stopped.")
    return 0


@contextlib.contextmanager
def alone(data: Path) -> Iterator[None]:
    """Hold the data folder while serving. Raises StartFailure where another start holds it, on whatever port.

    Two would send at twice the pace of the gateways, and a second one would bring the database up to date below the
    first. The system lets go of the lock however we end.
    """
    data.mkdir(parents=True, exist_ok=True)
    with (data / "started").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StartFailure(
                f"Imbizo is running already with the data in {data}: "
                "use that one, stop it, or start with another folder (IMBIZO_DATA)."
            ) from error
        yield


def chosen_address() -> Address:
    """The address from the environment. Raises StartFailure for a port that is none."""
    host, port = os.environ.get("IMBIZO_HOST") or "127.0.0.1", os.environ.get("IMBIZO_PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise StartFailure(f"IMBIZO_PORT={port!r} can't be used: give a number from 1 to 65535.")
    if host not in LOOPBACK and (data_folder() / SIGN_INS).exists():
        raise StartFailure(
            f"IMBIZO_HOST={host} would open the demo sign-ins to others: "
            "start with another data folder (IMBIZO_DATA) and IMBIZO_DEMO=false, or leave IMBIZO_HOST out."
        )
    return Address(host, int(port))


def refuse_taken(address: Address) -> None:
    """Raises StartFailure when another program listens on the address."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the server does it: the addresses of connections that have just been closed are free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            raise StartFailure(
                f"Port {address.port} on {address.host} can't be used (is Imbizo running already?): "
                f"stop the other program, or choose another port with IMBIZO_PORT={address.port + 1}."
            ) from error


def demo_settings(address: Address) -> Settings:
    """What a start on one's own machine assumes where the environment says nothing else."""
    assumed = {
        "IMBIZO_DATA": str(data_folder()),
        "IMBIZO_ASSETS": str(vendor_folder()),
        "IMBIZO_ORIGIN": address.url,
        "IMBIZO_DEMO": "true" if address.host in LOOPBACK else "false",
        "IMBIZO_LOG": "text",
    }
    return environment(**{name: value for name, value in assumed.items() if not os.environ.get(name)})


def processes(address: Address, settings: Settings) -> list[Process]:
    """Web, worker, clock and gateways: see `docs/architecture.md` for what each does."""
    commands: dict[str, tuple[str | Path, ...]] = {
        "web": web_command(address),
        # A restart on every change of a file would break off tasks, so never --reload.
        "worker": (PYTHON, "-m", "imbizo", "worker", "--queue-name=*", "--interval=1", "--no-reload"),
        "clock": (PYTHON, "-m", "imbizo", "clock"),
        "gateways": (PYTHON, "-m", "imbizo", "gateways"),
    }
    return [Process(name, line, settings, ROOT) for name, line in commands.items()]


def web_command(address: Address) -> tuple[str | Path, ...]:
    """Granian with one worker of four threads, unless IMBIZO_WEB_WORKERS and IMBIZO_WEB_THREADS say otherwise.

    One worker, because SQLite has one writer and a second process would only wait for it in turn. Four threads,
    because pages are computed one at a time all the same: more would add waiting, fewer would let three slow
    uploads stop everyone else.
    """
    return (
        *(PYTHON, "-m", "granian", "--interface=wsgi", "imbizo.config.wsgi:application"),
        *(f"--host={address.host}", f"--port={address.port}", "--no-ws", "--log-level=warning"),
        f"--workers={os.environ.get('IMBIZO_WEB_WORKERS') or 1}",
        f"--blocking-threads={os.environ.get('IMBIZO_WEB_THREADS') or 4}",
        # A request that hangs must not hold up a stop: see `supervisor.GRACE`.
        "--workers-kill-timeout=3",
        "--respawn-failed-workers",
    )


@dataclass
class Announcement:
    """Tells the reader once, as soon as pages are answered, where Imbizo is and how to sign in."""

    address: Address
    began: float
    made: bool = False

    def make_when_ready(self) -> None:
        if not self.made and answers(self.address):
            self.made = True
            print(f"\nImbizo is at {self.address.url} (ready after {time.monotonic() - self.began:.0f} s).")
            print(_sign_ins() + "Ctrl-C stops it.", flush=True)


def answers(address: Address) -> bool:
    """Whether the web process answers at all; an error page is an answer."""
    connection = http.client.HTTPConnection(address.host, address.port, timeout=2)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz")
        return connection.getresponse().status > 0
    return False


def _sign_ins() -> str:
    """What the demo wrote about its sign-ins; empty where there is no demo."""
    file = data_folder() / SIGN_INS
    return file.read_text() + "\n" if file.exists() else ""
