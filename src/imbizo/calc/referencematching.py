"""Records of the same work among thousands of references, brought from several databases.

Two are one work where their DOIs are equal, or where their titles are alike, the years are at most one apart (a paper
appears online before it is printed) and the first authors don't contradict each other. After Borissov et al.,
"De-duplication of database search results for systematic reviews in EndNote" (Journal of the Medical Library
Association 104(3), 2016), whose steps compare title, year, author and pages in turn.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from rapidfuzz import fuzz

from imbizo.calc.folding import words
from imbizo.calc.references import Reference, surname

_ALIKE = 90.0  # of 100; a slip in one word of ten leaves 95
_GENERAL = 3  # words: "Introduction", "Editorial: migration"
_RAREST = 4
_LARGEST_BLOCK = 300


class Ground(StrEnum):
    """Why two records are thought to be of one work."""

    SAME_DOI = "same_doi"
    SAME_TITLE = "same_title"
    ALIKE_TITLE = "alike_title"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two references by their places in the list, the earlier first, with how alike their titles are (0 to 1)."""

    first: int
    second: int
    ground: Ground
    likeness: float


@dataclass(frozen=True, slots=True)
class _Compared:
    """What of a reference is compared."""

    title: str
    main: str
    length: int
    numbers: tuple[str, ...]
    year: int | None
    author: frozenset[str]
    doi: str
    container: str


def duplicates(references: Sequence[Reference]) -> list[Pair]:
    """The pairs that look like one work, in the order of the list. 5,000 references take about a second."""
    compared = [_compared(reference) for reference in references]
    pairs = {
        (first, second): pair
        for first, second in _candidates(references, compared)
        if (pair := _pair(first, second, compared[first], compared[second]))
    }
    return [pairs[places] for places in sorted(pairs)]


def groups(pairs: Iterable[Pair]) -> list[tuple[int, ...]]:
    """The pairs joined: each group holds the places of all records of one work, ascending."""
    group_of: dict[int, set[int]] = {}
    for pair in pairs:
        joined = group_of.get(pair.first, {pair.first}) | group_of.get(pair.second, {pair.second})
        group_of |= dict.fromkeys(joined, joined)
    return sorted({tuple(sorted(group)) for group in group_of.values()})


def _compared(reference: Reference) -> _Compared:
    title = words(reference.title)
    main = words(reference.title.split(":", 1)[0])
    first_author = reference.authors[0] if reference.authors else ""
    return _Compared(
        " ".join(title),
        " ".join(main),
        len(title),
        tuple(sorted(word for word in title if word.isdecimal() or word in _ROMAN)),
        reference.year,
        frozenset(words(surname(first_author))),
        reference.doi,
        " ".join(words(reference.container)),
    )


# Parts of a series differ in nothing else.
_ROMAN = frozenset({"ii", "iii", "iv", "vi", "vii", "viii", "ix"})


# Which are compared at all


def _candidates(references: Sequence[Reference], compared: Sequence[_Compared]) -> Iterator[tuple[int, int]]:
    """Pairs that share a DOI, a title, or two of the rarest words of their titles."""
    blocks = defaultdict[object, list[int]](list)
    frequency = Counter(word for one in compared for word in set(one.title.split()))
    for place, one in enumerate(compared):
        for key in _keys(one, frequency):
            blocks[key].append(place)
    for block in blocks.values():
        if len(block) <= _LARGEST_BLOCK:
            yield from combinations(block, 2)
        else:
            # Hundreds with the same words: each is compared with its neighbours, so that time stays in bounds.
            yield from ((place, other) for at, place in enumerate(block) for other in block[at + 1 : at + 30])


def _keys(one: _Compared, frequency: Counter[str]) -> Iterator[object]:
    if one.doi:
        yield "doi", one.doi
    if one.title:
        yield "title", one.title
        yield "main", one.main
    # A word that stands in one title only is a slip, or no help.
    shared = {word for word in one.title.split() if frequency[word] > 1}
    rarest = sorted(shared, key=lambda word: (frequency[word], word))[:_RAREST]
    yield from combinations(sorted(rarest), 2)


# Whether they are one work


def _pair(first: int, second: int, one: _Compared, other: _Compared) -> Pair | None:
    likeness = fuzz.ratio(one.title, other.title, score_cutoff=_ALIKE) / 100
    if one.doi and one.doi == other.doi:
        return Pair(first, second, Ground.SAME_DOI, fuzz.ratio(one.title, other.title) / 100)
    if not one.title or not other.title or _contradict(one, other):
        return None
    if one.title == other.title:
        return Pair(first, second, Ground.SAME_TITLE, 1.0)
    if not likeness and _is_shortened(one, other):
        likeness = fuzz.ratio(one.title, other.title) / 100
    return Pair(first, second, Ground.ALIKE_TITLE, likeness) if likeness else None


def _contradict(one: _Compared, other: _Compared) -> bool:
    """Whether anything beside the title says that these are two works."""
    if one.year and other.year and abs(one.year - other.year) > 1:
        return True
    if one.author and other.author and not (one.author & other.author):
        return True
    if one.numbers != other.numbers:
        return True
    return min(one.length, other.length) < _GENERAL and not _same_place(one, other)


def _same_place(one: _Compared, other: _Compared) -> bool:
    """A title as general as "Introduction" needs the author, the year and what it appeared in."""
    return bool(one.author) and (one.author, one.year, one.container) == (
        other.author,
        other.year,
        other.container,
    )


def _is_shortened(one: _Compared, other: _Compared) -> bool:
    """Whether one title is the other without what stands after its colon, by the same author in the same year."""
    is_main = one.title == other.main or other.title == one.main
    return is_main and bool(one.author & other.author) and one.year == other.year
