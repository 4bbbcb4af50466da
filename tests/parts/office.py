"""What LibreOffice sees in a Word file, and does to it: one office for all tests, spoken to through its own Python."""

import base64
import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PATIENCE = 60  # seconds
# Debian's Python has the module uno; the one that tests run in hasn't.
PYTHON = "/usr/bin/python3"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment: who made it, its words, and the words that it hangs on."""

    author: str
    text: str
    quote: str


@dataclass(frozen=True, slots=True)
class Redline:
    """A tracked change of LibreOffice: "Insert", "Delete", "Format", and who made it."""

    kind: str
    author: str


class Office:
    """The fixture. A document that LibreOffice can't open raises RuntimeError."""

    PACKAGES = "libreoffice-writer-nogui and python3-uno"

    @staticmethod
    def found() -> bool:
        """Whether this machine has LibreOffice and its Python."""
        if not (shutil.which("soffice") and Path(PYTHON).exists()):
            return False
        return subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="imbizo-office-"))
        pipe = f"imbizo{self._folder.name.rpartition('-')[2]}"
        self._office = subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation=file://{self._folder}/profile",
                *("--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard"),
                f"--accept=pipe,name={pipe};urp",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._speaker = subprocess.Popen(
            [PYTHON, str(Path(__file__).with_name("office_speaker.py")), pipe, str(self._folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """The office goes by itself when it is told to; one that doesn't is stopped."""
        self._speaker.communicate(timeout=PATIENCE)
        try:
            self._office.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._office.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def text(self, content: bytes) -> str:
        """The document's text as it would print, deleted words included."""
        return str(self._ask("text", content))

    def remarks(self, content: bytes) -> list[Remark]:
        return [Remark(**remark) for remark in self._ask("remarks", content)]

    def redlines(self, content: bytes) -> list[Redline]:
        return [Redline(**redline) for redline in self._ask("redlines", content)]

    def accepted(self, content: bytes) -> str:
        """The text after every tracked change was accepted."""
        return str(self._ask("resolved", content, command=".uno:AcceptAllTrackedChanges"))

    def rejected(self, content: bytes) -> str:
        """The text after every tracked change was rejected."""
        return str(self._ask("resolved", content, command=".uno:RejectAllTrackedChanges"))

    def converted(self, content: bytes, kind: str, *, came_as: str = "docx") -> bytes:
        """The same document as "odt", "docx", "doc", "rtf" or "pdf"."""
        return base64.b64decode(self._ask("converted", content, kind=kind, came_as=came_as))

    def locked(self, content: bytes, password: str) -> bytes:
        """The same document, which opens with a password only."""
        return base64.b64decode(self._ask("locked", content, password=password))

    def edited(self, content: bytes, *steps: tuple[str, ...], author: str) -> bytes:
        """A .docx as that person sends it back.

        Steps are ("replace", words, others), with changes tracked, and ("comment", words, remark).
        """
        return base64.b64decode(self._ask("edited", content, steps=steps, author=author))

    def _ask(self, verb: str, content: bytes, **more: Any) -> Any:
        assert self._speaker.stdin
        assert self._speaker.stdout
        asked = {"verb": verb, "content": base64.b64encode(content).decode(), **more}
        self._speaker.stdin.write(json.dumps(asked) + "\n")
        self._speaker.stdin.flush()
        told = json.loads(self._speaker.stdout.readline() or '{"error": "LibreOffice is gone"}')
        if "error" in told:
            raise RuntimeError(told["error"])
        return told["answer"]
