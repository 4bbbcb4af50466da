"""Groups of organisation names that may be one organisation, over a whole register at once.

Comparing all names with all would be quadratic. Two names that differ in one word leave the same rest when that word
is taken out of each, so names are filed under each such rest and only the words taken out are compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from imbizo.calc.organisations import LOOSE_WORDS, Organisation, similar

_FULL_FILE = 60
_WINDOW = 4


def groups(organisations: Iterable[Organisation]) -> dict[str, int]:
    """Organisation key -> the number of its group; similar names share one, transitively."""
    by_key = {organisation.key: organisation for organisation in organisations}
    parent = {key: key for key in by_key}
    for one, other in _likely_pairs(list(by_key.values())):
        if similar(one, other):
            parent[_root(parent, one.key)] = _root(parent, other.key)
    numbers = {key: number for number, key in enumerate(by_key)}
    return {key: numbers[_root(parent, key)] for key in by_key}


def _root(parent: dict[str, str], key: str) -> str:
    """The representative of a group, with the path to it halved on the way (Tarjan)."""
    while parent[key] != key:
        parent[key] = parent[parent[key]]
        key = parent[key]
    return key


def _likely_pairs(organisations: list[Organisation]) -> Iterator[tuple[Organisation, Organisation]]:
    files: defaultdict[tuple[str, str], list[tuple[str, Organisation]]] = defaultdict(list)
    for organisation in organisations:
        for rest, word in _rests(organisation):
            # The first letter keeps the file of all "... policing forum" of a country small.
            files[rest, word[:1]].append((word, organisation))
    for file in files.values():
        yield from _file_pairs(file)


def _rests(organisation: Organisation) -> Iterator[tuple[str, str]]:
    """The name less each of its words, with that word; a loose word counts as none, like the name left whole."""
    yield organisation.key, ""
    tokens = organisation.tokens
    for place, word in enumerate(tokens):
        rest = " ".join(tokens[:place] + tokens[place + 1 :])
        yield rest, "" if word in LOOSE_WORDS else word


def _file_pairs(file: list[tuple[str, Organisation]]) -> Iterator[tuple[Organisation, Organisation]]:
    if len(file) <= _FULL_FILE:
        for (_, one), (_, other) in combinations(file, 2):
            yield one, other
        return
    ordered = [organisation for _, organisation in sorted(file, key=lambda entry: entry[0])]
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 : place + 1 + _WINDOW]:
            yield one, other
