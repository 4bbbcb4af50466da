"""The text of one section, or its title, as it was before any tracked change, with the changes and comments on it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from imbizo.base.documents.word_review.items import (
    SAME,
    CommentEnd,
    CommentStart,
    Fate,
    Hand,
    Item,
    NoteMark,
    Paragraph,
    Words,
)
from imbizo.calc.diff import ChangeKind
from imbizo.calc.richtext import Block, Inline, RichText, plain_text

_ORIGINAL = (ChangeKind.SAME, ChangeKind.DELETED)
_SPACES = " \t\r\xa0"


@dataclass(slots=True)
class Edit:
    """What one person made of the words from `start` to `end`."""

    start: int
    end: int
    replacement: str
    hand: Hand


@dataclass(slots=True)
class Hold:
    """The words that a comment hangs on: where they begin and end, and those of them that were inserted."""

    start: int
    end: int | None = None
    inserted: str = ""


@dataclass(slots=True)
class Stream:
    """Takes paragraphs one after the other. Offsets count in the text before any change, in code points."""

    edits: list[Edit] = field(default_factory=list)
    holds: dict[str, Hold] = field(default_factory=dict)
    notes: list[tuple[int, str]] = field(default_factory=list)
    body: RichText = field(default_factory=RichText)
    text: str = ""
    _blocks: list[Block] = field(default_factory=list)
    _content: list[Inline] = field(default_factory=list)
    _written: list[str] = field(default_factory=list)
    _length: int = 0
    # The end of the paragraph before, which is written when the next one begins: the last end of a text isn't in it.
    _owed: Fate | None = None

    def take(self, paragraph: Paragraph) -> None:
        """The next paragraph."""
        if not paragraph.has(*_ORIGINAL, ChangeKind.INSERTED):
            self._take_blank(paragraph)
            return
        before, after = self._ends(paragraph)
        if before:
            self._write("\n", before)
        for item in paragraph.items:
            self._item(item)
        self._close(paragraph)
        self._owed = after

    def finish(self) -> None:
        """The text in normal form, with every offset moved along."""
        if self._content:
            self._blocks.append(Block(tuple(self._content)))
        self.body = RichText.of(self._blocks)
        raw, self.text = "".join(self._written), plain_text(self.body)
        moved = _moved(raw, self.text)
        for edit in self.edits:
            edit.start, edit.end = moved[edit.start], moved[edit.end]
        for hold in self.holds.values():
            hold.start, hold.end = moved[hold.start], moved[self._length if hold.end is None else hold.end]
        self.notes = [(moved[offset], text) for offset, text in self.notes]

    def _take_blank(self, paragraph: Paragraph) -> None:
        """A paragraph without words parts nothing; comments may hang on it."""
        for item in paragraph.items:
            self._item(item)
        self._close(paragraph)
        if self._owed is not None and paragraph.end.kind is ChangeKind.SAME:
            self._owed = SAME

    def _ends(self, paragraph: Paragraph) -> tuple[Fate | None, Fate]:
        """The end to write before this paragraph, and the one that it leaves to the next.

        A paragraph that is new, or gone, as a whole takes with it the end before it, if there's one: so the last one
        of a text leaves none behind.
        """
        owed = self._owed
        if not paragraph.has(*_ORIGINAL):
            hand = next(words.fate.hand for words in paragraph.words if words.fate.kind)
            new = Fate(ChangeKind.INSERTED, hand)
            if owed is None:
                return None, new
            if owed.kind is ChangeKind.INSERTED:
                return owed, paragraph.end
            return (new if owed.kind is ChangeKind.SAME else None), SAME
        is_gone = paragraph.end.kind is ChangeKind.DELETED and not paragraph.has(
            ChangeKind.SAME, ChangeKind.INSERTED
        )
        if is_gone and owed is not None and owed.kind is ChangeKind.SAME:
            return paragraph.end, SAME
        return owed, paragraph.end

    def _item(self, item: Item) -> None:
        if isinstance(item, Words):
            self._words(item)
        elif isinstance(item, CommentStart):
            self.holds[item.identifier] = Hold(self._length)
        elif isinstance(item, CommentEnd):
            hold = self.holds.setdefault(item.identifier, Hold(self._length))
            hold.end = self._length if hold.end is None else hold.end
        elif isinstance(item, NoteMark):
            self.notes.append((self._length, item.text))

    def _words(self, words: Words) -> None:
        if words.fate.kind in _ORIGINAL:
            self._content.append(words.inline)
        self._write(words.text, words.fate)

    def _write(self, text: str, fate: Fate) -> None:
        """Words, or the end of a paragraph."""
        if fate.kind is ChangeKind.INSERTED:
            self._edit(fate.hand).replacement += text
            for hold in self._open_holds():
                hold.inserted += text
            return
        edit = self._edit(fate.hand) if fate.kind is ChangeKind.DELETED else None
        self._written.append(text)
        self._length += len(text)
        if edit:
            edit.end = self._length

    def _edit(self, hand: Hand) -> Edit:
        """The change that goes on here, or a new one: what one person did in one place is one change."""
        last = self.edits[-1] if self.edits else None
        if last is None or last.end != self._length or last.hand.author != hand.author:
            self.edits.append(last := Edit(self._length, self._length, "", hand))
        return last

    def _open_holds(self) -> Iterator[Hold]:
        return (hold for hold in self.holds.values() if hold.end is None)

    def _close(self, paragraph: Paragraph) -> None:
        """End the block with a paragraph whose end isn't new: its shape is that of the block."""
        if self._content and paragraph.end.kind is not ChangeKind.INSERTED:
            self._blocks.append(Block(tuple(self._content), paragraph.role.shape))
            self._content = []


def _moved(raw: str, normal: str) -> list[int]:
    """For each offset in the raw text the one in the normal form, which lacks white space and odd characters only."""
    if raw == normal:
        return list(range(len(raw) + 1))
    moved, place = [], 0
    for character in raw:
        moved.append(place)
        if place < len(normal) and _alike(character, normal[place]):
            place += 1
    return [*moved, len(normal)]


def _alike(raw: str, normal: str) -> bool:
    return raw == normal or (raw in _SPACES and normal in _SPACES)


def quoted(stream: Stream, hold: Hold) -> str:
    """The words that a comment hangs on, or those inserted where there are no others."""
    return stream.text[hold.start : hold.end] or hold.inserted.strip()
