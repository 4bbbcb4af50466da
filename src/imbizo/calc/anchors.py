"""Words that someone pointed at, found again in a later version of their text (W3C Web Annotation: TextQuoteSelector).

Where the version is known in which they were chosen, they're followed through the comparison of the two: an edited word
in a long quote, or a corrected one, stays; what was deleted is gone, even if the same words stand elsewhere; what was
moved whole is found where it went. Otherwise the quote is looked for by its words and those around it, and last by
likeness. Where nothing is surely it the answer is None, and what was pinned to it is an orphan that keeps its quote.

All offsets are code points of the plain text from 0, end exclusive.
"""

import bisect
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import partial_ratio_alignment

from imbizo.calc.alignment import Match
from imbizo.calc.pairing import common
from imbizo.calc.tokens import BREAK, split

CONTEXT = 32
"""Code points kept before and after a quote."""

_LONG = 20  # A quote of so many code points speaks for itself; a shorter one needs its surroundings.
_SAME_CONTEXT = 0.6  # Unrelated stretches of 32 letters share some 0.4.
_SAME_QUOTE = 85.0  # Per cent of a quote's letters, in order.
_SHORTEST_LIKE = 10  # Shorter quotes are like too many words.
_CORRECTED = (
    0.7  # "municipalty" and "municipality" are 0.96 alike, "teh" and "the" 0.67, "shall" and "must" 0.22.
)
_LONGEST_CORRECTION = 400
_SURVIVES = 3  # A quote is still there where at least one in so many of its characters is.


class Span(NamedTuple):
    """A stretch of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """A quote with up to 32 code points on each side, and where it stood."""

    quote: str
    prefix: str
    suffix: str
    start: int
    end: int


def anchor_of(text: str, start: int, end: int) -> Anchor:
    """The anchor of a span; one that reaches out of the text is cut to it."""
    start = min(max(start, 0), len(text))
    end = min(max(end, start), len(text))
    return Anchor(
        text[start:end], text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT], start, end
    )


def find(anchor: Anchor, new_text: str, old_text: str | None = None) -> Span | None:
    """Where the quote stands in a later text, or None where it's gone.

    `old_text` is the text in which the anchor was made; it isn't used where it doesn't hold the quote at its place.
    """
    if not anchor.quote:
        return None
    if old_text is not None and old_text[anchor.start : anchor.end] == anchor.quote:
        return carry([Span(anchor.start, anchor.end)], old_text, new_text)[0]
    return _exact(anchor, new_text) if anchor.quote in new_text else _alike(anchor, new_text)


def carry(spans: Sequence[Span], old: str, new: str) -> list[Span | None]:
    """Where each span of the old text stands in the new one, None where it's gone: one comparison for all of them."""
    if old == new:
        return list(spans)
    carrier = _Carrier.between(old, new)
    return [carrier.carried(span) for span in spans]


def _exact(anchor: Anchor, text: str) -> Span | None:
    """The occurrence whose surroundings are most like the anchor's, then the nearest to its place."""
    size = len(anchor.quote)
    found = [Span(at, at + size) for at in _occurrences(anchor.quote, text, 0, len(text))]
    best = max(found, key=lambda span: (_context(anchor, text, span), -abs(span.start - anchor.start)))
    return best if _is_sure(anchor, text, best) else None


def _alike(anchor: Anchor, text: str) -> Span | None:
    """The stretch most like the quote, in whole words, if it's like enough."""
    if len(anchor.quote) < _SHORTEST_LIKE:
        return None
    found = partial_ratio_alignment(anchor.quote, text, score_cutoff=_SAME_QUOTE)
    # A text shorter than the quote would be looked for in it, the wrong way round.
    if found is None or len(text) < len(anchor.quote):
        return None
    span = _in_whole_words(text, Span(found.dest_start, found.dest_end))
    return span if _is_sure(anchor, text, span) else None


def _is_sure(anchor: Anchor, text: str, span: Span) -> bool:
    return len(anchor.quote) >= _LONG or _context(anchor, text, span) >= _SAME_CONTEXT


def _context(anchor: Anchor, text: str, span: Span) -> float:
    """How like the surroundings of a span are to the anchor's, 0 to 1; without any, all are like."""
    size = len(anchor.prefix) + len(anchor.suffix)
    if not size:
        return 1.0
    before = Indel.normalized_similarity(anchor.prefix, text[max(span.start - CONTEXT, 0) : span.start])
    after = Indel.normalized_similarity(anchor.suffix, text[span.end : span.end + CONTEXT])
    return (before * len(anchor.prefix) + after * len(anchor.suffix)) / size


def _in_whole_words(text: str, span: Span) -> Span:
    start, end = span
    while 0 < start < len(text) and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    found = text[start:end]
    return Span(end - len(found.lstrip()), start + len(found.rstrip()))


def _occurrences(quote: str, text: str, start: int, end: int) -> Iterator[int]:
    """Where the quote begins within a stretch of the text; overlapping ones count."""
    at = text.find(quote, start, end)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1, end)


