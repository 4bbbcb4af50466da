"""What a supplier says when it calls us: its call, and what is heard in it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from imbizo.calc.receipts import Receipt

_MOST_FIELDS = 200


class BadCall(ValueError):
    """Whoever called may do so, but what was said makes no sense."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message that somebody sent to the gateway. `ref` is the supplier's id of it."""

    address: str
    text: str
    to: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """All that one call told."""

    reports: Sequence[Receipt] = ()
    said: Sequence[Said] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A supplier's request. `url` is the address that it was told to call, with its query; `headers` in lower case."""

    url: str
    query: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    def pairs(self, *, encoding: str = "utf-8") -> list[tuple[str, str]]:
        """The fields of a form, as they came. Raises BadCall where there are too many."""
        return _pairs(self.body.decode("latin-1"), encoding)

    def asked(self, *, encoding: str = "utf-8") -> dict[str, str]:
        """The values in the address, the last of each name."""
        return dict(_pairs(self.query, encoding))

    def fields(self) -> dict[str, str]:
        """The values in the address and in the form."""
        return self.asked() | dict(self.pairs())

    def json(self) -> Any:
        """The body as JSON. Raises BadCall where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise BadCall("no JSON") from error


def dictionaries(value: Any) -> list[dict[str, Any]]:
    """The dictionaries of a list. Raises BadCall where it is no list, or holds anything else."""
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise BadCall("no list of objects")
    return value


def word(values: dict[str, Any], name: str) -> str:
    """A value as text: empty where it is missing, null or a structure."""
    found = values.get(name)
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""


def said(values: dict[str, Any], *, address: str, text: str, to: str, ref: str) -> Said:
    """A message by the names that its values have. Raises BadCall where nobody is said to have written it."""
    if not word(values, address):
        raise BadCall("a message from nobody")
    return Said(word(values, address), word(values, text), word(values, to), word(values, ref))


def our_ref(message: UUID, part: int | None = None) -> str:
    """The reference that we give a message, or a part of it, for suppliers that repeat it in their reports."""
    return message.hex if part is None else f"{message.hex}-{part}"


def _pairs(text: str, encoding: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            text, keep_blank_values=True, encoding=encoding, errors="replace", max_num_fields=_MOST_FIELDS
        )
    except ValueError as error:
        raise BadCall("too many fields") from error
