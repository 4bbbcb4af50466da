"""What two texts have in common, first by blocks, then by words within the blocks that belong together.

Blocks that are the same are matched whole. Between them, a block is paired with the one that it became, if there is
one; only then are words compared, so that a new paragraph isn't drawn as the second half of the one before it.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Indel

from imbizo.calc.alignment import Match, align, encoded, joined, rising
from imbizo.calc.tokens import BREAK

# Two blocks are versions of one where this share of their words is common; unrelated English paragraphs share a
# quarter, by "the" and "of".
_KINDRED = 0.4
_WEIGHED_PAIRS = 2_500  # Blocks times blocks that are weighed each against each.
_GRAM = 3
# So many words may differ where all that really happened is that a paragraph was split, or two were joined.
_SLACK = 2
_WEIGHED_WORDS = 10_000
# A match this many times shorter than the changes on both its sides is chance.
_DWARFED = 3


class _Gap(NamedTuple):
    """Blocks of both texts between blocks that are the same; ends exclusive."""

    old: int
    old_end: int
    new: int
    new_end: int

    @property
    def pairs(self) -> int:
        return (self.old_end - self.old) * (self.new_end - self.new)


@dataclass(frozen=True, slots=True)
class _Row:
    """A text as a string of token codes, and where its blocks begin; the last entry of `starts` is its length."""

    codes: str
    starts: list[int]
    silent: dict[int, None]

    @property
    def count(self) -> int:
        return len(self.starts) - 1

    def stretch(self, start: int, end: int) -> str:
        """The codes of the blocks from `start` to before `end`."""
        return self.codes[self.starts[start] : self.starts[end]]

    def blocks(self, start: int, end: int) -> list[str]:
        return [self.stretch(index, index + 1) for index in range(start, end)]

    def words(self, start: int, end: int) -> list[str]:
        """The codes of the words of each block, without white space and ends."""
        return [block.translate(self.silent) for block in self.blocks(start, end)]


def common(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """What two rows of token keys have in common, in order, counted in tokens. BREAK ends a block."""
    old_codes, new_codes = encoded(old, new)
    keys = dict(zip(old_codes, old, strict=True)) | dict(zip(new_codes, new, strict=True))
    silent = {ord(code): None for code, key in keys.items() if key == BREAK or key.isspace()}
    texts = _Row(old_codes, _starts(old), silent), _Row(new_codes, _starts(new), silent)
    return list(joined(match for match in _by_blocks(*texts) if match.length))


def _starts(keys: Sequence[str]) -> list[int]:
    ends = [at + 1 for at, key in enumerate(keys) if key == BREAK]
    return [0, *ends] if not keys or keys[-1] == BREAK else [0, *ends, len(keys)]


def _by_blocks(old: _Row, new: _Row) -> Iterator[Match]:
    """Blocks that are the same, and what is common between them."""
    same = align(*encoded(old.blocks(0, old.count), new.blocks(0, new.count)))
    old_at = new_at = 0
    for match in [*same, Match(old.count, new.count, 0)]:
        yield from _in_gap(old, new, _Gap(old_at, match.old, new_at, match.new))
        old_at, new_at = match.old + match.length, match.new + match.length
        yield Match(old.starts[match.old], new.starts[match.new], len(old.stretch(match.old, old_at)))


def _in_gap(old: _Row, new: _Row, gap: _Gap) -> Iterator[Match]:
    """What is common between blocks that are the same."""
    if not gap.pairs:
        return
    left, right = old.words(gap.old, gap.old_end), new.words(gap.new, gap.new_end)
    if _only_ends_moved(left, right):
        yield from _by_words(old, new, gap)
        return
    for one, other in _paired(left, right):
        yield from _by_words(
            old, new, _Gap(gap.old + one, gap.old + one + 1, gap.new + other, gap.new + other + 1)
        )


def _only_ends_moved(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether the words stayed and only their division into blocks changed."""
    left, right = "".join(old), "".join(new)
    if len(old) == len(new) or not _SLACK < len(left) <= _WEIGHED_WORDS:
        return False
    return Indel.distance(left, right, score_cutoff=_SLACK) <= _SLACK


