"""What a device says when it calls: read from JSON, and refused whole where it isn't what our pages send."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from imbizo.convening.operations.devices import Written

LATEST = 4_102_444_800_000  # milliseconds: the year 2100
MOST_SECONDS = 2**31 - 1


class BadCall(ValueError):
    """It isn't what our pages send; the text says so to whoever looks at the network."""


@dataclass(frozen=True, slots=True)
class Call:
    """`now` is the device's clock; `waiting` what stays on it after these; `have` the digest of its names."""

    token: str
    now: datetime
    waiting: int
    have: str
    items: tuple[Written, ...]


def read_call(body: bytes) -> Call:
    """Raises BadCall."""
    try:
        # PostgreSQL keeps neither a NUL in a text nor a number that isn't one.
        said = json.loads(body.replace(rb"\u0000", b""), parse_constant=_no_number)
        return Call(
            token=_of(said, "token", str),
            now=_moment(_of(said, "now", int)),
            waiting=_of(said, "waiting", int),
            have=str(said.get("have", ""))[:64],
            items=tuple(_written(each) for each in _of(said, "items", list)),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadCall(_("This can't be read. Load the page of the device again.")) from error


def _written(said: Mapping[str, Any]) -> Written:
    ahead = _of(said, "ahead", int)
    return Written(
        id=UUID(_of(said, "id", str)),
        kind=_of(said, "kind", str),
        content=_of(said, "content", dict),
        written_at=_moment(_of(said, "at", int)),
        ahead=max(-MOST_SECONDS, min(ahead, MOST_SECONDS)),
    )


def _of(said: Mapping[str, Any], name: str, kind: type[Any]) -> Any:
    """The value, which must be of that kind."""
    value = said[name]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(name)
    return value


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(max(0, min(milliseconds, LATEST)) / 1000, UTC)
