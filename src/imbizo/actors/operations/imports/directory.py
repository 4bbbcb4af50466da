"""Which organisation a name in a sheet means: one of the register, or one that the sheet brings.

Names are one where they resolve to one key, with the register's own spellings and acronyms; a province that both
give must be the same one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from imbizo.actors.operations.imports.likeness import known_spellings, organisation_actors
from imbizo.actors.states import Form
from imbizo.calc import organisations
from imbizo.calc.organisations import Organisation
from imbizo.programmes.models import Membership


@dataclass(eq=False)
class Entry:
    """One organisation: `actor_id` once it is in the register, and every way in which its name is written."""

    province: str
    actor_id: UUID | None = None
    spellings: dict[str, None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The fullest of the spellings: abbreviations are shorter than what they stand for."""
        return max(self.spellings, key=lambda name: (len(name), name))


class Directory:
    """The organisations of a register and of a sheet, by the ways in which they are written."""

    def __init__(self, by: Membership, names: Iterable[str]) -> None:
        known = organisation_actors(by)
        written = dict.fromkeys([*(name for _pk, name in known), *names])
        self._resolved = organisations.resolve(written, extra_spellings=known_spellings(by))
        self._entries: dict[str, list[Entry]] = defaultdict(list)
        self._by_name: dict[str, Entry] = {}
        for pk, name in known:
            entry = self._put(name)
            entry.actor_id = entry.actor_id or pk
        for name in written:
            self._put(name).spellings.setdefault(name)

    def entry(self, name: str) -> Entry:
        """The organisation of a name that the directory was made with."""
        return self._by_name[name]

    def _put(self, name: str) -> Entry:
        if name not in self._by_name:
            self._by_name[name] = self._find(self._resolved[name], name)
        return self._by_name[name]

    def _find(self, organisation: Organisation, name: str) -> Entry:
        namesakes = self._entries[organisation.key or name]
        entry = next((entry for entry in namesakes if entry.province == organisation.province), None)
        if entry is None and (not organisation.province or any(not each.province for each in namesakes)):
            entry = namesakes[0] if len(namesakes) == 1 else None
        if entry is None:
            entry = Entry(organisation.province)
            namesakes.append(entry)
        return entry


def names_of(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Every organisation that staged rows name: their own, or the one that a person belongs to."""
    for values in rows:
        if values.get("form") == Form.ORGANISATION:
            yield values["name"]
        elif name := values.get("organisation"):
            yield name
