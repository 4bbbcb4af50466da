"""What a rich text is: blocks of runs and atoms, in one normal form, so that equal texts are equal values."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

ATOM_CHARACTER = "\ufffc"
"""U+FFFC, the object replacement character: one code point of plain text that stands for an atom."""

DEEPEST_LIST = 8
DEEPEST_HEADING = 3


class Mark(StrEnum):
    """How words are set apart."""

    BOLD = "bold"
    ITALIC = "italic"
    STRUCK = "struck"


class Kind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    BULLET = "bullet"
    NUMBERED = "numbered"
    CODE = "code"


LISTS = frozenset({Kind.BULLET, Kind.NUMBERED})


class Look(NamedTuple):
    """How a run looks: its marks, and where it leads (http, https or mailto; empty where nowhere)."""

    marks: frozenset[Mark] = frozenset()
    href: str = ""


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike; a line break inside a block is a newline in `text`."""

    text: str
    look: Look = PLAIN


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation of a piece of evidence, by its identity: its words are drawn when the page is."""

    id: UUID


@dataclass(frozen=True, slots=True)
class SectionReference:
    """A reference to another section by its identity, which outlives its number."""

    id: UUID


Atom = Citation | SectionReference
Inline = Run | Citation | SectionReference


class Shape(NamedTuple):
    """What a block is, and how deep: 1 to 3 for headings, from 1 for quotes and lists, 0 otherwise."""

    kind: Kind = Kind.PARAGRAPH
    level: int = 0


PARAGRAPH = Shape()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, quotation, list item or piece of code."""

    content: tuple[Inline, ...]
    shape: Shape = PARAGRAPH

    @property
    def kind(self) -> Kind:
        return self.shape.kind

    @property
    def level(self) -> int:
        return self.shape.level

    @property
    def plain(self) -> str:
        """The block's words; an atom is one U+FFFC."""
        return "".join(each.text if isinstance(each, Run) else ATOM_CHARACTER for each in self.content)


@dataclass(frozen=True, slots=True)
class RichText:
    """A text in normal form, made by `RichText.of`, which brings any blocks into it.

    No block is blank; runs that look alike are one; outside code, white space is one space, line breaks stand single,
    and no space stands at an end of a line; code has no marks; a list item is at most one deeper than that above it.
    """

    blocks: tuple[Block, ...] = ()

    @classmethod
    def of(cls, blocks: Iterable[Block]) -> "RichText":
        """Any blocks in normal form; nothing but white space and characters that no document can hold is lost."""
        tidy = itertools.chain.from_iterable(_tidy(block) for block in blocks)
        return cls(tuple(_levelled(tidy)))

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """All citations and references, in their order, repeated where they stand twice."""
        every = itertools.chain.from_iterable(block.content for block in self.blocks)
        return tuple(each for each in every if not isinstance(each, Run))


# Controls, halves of surrogate pairs, byte order marks and non-characters have no place in HTML, Word or UTF-8; the
# object replacement character is ours alone.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffc\ufffe\uffff]")
_SPACES = " \t\r\xa0"
_UNTIDY = re.compile(r"[\t\r]|[ \xa0]{2}|[ \xa0]\n|\n[ \xa0]|\n\n|\A[ \xa0\n]|[ \xa0\n]\Z")


def _tidy(block: Block) -> Iterator[Block]:
    """The block in normal form but for the depth of lists: none where it's blank, several where blank lines part it."""
    content = tuple(_possible(block.content))
    shape = _shape(block.shape)
    if shape.kind is Kind.CODE:
        contents = [_code(content)]
    elif _is_tidy(content):
        contents = [content]
    else:
        contents = _retyped(content, shape.kind)
    return (Block(_joined(each), shape) for each in contents if each)


def _possible(content: Iterable[Inline]) -> Iterator[Inline]:
    """The content without empty runs and without characters that can't be kept."""
    for each in content:
        if not isinstance(each, Run):
            yield each
        elif text := _IMPOSSIBLE.sub("", each.text):
            yield each if text == each.text else Run(text, each.look)


