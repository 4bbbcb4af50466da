"""One of each kind of record of the larger apps, and rows for their lists: collected from `tests/<app>/world_*.py`.

Each part of an app has a module there with any of these:

    def fill(world): ...     adds its records to `world` ("world.poll = ...", beside `world.gathering`)
    PRIVATE, OPEN            names of addresses, each with its arguments: {"convening:poll": {"pk": "gathering"}}, the
                             values being names of `world`'s records or plain words. PRIVATE ones lead to what the
                             convenor keeps to itself, which other partners must not find
    LISTS                    names of list pages that must cost the same at 1 and at 30 rows
    def add(rows): ...       adds one more row to each of them (`rows.made` counts them; `rows.gathering`)
    def of(rows): ...        the arguments of their addresses: {"convening:poll": {"pk": rows.gathering.pk}}
"""

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).parent
# Bottom up, as they stand on each other; in each app the module that makes what the others stand on comes first.
FIRST = {
    "convening": "world_calendar",
    "evidence": "world_sources",
    "drafting": "world_documents",
    "agreements": "world_agreements",
}


def _parts(app: str, first: str) -> list[ModuleType]:
    names = sorted(
        (path.stem for path in (HERE / app).glob("world_*.py")), key=lambda name: (name != first, name)
    )
    return [import_module(f"tests.{app}.{name}") for name in names]


PARTS: list[ModuleType] = [part for app, first in FIRST.items() for part in _parts(app, first)]


def fill(world: Any) -> None:
    """Add the records of every part."""
    _each("fill", world)


def add(rows: Any) -> None:
    """Add one more row to every list."""
    _each("add", rows)


def of(rows: Any) -> dict[str, dict[str, Any]]:
    """The arguments of the lists' addresses."""
    return {name: given for part in PARTS if hasattr(part, "of") for name, given in part.of(rows).items()}


def _each(verb: str, subject: Any) -> None:
    for part in PARTS:
        if hasattr(part, verb):
            getattr(part, verb)(subject)


def _merged(name: str) -> dict[str, dict[str, str]]:
    return {address: given for part in PARTS for address, given in getattr(part, name, {}).items()}


PRIVATE, OPEN = _merged("PRIVATE"), _merged("OPEN")
LISTS: tuple[str, ...] = tuple(name for part in PARTS for name in getattr(part, "LISTS", ()))
