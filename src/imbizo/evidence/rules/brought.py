"""What is taken of a project of another program: its codes, texts, codings and coders, and the list of the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from imbizo.evidence.rules.texts import Stretch, parts_of, trimmed

NAMES_KEPT = 20
LONGEST_NAME = 120
LONGEST_QUOTE = 8_000


@dataclass(frozen=True, slots=True)
class BroughtCode:
    """A code; `parent` is the guid of the one above it, or ""."""

    guid: str
    parent: str
    name: str
    memo: str = ""
    colour: str = ""
    is_codable: bool = True


@dataclass(frozen=True, slots=True)
class BroughtCoding:
    """`text[start:end]` under a code, by a coder (guid, "" where the file doesn't say)."""

    guid: str
    code: str
    coder: str
    start: int
    end: int
    memo: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BroughtText:
    """A text with what is coded in it."""

    guid: str
    name: str
    text: str
    note: str = ""
    codings: Sequence[BroughtCoding] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """`count` things of a kind that aren't taken, or were mended (`is_lost` False); `names` are the first of them."""

    reason: str
    kind: str
    names: Sequence[str]
    count: int
    is_lost: bool = True


@dataclass(frozen=True, slots=True)
class Brought:
    """A whole file. `codes` stand parents first; `coders` gives each coder's guid its name, each name once.

    `counts` is what the file holds besides: cases, memos.
    """

    origin: str
    codes: Sequence[BroughtCode] = ()
    texts: Sequence[BroughtText] = ()
    coders: Mapping[str, str] = field(default_factory=dict)
    left_out: Sequence[LeftOut] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def shared(self) -> list[BroughtText]:
        """The texts that more than one person coded."""
        return [text for text in self.texts if len({each.coder for each in text.codings}) > 1]


class Tally:
    """Collects what is left out, by reason and kind."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], list[str]] = {}
        self._counts: dict[tuple[str, str], int] = {}

    def add(self, reason: str, kind: str, name: str = "", *, count: int = 1) -> None:
        key = (reason, kind)
        names = self._names.setdefault(key, [])
        self._counts[key] = self._counts.get(key, 0) + count
        if name and name not in names and len(names) < NAMES_KEPT:
            names.append(name)

    def listed(self, *, mended: frozenset[str] = frozenset()) -> list[LeftOut]:
        return [
            LeftOut(reason, kind, self._names[reason, kind], count, reason not in mended)
            for (reason, kind), count in self._counts.items()
        ]


def made_id(space: UUID, *parts: object) -> UUID:
    """The id of what comes of a thing of the file: the same each time, so that nothing is taken twice."""
    return uuid5(space, "\x1f".join(str(part) for part in parts))


def once_each(names: Mapping[str, str]) -> dict[str, str]:
    """The same names by guid, where two are alike with a number behind, none longer than a column holds."""
    used: set[str] = set()
    told: dict[str, str] = {}
    for guid, name in names.items():
        told[guid] = unlike(" ".join(name.split())[:LONGEST_NAME], used)
        used.add(told[guid])
    return told


def unlike(name: str, used: set[str]) -> str:
    """The name, or with the first free number behind it where it is used."""
    found, number = name, 2
    while found in used:
        found = f"{name[: LONGEST_NAME - 8]} ({number})"
        number += 1
    return found


def pieces(text: str, start: int, end: int) -> list[Stretch]:
    """Words as codings can hold them: without white space around, in pieces of at most 8,000 letters."""
    cut = [Stretch(start + each.start, start + each.end) for each in parts_of(text[start:end])]
    whole = [trimmed(text, *each) for each in cut]
    return [each for each in whole if each.start < each.end]
