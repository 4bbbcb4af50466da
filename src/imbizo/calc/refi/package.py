"""A .qdpx opened with care: nothing is written to disk, nothing is trusted that the package says of itself."""

import lzma
import re
import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from imbizo.calc.refi.errors import (
    BrokenFileError,
    EncryptedError,
    NoProjectError,
    NotRefiError,
    TooLargeError,
)
from imbizo.calc.refi.findings import Findings, Reason

CHUNK = 1 << 16
ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
RATIO_FREE = 1 << 20  # a file smaller than this may be packed as tightly as it likes
# What the standard library lets through when bytes of a zip are wrong.
DAMAGE = (
    *(BadZipFile, EOFError, NotImplementedError, OSError, OverflowError, RuntimeError, ValueError),
    *(lzma.LZMAError, struct.error, zlib.error),
)
CLUTTER = ("__macosx/", "thumbs.db")  # what systems leave in every package, beside hidden files


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a package may hold: files, bytes of the project's XML, bytes of one other file, bytes of all that
    is read, and how many times larger than packed a file may become.
    """

    members: int = 20_000
    project: int = 64 << 20
    file: int = 100 << 20
    total: int = 1 << 30
    ratio: int = 400


class Package:
    """The files of a package, found by the paths that a project gives for them."""

    def __init__(self, data: bytes, limits: Limits, findings: Findings) -> None:
        self._limits = limits
        self._findings = findings
        self._taken = 0
        self._read: set[str] = set()
        self._zip = _opened(data)
        if len(self._zip.infolist()) > limits.members:
            raise TooLargeError("members", limits.members)
        self._files = {name.lower(): info for name, info in self._safe()}
        self.project_name = self._project()
        self._by_last = {_last(name): name for name in reversed(self._files)}

    def project(self) -> bytes:
        """The bytes of project.qde."""
        return self._content(self.project_name, self._limits.project, "project")

    def find(self, path: str) -> bytes | None:
        """The file that `path` of the project means, by its whole path or else by its last part.

        Capitals, backslashes and %20 make no difference. Raises TooLargeError.
        """
        name = self._named(path)
        if name is None:
            return None
        self._read.add(name)
        return self._content(name, self._limits.file, "file")

    def report_the_rest(self) -> None:
        """Lists the files that the project doesn't name."""
        for name, info in self._files.items():
            if name not in self._read and name != self.project_name and not _is_clutter(name):
                self._findings.add(Reason.EXTRA_FILE, "file", info.filename)

    def _safe(self) -> Iterator[tuple[str, ZipInfo]]:
        for info in self._zip.infolist():
            name = info.filename.replace("\\", "/")
            if name.endswith("/"):
                continue
            if _leads_out(name) or stat.S_ISLNK(info.external_attr >> 16):
                self._findings.add(Reason.UNSAFE_FILE, "file", info.filename)
            else:
                yield name.removeprefix("./"), info

    def _project(self) -> str:
        """project.qde, nearest the top; else whatever ends in .qde."""
        named = [name for name in self._files if name.endswith(".qde") and not _is_clutter(name)]
        if not named:
            raise NoProjectError
        found = min(named, key=lambda name: (_last(name) != "project.qde", name.count("/"), name))
        if found != "project.qde":
            self._findings.add(Reason.PROJECT_ELSEWHERE, "Project", self._files[found].filename)
        return found

    def _named(self, path: str) -> str | None:
        folder = self.project_name.rpartition("/")[0]
        for wanted in {path: None, _unescaped(path): None}:
            inner = wanted.partition("://")[2] if "://" in wanted else wanted
            inner = inner.replace("\\", "/").strip("/").lower()
            for start in ("sources", ""):
                whole = "/".join(part for part in (folder, start, inner) if part)
                if whole in self._files:
                    return whole
            if (last := self._by_last.get(_last(inner))) is not None:
                return last
        return None

    def _content(self, name: str, allowed: int, limit: str) -> bytes:
        """Counts while it unpacks, since the sizes in the package may be lies."""
        info = self._files[name]
        if info.flag_bits & 1:
            raise EncryptedError
        most = max(info.compress_size * self._limits.ratio, RATIO_FREE)
        parts: list[bytes] = []
        size = 0
        self._count(0)
        for part in self._parts(info):
            size += len(part)
            self._count(len(part))
            if size > most:
                raise TooLargeError("ratio", self._limits.ratio)
            if size > allowed:
                raise TooLargeError(limit, allowed)
            parts.append(part)
        return b"".join(parts)

    def _count(self, more: int) -> None:
        self._taken += more
        if self._taken > self._limits.total:
            raise TooLargeError("bytes", self._limits.total)

    def _parts(self, info: ZipInfo) -> Iterator[bytes]:
        try:
            with self._zip.open(info) as stream:
                while part := stream.read(CHUNK):
                    yield part
        except DAMAGE as broken:
            raise BrokenFileError(f"{info.filename}: {broken}") from broken


def _opened(data: bytes) -> ZipFile:
    try:
        return ZipFile(BytesIO(data))
    except DAMAGE as broken:
        if data[:2] == b"PK":
            raise BrokenFileError(str(broken)) from broken
        raise NotRefiError from broken


def _last(path: str) -> str:
    """What stands behind the last slash."""
    return path.rpartition("/")[2]


def _unescaped(path: str) -> str:
    """The path with %20 and the like as the characters that they stand for."""
    raw = ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), path.encode("utf-8", "replace"))
    return raw.decode("utf-8", "replace")


def _leads_out(name: str) -> bool:
    parts = name.split("/")
    return name.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in name


def _is_clutter(name: str) -> bool:
    last = _last(name)
    return name.startswith(CLUTTER[0]) or last == CLUTTER[1] or last.startswith(".")


def is_package(data: bytes) -> bool:
    """Whether the bytes begin as a zip does."""
    return data[:4] in {b"PK\x03\x04", b"PK\x05\x06"}
