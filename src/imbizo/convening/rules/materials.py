"""What must be brought: the materials of all sessions, each named once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Divided by commas, semicolons, points at the end of a sentence, and lines.
_PARTS = re.compile(r"[,;\n]|\.(?=\s|$)")
_NUMBERED = re.compile(r"(\d{1,4})\s*[x×]?\s+(.+)")


@dataclass(frozen=True, slots=True)
class Material:
    """Something to bring. `total` adds up the numbers written before it, None where none was; `sessions` need it."""

    name: str
    total: int | None
    sessions: tuple[str, ...]


def totals(written: Iterable[tuple[str, str]]) -> list[Material]:
    """The list of what to bring, from (session, its materials) in order: "6 flip charts, markers" are two things."""
    found: dict[str, Material] = {}
    for session, text in written:
        for number, name in _things(text):
            key = name.casefold()
            before = found.get(key, Material(name, None, ()))
            total = before.total if number is None else (before.total or 0) + number
            sessions = before.sessions if session in before.sessions else (*before.sessions, session)
            found[key] = Material(before.name, total, sessions)
    return list(found.values())


def _things(text: str) -> Iterable[tuple[int | None, str]]:
    for part in _PARTS.split(text):
        words = " ".join(part.split())
        if match := _NUMBERED.fullmatch(words):
            yield int(match[1]), _begun(match[2])
        elif words:
            yield None, _begun(words)


def _begun(name: str) -> str:
    return name[:1].upper() + name[1:]