def _shape(shape: Shape) -> Shape:
    """The shape with a depth that its kind allows."""
    if shape.kind in (Kind.PARAGRAPH, Kind.CODE):
        return Shape(shape.kind, 0)
    deepest = DEEPEST_HEADING if shape.kind is Kind.HEADING else DEEPEST_LIST
    return Shape(shape.kind, min(max(shape.level, 1), deepest))


def _code(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Code keeps its spaces and has no marks; newlines at its ends say nothing, and HTML drops the first."""
    bare = (Run(re.sub(r"\r\n?", "\n", each.text)) if isinstance(each, Run) else each for each in content)
    characters = list(_characters(bare))
    if all(character.isspace() for character, _look in characters):
        return ()
    written = [index for index, (character, _look) in enumerate(characters) if character != "\n"]
    return _content([characters[written[0] : written[-1] + 1]])


def _is_tidy(content: tuple[Inline, ...]) -> bool:
    flat = Block(content).plain
    breaks_first = any(isinstance(each, Run) and each.text.startswith("\n") for each in content)
    return bool(flat) and not breaks_first and not _UNTIDY.search(flat)


_Character = tuple[str, Look | Atom]


def _retyped(content: tuple[Inline, ...], kind: Kind) -> list[tuple[Inline, ...]]:
    """The content typed anew, line by line; blank lines part paragraphs and quotations, and go elsewhere."""
    paragraphs: list[list[list[_Character]]] = [[]]
    for line in _lines(content):
        if line:
            paragraphs[-1].append(line)
        elif kind in (Kind.PARAGRAPH, Kind.QUOTE):
            paragraphs.append([])
    return [_content(lines) for lines in paragraphs if lines]


def _lines(content: tuple[Inline, ...]) -> Iterator[list[_Character]]:
    """The characters of each line, white space collapsed and trimmed."""
    line: list[_Character] = []
    for character in _characters(content):
        if character[0] == "\n":
            yield _trimmed(line)
            line = []
        else:
            line.append(character)
    yield _trimmed(line)


def _characters(content: Iterable[Inline]) -> Iterator[_Character]:
    for each in content:
        if isinstance(each, Run):
            yield from zip(each.text, itertools.repeat(each.look))
        else:
            yield (ATOM_CHARACTER, each)


def _trimmed(line: list[_Character]) -> list[_Character]:
    """One space for several, none at the ends. A no-break space that stands alone stays."""
    kept: list[_Character] = []
    for is_space, group in itertools.groupby(line, key=lambda character: character[0] in _SPACES):
        characters = list(group)
        if not is_space:
            kept += characters
        elif kept:
            alone = len(characters) == 1 and characters[0][0] == "\xa0"
            kept.append(characters[0] if alone else (" ", characters[0][1]))
    if kept and kept[-1][0] in _SPACES:
        kept.pop()
    return kept


def _content(lines: list[list[_Character]]) -> tuple[Inline, ...]:
    """Runs and atoms of the lines; a line break looks like what it follows."""
    pieces: list[Inline] = []
    for line in lines:
        if pieces:
            before = pieces[-1]
            pieces.append(Run("\n", before.look if isinstance(before, Run) else PLAIN))
        for look, group in itertools.groupby(line, key=lambda character: character[1]):
            text = "".join(character for character, _look in group)
            pieces += [Run(text, look)] if isinstance(look, Look) else [look] * len(text)
    return tuple(pieces)


def _joined(content: Iterable[Inline]) -> tuple[Inline, ...]:
    """Neighbouring runs that look alike as one."""
    joined: list[Inline] = []
    for look, group in itertools.groupby(
        content, key=lambda each: each.look if isinstance(each, Run) else None
    ):
        if look is None:
            joined += group
        else:
            joined.append(Run("".join(each.text for each in group if isinstance(each, Run)), look))
    return tuple(joined)


def _levelled(blocks: Iterable[Block]) -> Iterator[Block]:
    """List items at most one deeper than the item above, so that no list lacks its parent."""
    allowed = 1
    for block in blocks:
        if block.kind not in LISTS:
            allowed = 1
            yield block
            continue
        level = min(block.level, allowed)
        allowed = level + 1
        yield block if level == block.level else Block(block.content, Shape(block.kind, level))
