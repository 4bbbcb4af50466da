"""Kannel, the SMS gateway that suppliers run: bearerbox, smsbox and a network behind them, in a temporary folder.

    with Kannel(inbound="http://127.0.0.1:8000/...") as kannel:
        httpx.get(kannel.send_url, params=kannel.credentials | {"to": "27820000001", "text": "Hello"})
        [text] = kannel.wait_for(1)
        kannel.inject("27820000001", "27110000000", "STOP")

The network is Kannel's own fakesmsc, which takes every message: its reports are 8 (accepted), then 1 (delivered). For
failures too, `Kannel(behind=centre)` binds to an SMPP centre of `tests.parts.smpp`, whose receipts Kannel passes on as
1, 2 and 16; texts then come and go through that centre, not through `inject` and `received`.

Whoever sends asks for reports: `dlr-mask=31` and `dlr-url`, with %d for the kind.
"""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, unquote_to_bytes
from urllib.request import urlopen

from tests.parts import HOST, PATIENCE, free_port, listens, wait_until
from tests.parts.processes import await_port, end, launch
from tests.parts.smpp import Centre

ONLINE = re.compile(r"^\s*network\[.*\(online", re.MULTILINE)
FAKESMSC = Path("/usr/lib/kannel/test/fakesmsc")
GOT = re.compile(r"Got message \d+: <(\S+) (\S+) (?:udh (\S+) )?(text|data|ucs-2) (.*)>$", re.MULTILINE)
# What Kannel tells of a text that came in, with its own letters for the values.
TOLD = "from=%p&to=%P&text=%b&coding=%c&charset=%C&udh=%u&id=%I"

CORE = """
group = core
admin-interface = {host}
admin-port = {admin}
admin-password = secret
smsbox-interface = {host}
smsbox-port = {boxes}
box-allow-ip = {host}
dlr-storage = internal
sms-resend-freq = 1
"""
# One fakesmsc at a time may hold a line: one stays to receive, others come to say something.
HANDSETS = """
group = smsc
smsc = fake
smsc-id = network
our-host = {host}
port = {receiving}
connect-allow-ip = {host}

group = smsc
smsc = fake
smsc-id = callers
our-host = {host}
port = {calling}
connect-allow-ip = {host}
"""
SUPPLIER = """
group = smsc
smsc = smpp
smsc-id = network
host = {centre.host}
port = {centre.port}
smsc-username = {centre.system_id}
smsc-password = {centre.password}
system-type = ""
transceiver-mode = true
reconnect-delay = 1
# The centre answers in hex and reports in decimal.
msg-id-type = 0x01
"""
SENDING = """
group = smsbox
bearerbox-host = {host}
bearerbox-port = {boxes}
sendsms-interface = {host}
sendsms-port = {sending}
http-request-retry = 10
http-queue-delay = 1

group = sendsms-user
username = imbizo
password = secret
forced-smsc = network
max-messages = 10
concatenation = true
"""
INBOUND = """
group = sms-service
keyword = default
catch-all = true
max-messages = 0
{what}
"""


@dataclass(frozen=True)
class Received:
    """A message that reached a phone of the fake network; a part of a longer one has a header."""

    sender: str
    receiver: str
    text: str
    header: bytes = b""


