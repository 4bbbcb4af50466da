"""The designs that come with the system (`convening/designs/`, one file each), in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils import translation
from django.utils.translation import gettext as _

_FOLDER: Final = Path(__file__).resolve().parent.parent / "designs"
_WORDS = ("title", "method", "materials", "roles")


@dataclass(frozen=True, slots=True)
class FileSession:
    """A session as a design file gives it. The texts are English message ids."""

    kind: str
    minutes: int
    words: Mapping[str, str]
    questions: tuple[str, ...]

    @property
    def fields(self) -> dict[str, Any]:
        """What a session of the model is made of, in the reader's language."""
        said = {name: _(text) if text else "" for name, text in self.words.items()}
        return {"kind": self.kind, "minutes": self.minutes, **said}


@dataclass(frozen=True, slots=True)
class DesignFile:
    """A design as its file gives it. The texts are English message ids."""

    key: str
    name: str
    kind: str
    purpose: str
    sessions: tuple[FileSession, ...]

    @property
    def minutes(self) -> int:
        return sum(session.minutes for session in self.sessions)


@cache
def design_files() -> tuple[DesignFile, ...]:
    """All of them, by their keys. Raises KeyError or TypeError for a file that lacks something."""
    return tuple(_read(path) for path in sorted(_FOLDER.glob("*.yaml")))


def design_file(key: str) -> DesignFile | None:
    return next((each for each in design_files() if each.key == key), None)


def by_language(text: str, languages: Sequence[str]) -> dict[str, str]:
    """The translations that the system has of a message, beside the one in the reader's language."""
    here = _(text)
    found = {}
    for language in languages:
        with translation.override(language):
            said = _(text)
        if said != here and (said != text or language == "en"):
            found[language] = said
    return found


def _read(path: Path) -> DesignFile:
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    sessions = tuple(_session(each) for each in written["sessions"])
    return DesignFile(
        written["key"], written["name"].strip(), written["kind"], written["purpose"].strip(), sessions
    )


def _session(written: Mapping[str, Any]) -> FileSession:
    words = {name: str(written.get(name) or "").strip() for name in _WORDS}
    questions = tuple(each.strip() for each in written.get("questions", ()))
    return FileSession(written["kind"], int(written["minutes"]), words, questions)
