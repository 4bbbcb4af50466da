"""Finished steps are remembered by a hash of what they were made from, so that they aren't repeated."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """One step of a start: the files it reads, what it leaves behind, and how to carry it out.

    `record` is the file that holds the hash; it stands where the step's result stands, so that
    deleting the result also forgets that it was made. `salt` is whatever else the step depends on.
    """

    name: str
    record: Path
    inputs: tuple[Path, ...]
    carry_out: Callable[[], None]
    results: tuple[Path, ...] = field(default=())
    salt: str = ""

    def is_done(self) -> bool:
        """Whether the same inputs were already worked through, and the results still exist."""
        made = self.record.is_file() and all(result.exists() for result in self.results)
        return made and self.record.read_text() == fingerprint(self.inputs, self.salt)

    def ensure(self) -> bool:
        """Carry the step out if need be, saying so; return whether there was something to do."""
        if self.is_done():
            return False
        print(f"{self.name} ...", flush=True)
        self.record.unlink(missing_ok=True)
        self.carry_out()
        self.record.parent.mkdir(parents=True, exist_ok=True)
        self.record.write_text(fingerprint(self.inputs, self.salt))
        return True


def fingerprint(paths: Iterable[Path], salt: str = "") -> str:
    """SHA-256 over names and contents of the files, and of all the files in the folders, in `paths`."""
    digest = hashlib.sha256(salt.encode())
    for path in paths:
        for file in files_in(path):
            digest.update(file.relative_to(path.parent).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def files_in(path: Path) -> list[Path]:
    """The file itself, or every file below the folder, in a fixed order; nothing where it's absent."""
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