class Kannel:
    """All boxes of one Kannel; `stop` and `start` give the same addresses."""

    PACKAGES = "kannel kannel-extras"  # of Debian

    def __init__(self, *, behind: Centre | None = None, inbound: str = "") -> None:
        self.user, self.password = "imbizo", "secret"
        self._centre = behind
        self._ports = {name: free_port() for name in ("admin", "boxes", "sending", "receiving", "calling")}
        self._inbound = inbound
        self._temporary = tempfile.TemporaryDirectory(prefix="imbizo-kannel-")
        self._folder = Path(self._temporary.name)
        self._boxes: dict[str, subprocess.Popen[str]] = {}

    @staticmethod
    def found() -> bool:
        """Whether this machine has Kannel and its fakesmsc."""
        return all(map(shutil.which, ("bearerbox", "smsbox"))) and FAKESMSC.exists()

    # Its life

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._temporary.cleanup()

    def start(self) -> None:
        self._configure()
        # What it said in an earlier life would be taken for the present.
        self._log("bearerbox").write_text("")
        self._launch("bearerbox", "-v", "1", "kannel.conf")
        # Not by knocking at its port: bearerbox takes one box a second, and that would be the one.
        wait_until(lambda: "entering mainloop" in self._log("bearerbox").read_text(), "bearerbox")
        self._start_smsbox()
        if not self._centre:
            wait_until(lambda: "network" in self.status(), "Kannel's line to the network")
            # No message to send: it stays and says what it receives. Its text is only there to be asked for.
            self._launch(*self._fakesmsc("receiving", messages=0), "unsent")
        wait_until(lambda: ONLINE.search(self.status()) is not None, "Kannel's network")

    def stop(self) -> None:
        """End all boxes; what they held is lost."""
        for name in reversed(tuple(self._boxes)):
            end(self._boxes.pop(name))

    # For whoever sends and receives

    @property
    def send_url(self) -> str:
        return f"http://{HOST}:{self._ports['sending']}/cgi-bin/sendsms"

    @property
    def credentials(self) -> dict[str, str]:
        return {"username": self.user, "password": self.password}

    def set_callbacks(self, *, inbound: str) -> None:
        """Have texts from phones told to this address, by GET, with Kannel's usual values added to its query.

        Takes a second while it runs: smsbox must read its settings again. Given at the start it costs nothing.
        """
        self._inbound = inbound
        if self._boxes:
            self._configure()
            end(self._boxes.pop("smsbox"))
            self._start_smsbox()

    def status(self) -> str:
        """Kannel's own page of its state; empty while it doesn't answer."""
        try:
            with urlopen(f"http://{HOST}:{self._ports['admin']}/status.txt?password=secret") as page:
                return str(page.read().decode())
        except OSError:
            return ""

    # For whoever plays the phones; only without a centre behind

    @property
    def received(self) -> list[Received]:
        """What has reached the phones."""
        return [_received(*found.groups()) for found in GOT.finditer(self._log("fakesmsc").read_text())]

    def wait_for(self, count: int, *, patience: float = PATIENCE) -> list[Received]:
        """All that the phones have received, as soon as there are so many."""
        wait_until(lambda: len(self.received) >= count, f"{count} messages on phones", patience=patience)
        return self.received

    def inject(self, from_: str, to: str, text: str) -> None:
        """Send a text from a phone; returns when it is on its way into Kannel."""
        plain = text.isascii() and text.isprintable()
        body = f"text {text}" if plain else f"ucs2 {quote(text.encode('utf-16-be'))}"
        log = self._log("callers")
        log.write_text("")
        caller = launch(
            [*self._fakesmsc("calling", messages=1), f"{from_} {to} {body}"], log=log, folder=self._folder
        )
        wait_until(lambda: "sent message 1" in log.read_text(), "the text to leave the phone")
        end(caller)

    # Its inside

    def _configure(self) -> None:
        url = self._inbound
        if url:
            url += ("&" if "?" in url else "?") + TOLD
        parts = [CORE, SUPPLIER if self._centre else HANDSETS, SENDING, INBOUND]
        text = "".join(parts).format(
            host=HOST, centre=self._centre, what=f'get-url = "{url}"' if url else 'text = ""', **self._ports
        )
        (self._folder / "kannel.conf").write_text(text)

    def _start_smsbox(self) -> None:
        # bearerbox takes boxes a moment after it says that it runs; an smsbox that comes too early ends.
        wait_until(lambda: listens(self._ports["boxes"]), "bearerbox to take boxes")
        self._launch("smsbox", "-v", "1", "kannel.conf")
        await_port(self._boxes["smsbox"], self._ports["sending"], log=self._log("smsbox"))
        wait_until(lambda: "smsbox:" in self.status(), "smsbox to be known to bearerbox")

    def _launch(self, *command: str) -> None:
        name = Path(command[0]).name
        self._boxes[name] = launch(command, log=self._log(name), folder=self._folder)

    def _log(self, name: str) -> Path:
        return self._folder / f"{name}.log"

    def _fakesmsc(self, port: str, *, messages: int) -> list[str]:
        where = ["-H", HOST, "-r", str(self._ports[port])]
        return [str(FAKESMSC), "-v", "0", "-i", "0", "-m", str(messages), *where]


def _received(sender: str, receiver: str, header: str | None, kind: str, body: str) -> Received:
    if kind == "text":
        return Received(sender, receiver, body)
    data = unquote_to_bytes(body.replace("+", " "))
    # Behind a header fakesmsc doesn't tell the alphabet: Kannel's own is UTF-8, which has no null bytes.
    text = data.decode("utf-16-be" if kind == "ucs-2" or 0 in data else "utf-8")
    return Received(sender, receiver, text, unquote_to_bytes((header or "").replace("+", " ")))
