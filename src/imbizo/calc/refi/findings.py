"""What a reader left out or read otherwise than it stands, so that a person can be told every bit of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

NAMES_KEPT = 20  # enough to recognise the things; the count is of all


class Reason(StrEnum):
    """Why; the members up to EXTRA_FILE are losses, the others say what was mended."""

    GRAPH = "graph"  # drawings of networks
    UNKNOWN_ELEMENT = "unknown-element"  # XML that the standard doesn't have
    TOO_DEEP = "too-deep"  # codes nested deeper than any person nests them
    UNKNOWN_CODE = "unknown-code"  # a coding with a code that isn't in the codebook
    UNKNOWN_USER = "unknown-user"  # made by someone who isn't among the users
    UNKNOWN_TARGET = "unknown-target"  # a reference to a note, source, variable or selection that isn't there
    NO_POSITIONS = "no-positions"  # a selection without numbers
    OUTSIDE_TEXT = "outside-text"  # a selection that begins after the end of its text
    NO_TEXT = "no-text"  # selections in a text that isn't there
    MISSING_FILE = "missing-file"  # the project names a file that the package lacks
    LARGE_FILE = "large-file"  # larger than is taken over
    FILE_ELSEWHERE = "file-elsewhere"  # a file that stayed on the computer of its owner
    BROKEN_DATE = "broken-date"
    BROKEN_COLOUR = "broken-colour"
    UNSAFE_FILE = "unsafe-file"  # a name that leads out of the package, or a link
    EXTRA_FILE = "extra-file"  # a file that the project doesn't name
    GUID_MADE = "guid-made"  # it had none
    GUID_MENDED = "guid-mended"  # it wasn't one
    GUID_TWICE = "guid-twice"  # two things had the same: the second got another
    NAME_MADE = "name-made"
    NAMESPACE = "namespace"  # missing, or of another version
    PROJECT_ELSEWHERE = "project-elsewhere"  # project.qde in a folder, or under another name
    ENCODING_GUESSED = "encoding-guessed"
    POSITIONS_READ_AS = "positions-read-as"  # counted otherwise than the standard says
    CLIPPED = "clipped"  # a selection that ends after the end of its text
    VALUE_AS_TEXT = "value-as-text"  # a value that isn't of its type
    ZONE_ASSUMED = "zone-assumed"  # a time without a zone, taken for UTC
    CASE_AS_CODE = "case-as-code"  # a coding with a case: the selection became part of the case

    @property
    def lost(self) -> bool:
        """Whether something of the file isn't in the project."""
        return self in LOSSES


LOSSES = frozenset(list(Reason)[: list(Reason).index(Reason.EXTRA_FILE) + 1])


@dataclass(frozen=True, slots=True)
class Finding:
    """`count` things of a `kind` (an element of the standard); `names` are the first of them, each once."""

    reason: Reason
    kind: str
    names: tuple[str, ...]
    count: int


class Findings:
    """Collects while a file is read."""

    def __init__(self) -> None:
        self._counts: dict[tuple[Reason, str], int] = {}
        self._names: dict[tuple[Reason, str], dict[str, None]] = {}

    def add(self, reason: Reason, kind: str, name: str = "", *, count: int = 1) -> None:
        """Notes `count` more things of that kind; a name is kept once, and only the first ones."""
        key = (reason, kind)
        self._counts[key] = self._counts.get(key, 0) + count
        names = self._names.setdefault(key, {})
        if name and len(names) < NAMES_KEPT:
            names[name] = None

    def listed(self) -> tuple[Finding, ...]:
        """All of it: losses first, in the order of `Reason`, then by kind."""
        order = list(Reason)
        keys: Iterable[tuple[Reason, str]] = sorted(self._counts, key=lambda k: (order.index(k[0]), k[1]))
        return tuple(Finding(*key, tuple(self._names[key]), self._counts[key]) for key in keys)
