"""Rich text in a plain text field: shown as lines, typed over, and brought back without losing how it was set.

An atom is shown as its number in brackets, "[1]"; whoever takes that away takes the atom out. What was typed is
merged with what was there (`calc.merging`): words that weren't touched keep their marks, headings and lists.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from imbizo.calc.merging import Choice, merge, resolve
from imbizo.calc.richtext import PARAGRAPH, Atom, Block, Inline, Look, RichText, Run

_EMPTY_LINE = re.compile(r"\n[ \t]*\n\s*")
_NUMBER = re.compile(r"\[(\d{1,4})\]")


def shown_plain(text: RichText) -> str:
    """The text as a plain text field shows it: a line for each block, an empty line between."""
    return "\n\n".join(block.plain for block in _spelt(text).blocks)


def typed_over(before: RichText, typed: str) -> RichText:
    """What was typed over `shown_plain(before)`, set as `before` was where the words stayed.

    An empty line begins a paragraph. One that was changed stays what it was, a heading or an item of a list.
    """
    theirs = _spelt(before)
    base = RichText.of(Block((Run(block.plain),), block.shape) for block in theirs.blocks)
    both = merge(base, RichText.of(_typed(base.blocks, typed)), theirs)
    text = resolve(both, [Choice.MINE] * len(both.hunks))
    return _unspelt(text, before.atoms)


def _typed(blocks: Sequence[Block], typed: str) -> Iterator[Block]:
    """A block for each paragraph typed, of the shape of the one that it's likely to have been."""
    lines = [each.strip() for each in _EMPTY_LINE.split(typed.replace("\r\n", "\n").strip())]
    matcher = SequenceMatcher(None, [block.plain for block in blocks], lines, autojunk=False)
    for _tag, old, old_end, new, new_end in matcher.get_opcodes():
        for at, line in enumerate(lines[new:new_end], start=old):
            yield Block((Run(line),), blocks[at].shape if at < old_end else PARAGRAPH)


def _spelt(text: RichText) -> RichText:
    """The text with its atoms as numbers in brackets."""
    count = itertools.count(1)
    blocks = (
        Block(tuple(_spelt_each(each, count) for each in block.content), block.shape) for block in text.blocks
    )
    return RichText.of(blocks)


def _spelt_each(each: Inline, count: Iterator[int]) -> Run:
    return each if isinstance(each, Run) else Run(f"[{next(count)}]")


def _unspelt(text: RichText, atoms: tuple[Atom, ...]) -> RichText:
    return RichText.of(Block(tuple(_pieces(block.content, atoms)), block.shape) for block in text.blocks)


def _pieces(content: tuple[Inline, ...], atoms: tuple[Atom, ...]) -> Iterator[Inline]:
    for each in content:
        if isinstance(each, Run):
            yield from _cut(each.text, each.look, atoms)
        else:
            yield each


def _cut(text: str, look: Look, atoms: tuple[Atom, ...]) -> Iterator[Inline]:
    """The run, with the atoms where their numbers stand. Other numbers in brackets are words."""
    start = 0
    for found in _NUMBER.finditer(text):
        number = int(found[1])
        if 1 <= number <= len(atoms):
            yield Run(text[start : found.start()], look)
            yield atoms[number - 1]
            start = found.end()
    yield Run(text[start:], look)
