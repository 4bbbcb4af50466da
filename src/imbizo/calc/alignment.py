"""What two rows have in common, in order: the longest common subsequence where that's cheap, anchors where it isn't.

Rows are strings in which each character stands for a token (`encoded`), so that the C code of rapidfuzz and of Python's
own strings does the work. Large stretches are divided at runs of tokens that occur once in each (Bram Cohen's patience
diff), the longest runs first; what is left and still too large for an exact answer counts as replaced, which keeps the
time bounded whatever comes.
"""

import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import LCSseq, Postfix, Prefix


class Match(NamedTuple):
    """`length` tokens that are the same, from `old` in one row and from `new` in the other."""

    old: int
    new: int
    length: int


class _Range(NamedTuple):
    """A stretch of both rows, ends exclusive."""

    old: int
    old_end: int
    new: int
    new_end: int

    @property
    def area(self) -> int:
        """How many pairs an exact comparison weighs."""
        return (self.old_end - self.old) * (self.new_end - self.new)


_QUICK_AREA = 1_000_000  # Compared exactly at once, in well under a millisecond.
_LARGEST_AREA = (
    500_000_000  # Exact at most: 60 MB and a tenth of a second; reached only where no anchor is found.
)
_GRAMS = (8, 3, 1)


def encoded(*rows: Sequence[str]) -> list[str]:
    """The rows as strings: equal keys give equal characters. There may be 1,114,112 different keys."""
    codes: dict[str, str] = {}
    for row in rows:
        for key in row:
            if key not in codes:
                codes[key] = chr(len(codes))
    return ["".join([codes[key] for key in row]) for row in rows]


def align(old: str, new: str) -> list[Match]:
    """What the rows have in common, ascending in both; matches that touch are one."""
    found: list[Match] = []
    waiting = [_Range(0, len(old), 0, len(new))]
    while waiting:
        inner = _trimmed(old, new, waiting.pop(), found)
        if inner.area:
            waiting += _divided(old, new, inner, found)
    return list(joined(sorted(found)))


def _trimmed(old: str, new: str, within: _Range, found: list[Match]) -> _Range:
    """The stretch without what both ends have in common, which is found."""
    left, right = old[within.old : within.old_end], new[within.new : within.new_end]
    head = Prefix.similarity(left, right)
    tail = Postfix.similarity(left[head:], right[head:])
    found += [Match(within.old, within.new, head)] * bool(head)
    found += [Match(within.old_end - tail, within.new_end - tail, tail)] * bool(tail)
    return _Range(within.old + head, within.old_end - tail, within.new + head, within.new_end - tail)


def _divided(old: str, new: str, within: _Range, found: list[Match]) -> Iterable[_Range]:
    """Find what can be found here; give the stretches that are left to look into."""
    if within.area > _QUICK_AREA:
        for size in _GRAMS:
            if anchors := list(joined(_anchors(old, new, within, size))):
                found += anchors
                return list(_between(within, anchors))
    if within.area <= _LARGEST_AREA:
        found += _exact(old, new, within)
    return ()


def _exact(old: str, new: str, within: _Range) -> Iterator[Match]:
    """The longest common subsequence of a stretch."""
    codes = LCSseq.opcodes(old[within.old : within.old_end], new[within.new : within.new_end])
    for code in codes:
        if code.tag == "equal":
            length = code.src_end - code.src_start
            yield Match(within.old + code.src_start, within.new + code.dest_start, length)


def _anchors(old: str, new: str, within: _Range, size: int) -> Iterator[Match]:
    """Runs of `size` tokens that occur once in each stretch, the most that keep their order; none overlaps another."""
    once_old = _once(old[within.old : within.old_end], size)
    once_new = _once(new[within.new : within.new_end], size)
    pairs = [(at, once_new[gram]) for gram, at in once_old.items() if gram in once_new]
    old_end = new_end = 0
    for at, there in rising(pairs):
        # Overlapping runs of one passage: the second brings what the first hasn't.
        skip = max(old_end - at, new_end - there, 0)
        yield Match(within.old + at + skip, within.new + there + skip, size - skip)
        old_end, new_end = at + size, there + size


def _once(row: str, size: int) -> dict[str, int]:
    """Where each run of `size` tokens begins that occurs once, in order."""
    grams = [row[at : at + size] for at in range(len(row) - size + 1)]
    counts = Counter(grams)
    return {gram: at for at, gram in enumerate(grams) if counts[gram] == 1}


def rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs that ascend in the first, the most that also ascend in the second (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []
    below: list[int] = []
    for index, (_first, second) in enumerate(pairs):
        pile = bisect.bisect_left(tops, second)
        below.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(second)
            piles.append(index)
        else:
            tops[pile] = second
            piles[pile] = index
    chain: list[tuple[int, int]] = []
    index = piles[-1] if piles else -1
    while index >= 0:
        chain.append(pairs[index])
        index = below[index]
    return chain[::-1]


def _between(within: _Range, anchors: Iterable[Match]) -> Iterator[_Range]:
    """The stretches before, between and after the anchors."""
    old, new = within.old, within.new
    for anchor in anchors:
        yield _Range(old, anchor.old, new, anchor.new)
        old, new = anchor.old + anchor.length, anchor.new + anchor.length
    yield _Range(old, within.old_end, new, within.new_end)


def joined(matches: Iterable[Match]) -> Iterator[Match]:
    """Matches that touch in both rows as one."""
    last: Match | None = None
    for match in matches:
        if last and (last.old + last.length, last.new + last.length) == (match.old, match.new):
            last = Match(last.old, last.new, last.length + match.length)
            continue
        if last:
            yield last
        last = match
    if last:
        yield last
