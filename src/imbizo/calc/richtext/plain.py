"""Plain text of a rich text and places in it: code points from 0, blocks joined by a newline, an atom one U+FFFC."""

import bisect
import itertools
from collections.abc import Callable
from dataclasses import dataclass

from imbizo.calc.offsets import at_boundary
from imbizo.calc.richtext.model import Atom, Block, RichText, Run


def plain_text(text: RichText) -> str:
    """The words alone. Every offset of a comment or a citation counts in this."""
    return "\n".join(block.plain for block in text.blocks)


def worded(text: RichText, label: Callable[[Atom], str]) -> str:
    """The words with those of each atom in its place: for reading aloud, for a hash, for a copy on paper."""
    return "\n".join(
        "".join(each.text if isinstance(each, Run) else label(each) for each in block.content)
        for block in text.blocks
    )


def from_plain(text: str) -> RichText:
    """A rich text with a paragraph for each line; blank lines, and a byte order mark, aren't kept."""
    return RichText.of(Block((Run(line),)) for line in at_boundary(text).text.split("\n"))


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a rich text: which block, and how many code points into it."""

    block: int
    offset: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where each block begins in the plain text; `length` is the whole, in code points."""

    starts: tuple[int, ...]
    length: int

    def place(self, offset: int) -> Place:
        """The block in which a plain offset falls; the newline after a block belongs to its end."""
        block = max(bisect.bisect_right(self.starts, offset) - 1, 0)
        return Place(block, offset - self.starts[block] if self.starts else 0)

    def offset(self, place: Place) -> int:
        """The plain offset of a place."""
        return self.starts[place.block] + place.offset if self.starts else 0


def offset_map(text: RichText) -> OffsetMap:
    """Where the blocks begin; one code point for the newline between two."""
    lengths = [len(block.plain) for block in text.blocks]
    starts = itertools.accumulate((length + 1 for length in lengths[:-1]), initial=0)
    return OffsetMap(tuple(starts) if lengths else (), sum(lengths) + max(len(lengths) - 1, 0))