@dataclass(frozen=True, slots=True)
class _Carrier:
    """What two texts have in common, character by character, ready for many questions."""

    old: str
    new: str
    matches: list[Match]
    """Ascending in both texts; none is empty."""
    starts: list[int]
    ends: list[int]
    visible: list[int]
    """How many characters before each place of the old text aren't white space."""
    kept: list[int]
    """How many of them stand in the matches before each match."""

    @classmethod
    def between(cls, old: str, new: str) -> "_Carrier":
        matches = [match for match in _characters(old, new) if match.length]
        visible = list(itertools.accumulate((not each.isspace() for each in old), initial=0))
        starts, ends = [match.old for match in matches], [match.old + match.length for match in matches]
        sizes = (visible[end] - visible[start] for start, end in zip(starts, ends, strict=True))
        return cls(old, new, matches, starts, ends, visible, list(itertools.accumulate(sizes, initial=0)))

    def carried(self, span: Span) -> Span | None:
        """Where the span stands in the new text."""
        start, end = max(span.start, 0), min(span.end, len(self.old))
        first = bisect.bisect_right(self.ends, start)
        last = bisect.bisect_left(self.starts, end) - 1
        if start >= end:
            return None
        if first > last or not self._survives(start, end, first, last):
            return self._moved(start, end)
        return Span(self._new_start(start, first), self._new_end(end, last))

    def _survives(self, start: int, end: int, first: int, last: int) -> bool:
        """Whether enough of the span stands in the matches from `first` to `last`."""
        before = self.visible[max(start, self.starts[first])] - self.visible[self.starts[first]]
        after = self.visible[self.ends[last]] - self.visible[min(end, self.ends[last])]
        kept = self.kept[last + 1] - self.kept[first] - before - after
        return kept * _SURVIVES >= self.visible[end] - self.visible[start]

    def _new_start(self, start: int, first: int) -> int:
        """A start in a match stays with its letter; one that begins an edit keeps what came for it."""
        match = self.matches[first]
        if start >= match.old:
            return match.new + start - match.old
        before = self.matches[first - 1] if first else Match(0, 0, 0)
        begins_edit = start == before.old + before.length
        return before.new + before.length if begins_edit else match.new

    def _new_end(self, end: int, last: int) -> int:
        match = self.matches[last]
        if end <= match.old + match.length:
            return match.new + end - match.old
        is_last = last + 1 == len(self.matches)
        after = Match(len(self.old), len(self.new), 0) if is_last else self.matches[last + 1]
        return after.new if end == after.old else match.new + match.length

    def _moved(self, start: int, end: int) -> Span | None:
        """Where words that are gone from their place were put in whole, with the words around them."""
        anchor = anchor_of(self.old, start, end)
        size = end - start
        gaps = (gap for gap in self._put_in() if gap.end - gap.start >= size)
        found = itertools.chain.from_iterable(_occurrences(anchor.quote, self.new, *gap) for gap in gaps)
        spans = [Span(at, at + size) for at in found]
        best = max(spans, key=lambda span: _context(anchor, self.new, span), default=None)
        return best if best and _context(anchor, self.new, best) >= _SAME_CONTEXT else None

    def _put_in(self) -> Iterator[Span]:
        """The stretches of the new text that the old one lacks."""
        at = 0
        for match in self.matches:
            yield Span(at, match.new)
            at = match.new + match.length
        yield Span(at, len(self.new))


def _characters(old: str, new: str) -> Iterator[Match]:
    """What the texts have in common by words, and within words that were merely corrected by letters."""
    old_keys, new_keys = _keys(old), _keys(new)
    old_starts, new_starts = _starts(old_keys), _starts(new_keys)
    old_at = new_at = 0
    for match in [*common(old_keys, new_keys), Match(len(old_keys), len(new_keys), 0)]:
        old_start, new_start = old_starts[match.old], new_starts[match.new]
        yield from _letters(old[old_at:old_start], new[new_at:new_start], old_at, new_at)
        old_at, new_at = old_starts[match.old + match.length], new_starts[match.new + match.length]
        yield Match(old_start, new_start, old_at - old_start)


def _letters(old: str, new: str, old_at: int, new_at: int) -> Iterator[Match]:
    """The letters in common where one is the other corrected, from these places on; else none."""
    if not old or not new or max(len(old), len(new)) > _LONGEST_CORRECTION:
        return
    if Indel.normalized_similarity(old, new) < _CORRECTED:
        return
    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            yield Match(old_at + code.src_start, new_at + code.dest_start, code.src_end - code.src_start)


def _keys(text: str) -> list[str]:
    return [BREAK if key == "\n" else key for key in split(text)]


def _starts(keys: Sequence[str]) -> list[int]:
    """Where each word begins in the text, and where the last ends; every key is as long as its word."""
    return list(itertools.accumulate(map(len, keys), initial=0))
