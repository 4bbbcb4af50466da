"""A Radicale of its own: a CalDAV server on a free port, open to all on this machine, in a temporary folder."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self
from xml.etree import ElementTree as ET

import httpx

from tests.parts import HOST, free_port
from tests.parts.processes import await_port, end, launch

PROGRAM = "radicale"
_CALENDAR = "/tests/calendar/"
_CALDAV = "{urn:ietf:params:xml:ns:caldav}calendar-data"
_MAKE = """<?xml version="1.0" encoding="utf-8"?>
<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:set><D:prop><D:displayname>Gatherings</D:displayname></D:prop></D:set>
</C:mkcalendar>"""
_QUERY = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><D:getetag/><C:calendar-data/></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
    <C:time-range start="{start}" end="{end}"/>
  </C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""


class CalendarServer:
    """One empty calendar, as a council's own server would keep it."""

    PACKAGES = "radicale"  # of Debian

    def __init__(self) -> None:
        self.host, self.port = HOST, free_port()
        self._folder = tempfile.TemporaryDirectory(prefix="imbizo-radicale-")
        self._process: subprocess.Popen[str] | None = None
        # Without a check of passwords, anybody is who they say; each has a folder of that name.
        self._client = httpx.Client(
            base_url=f"http://{self.host}:{self.port}", auth=("tests", ""), trust_env=False
        )

    @staticmethod
    def found() -> bool:
        """Whether this machine has Radicale."""
        return shutil.which(PROGRAM) is not None

    def __enter__(self) -> Self:
        folder = Path(self._folder.name)
        settings = folder / "config"
        settings.write_text(
            f"[server]\nhosts = {self.host}:{self.port}\n[auth]\ntype = none\n"
            f"[storage]\nfilesystem_folder = {folder / 'collections'}\n[logging]\nlevel = info\n"
        )
        self._process = launch([PROGRAM, "--config", str(settings)], log=folder / "log", folder=folder)
        await_port(self._process, self.port, log=folder / "log")
        self._client.request("MKCALENDAR", _CALENDAR, content=_MAKE).raise_for_status()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()
        if self._process:
            end(self._process)
        self._folder.cleanup()

    def put(self, name: str, data: bytes) -> int:
        """Store a file with one event; the answer's status, 201 for one that is taken."""
        headers = {"Content-Type": "text/calendar; charset=utf-8"}
        return self._client.put(f"{_CALENDAR}{name}.ics", content=data, headers=headers).status_code

    def get(self, name: str) -> bytes:
        """A file as the server gives it back."""
        return self._client.get(f"{_CALENDAR}{name}.ics").raise_for_status().content

    def query(self, start: str, end: str) -> list[bytes]:
        """The files with an event between two moments, written as in 20260723T070000Z."""
        body = _QUERY.format(start=start, end=end)
        answer = self._client.request("REPORT", _CALENDAR, content=body, headers={"Depth": "1"})
        found = ET.fromstring(answer.raise_for_status().content).iter(_CALDAV)
        return [(element.text or "").encode() for element in found]


def single_events(feed: bytes) -> list[bytes]:
    """The events of a feed as a client stores them: a file each with the feed's zones and without its method."""
    text = feed.decode()
    zones = "".join(re.findall(r"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", text, re.DOTALL))
    around = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Imbizo//Tests//EN\r\n{}{}END:VCALENDAR\r\n"
    events = re.findall(r"BEGIN:VEVENT.*?END:VEVENT\r\n", text, re.DOTALL)
    return [around.format(zones, event).encode() for event in events]
