"""A rich text as a row of tokens: words, white space, signs, atoms, and a mark at the end of each block, as in Word.

Comparing, merging and anchoring all walk this row. A token has a key, which says what it is, and a look, which says how
it's drawn: tokens with one key and two looks are the same words, set differently. The row holds all of the text:
`to_rich` gives it back.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from imbizo.calc.richtext import (
    ATOM_CHARACTER,
    PARAGRAPH,
    Atom,
    Block,
    Inline,
    Look,
    RichText,
    Run,
    Shape,
)

BREAK = "\x00"
"""The key of the mark that ends a block. No rich text holds this character."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """How a word looks that isn't of one look throughout: its parts."""

    runs: tuple[Run, ...]


Setting = Look | Mixed | Shape | Atom
"""How a token is drawn: a Look or Mixed for words, the Shape of the block for its end, the atom itself for an atom."""


@dataclass(frozen=True, slots=True)
class Row:
    """Tokens in order: `keys[n]` says what the nth is, `looks[n]` how it's drawn. Two lists, for they may be long."""

    keys: list[str]
    looks: list[Setting]

    def __len__(self) -> int:
        return len(self.keys)

    def __add__(self, other: "Row") -> "Row":
        return Row(self.keys + other.keys, self.looks + other.looks)

    def cut(self, start: int, end: int) -> "Row":
        """The tokens from `start` to before `end`."""
        return Row(self.keys[start:end], self.looks[start:end])


# Accents, joiners, variation selectors and skin tones belong to the character before them.
_TRAIL = "[\u0300-\u036f\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]*"
_PIECES = re.compile(
    rf"\w{_TRAIL}(?:\w{_TRAIL})*(?:[’'.,\u2011-](?:\w{_TRAIL})+)*"  # don't, 4.2, R5,000, follow-up
    r"|\n"
    r"|[^\S\n]+"
    rf"|\S{_TRAIL}(?:(?<=\u200d)\S{_TRAIL})*"  # a sign, or an emoji made of several
)


def split(text: str) -> list[str]:
    """The words, signs and white space of a text; joined, they are the text."""
    return _PIECES.findall(text)


def tokens(text: RichText) -> Row:
    """The row of a rich text; each block ends with a BREAK of its shape."""
    row = Row([], [])
    for block in text.blocks:
        _add_inside(row, block.content)
        row.keys.append(BREAK)
        row.looks.append(block.shape)
    return row


def to_rich(row: Row) -> RichText:
    """The rich text of a row; words after the last BREAK are a paragraph."""
    blocks: list[Block] = []
    start = 0
    for at, look in enumerate(row.looks):
        if isinstance(look, Shape):
            blocks.append(Block(content(row.cut(start, at)), look))
            start = at + 1
    return RichText.of([*blocks, Block(content(row.cut(start, len(row))), PARAGRAPH)])


def content(row: Row) -> tuple[Inline, ...]:
    """Runs and atoms of tokens that stand in one block; neighbours that look alike are one run."""
    first = row.looks[0] if row.looks else None
    if isinstance(first, Look) and row.looks.count(first) == len(row):
        return (Run("".join(row.keys), first),)
    pieces: list[Inline] = []
    for look, group in itertools.groupby(zip(row.keys, row.looks, strict=True), key=itemgetter(1)):
        keys = [key for key, _look in group]
        if isinstance(look, Look):
            pieces.append(Run("".join(keys), look))
        elif isinstance(look, Mixed):
            pieces += look.runs * len(keys)
        else:
            assert not isinstance(look, Shape), "a BREAK stands between blocks"
            pieces += [look] * len(keys)
    return tuple(pieces)


def plain(row: Row) -> str:
    """The words of a row; an atom is one U+FFFC, the end of a block a newline."""
    return "".join(_plain(key) for key in row.keys)


def _plain(key: str) -> str:
    if key.startswith(BREAK):
        return "\n" if key == BREAK else ATOM_CHARACTER
    return key


def _add_inside(row: Row, pieces: Iterable[Inline]) -> None:
    """Add what stands in a block. Runs between atoms are split together, for a word may change its look within."""
    runs: list[Run] = []
    for each in pieces:
        if isinstance(each, Run):
            runs.append(each)
            continue
        _add_words(row, runs)
        runs = []
        row.keys.append(f"{BREAK}{type(each).__name__}:{each.id}")
        row.looks.append(each)
    _add_words(row, runs)


def _add_words(row: Row, runs: Sequence[Run]) -> None:
    words = split("".join(run.text for run in runs))
    row.keys.extend(words)
    row.looks.extend([runs[0].look] * len(words) if len(runs) == 1 else _looks(words, runs))


def _looks(words: Iterable[str], runs: Sequence[Run]) -> Iterator[Look | Mixed]:
    """How each word looks that was split from runs of several looks."""
    ends = list(itertools.accumulate(len(run.text) for run in runs))
    start = index = 0
    for word in words:
        end = start + len(word)
        while ends[index] <= start:
            index += 1
        within = end <= ends[index]
        yield runs[index].look if within else Mixed(tuple(_overlaps(start, end, runs, ends, index)))
        start = end


def _overlaps(start: int, end: int, runs: Sequence[Run], ends: Sequence[int], index: int) -> Iterator[Run]:
    """The parts of a word that stand in several runs, the first of which has this index."""
    for run, run_end in zip(runs[index:], ends[index:], strict=True):
        run_start = run_end - len(run.text)
        if run_start >= end:
            return
        yield Run(run.text[max(start - run_start, 0) : end - run_start], run.look)