def _by_words(old: _Row, new: _Row, gap: _Gap) -> Iterator[Match]:
    """What is common word by word in the blocks of a gap. The ends of two blocks are common, as both stand last."""
    left, right = old.stretch(gap.old, gap.old_end), new.stretch(gap.new, gap.new_end)
    for match in _without_islands(align(left, right), left, right, old.silent):
        yield Match(old.starts[gap.old] + match.old, new.starts[gap.new] + match.new, match.length)


def _without_islands(
    matches: Iterable[Match], old: str, new: str, silent: dict[int, None]
) -> Iterator[Match]:
    """The matches but for specks in what is otherwise rewritten: spaces, or a "the" amid long changes.

    Without them, a rewritten sentence reads as one deletion and one insertion, not as a dozen.
    """
    end = Match(len(old), len(new), 0)
    telling = [match for match in matches if _says_something(match, end, old, silent)]
    old_end = new_end = 0  # Where the last match that stays ends.
    for match, after in itertools.pairwise([*telling, end]):
        old_next, new_next = match.old + match.length, match.new + match.length
        before = max(match.old - old_end, match.new - new_end)
        if match.length * _DWARFED > min(before, max(after.old - old_next, after.new - new_next)):
            yield match
            old_end, new_end = old_next, new_next


def _says_something(match: Match, end: Match, old: str, silent: dict[int, None]) -> bool:
    """Whether a match has words, or stands at an end of both texts."""
    is_first = match.old == match.new == 0
    is_last = (match.old + match.length, match.new + match.length) == (end.old, end.new)
    return is_first or is_last or bool(old[match.old : match.old + match.length].translate(silent))


def _paired(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which block became which, by the words they share, in order and each at most once."""
    if len(old) * len(new) <= _WEIGHED_PAIRS:
        return _weighed(old, new)
    pairs: list[tuple[int, int]] = []
    old_at = new_at = 0
    for one, other in [*_voted(old, new), (len(old), len(new))]:
        left, right = old[old_at:one], new[new_at:other]
        if len(left) * len(right) <= _WEIGHED_PAIRS:
            pairs += ((old_at + before, new_at + after) for before, after in _weighed(left, right))
        pairs.append((one, other))
        old_at, new_at = one + 1, other + 1
    return pairs[:-1]


def _voted(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs by three words in a row that stand in one block only: each is a vote, and the most votes win."""
    owners: dict[str, int] = {}
    for index, block in enumerate(old):
        for gram in _grams(block):
            owners[gram] = -1 if owners.get(gram, index) != index else index
    best: dict[int, tuple[int, int]] = {}
    for index, block in enumerate(new):
        votes = Counter(owners[gram] for gram in _grams(block) if owners.get(gram, -1) >= 0)
        for owner, count in votes.most_common(1):
            best[owner] = max(best.get(owner, (0, 0)), (count, index))
    return rising([(owner, index) for owner, (_count, index) in sorted(best.items())])


def _grams(block: str) -> Iterator[str]:
    return (block[at : at + _GRAM] for at in range(len(block) - _GRAM + 1))


def _weighed(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs whose likeness sums to the most, by dynamic programming over all of them."""
    likeness = [[_likeness(left, right) for right in new] for left in old]
    best = [[0.0] * (len(new) + 1) for _row in range(len(old) + 1)]
    for one in range(len(old) - 1, -1, -1):
        for other in range(len(new) - 1, -1, -1):
            paired = best[one + 1][other + 1] + likeness[one][other]
            best[one][other] = max(best[one + 1][other], best[one][other + 1], paired)
    return list(_chosen(likeness, best))


def _chosen(likeness: list[list[float]], best: list[list[float]]) -> Iterator[tuple[int, int]]:
    one = other = 0
    while one < len(best) - 1 and other < len(best[0]) - 1:
        paired = best[one + 1][other + 1] + likeness[one][other]
        if likeness[one][other] and best[one][other] == paired:
            yield one, other
            one, other = one + 1, other + 1
        elif best[one][other] == best[one + 1][other]:
            one += 1
        else:
            other += 1


def _likeness(left: str, right: str) -> float:
    """The share of words that two blocks have in common, 0 where they aren't versions of one."""
    if len(left) + len(right) > _WEIGHED_WORDS:
        shared = 2 * (Counter(left) & Counter(right)).total() / (len(left) + len(right))
        return shared if shared >= _KINDRED else 0.0
    return Indel.normalized_similarity(left, right, score_cutoff=_KINDRED)
