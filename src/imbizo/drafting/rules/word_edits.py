"""Changes of words as spans of the text before them: found between two texts, and brought to whole words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from imbizo.calc.diff import ChangeKind, Piece, compare
from imbizo.calc.richtext import ATOM_CHARACTER, RichText, Run, plain_text


@dataclass(frozen=True, slots=True)
class WordEdit:
    """The words from `start` to `end` (code points, end exclusive) become `replacement`, by `author`."""

    start: int
    end: int
    replacement: str
    author: str = ""


def edits_between(old: RichText, new: RichText) -> list[WordEdit]:
    """What was changed from one text to the other, as spans of the old one; looks aside."""
    found: list[WordEdit] = []
    at, length = 0, len(plain_text(old))
    for kind, words in _stretches(old, new):
        if kind is ChangeKind.INSERTED:
            found = _added(found, WordEdit(at, at, words))
        elif kind is ChangeKind.DELETED:
            found = _added(found, WordEdit(at, min(at + len(words), length), ""))
        at = min(at + (0 if kind is ChangeKind.INSERTED else len(words)), length)
    return [each for each in found if each.start < each.end or each.replacement]


def in_whole_words(text: str, edits: Iterable[WordEdit]) -> list[WordEdit]:
    """The same with each change of letters inside a word as a change of that word; those in one word are one change.

    Of two people's changes in one word each keeps its own.
    """
    found: list[tuple[WordEdit, list[WordEdit]]] = []
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        wide = _widened(text, edit)
        last = found[-1][0] if found else None
        is_apart = (
            (wide.start, wide.end) == (edit.start, edit.end) and last is not None and wide.start >= last.end
        )
        if last is not None and not is_apart and last.author == edit.author and wide.start < last.end:
            inside = [*found[-1][1], edit]
            found[-1] = (_together(text, last.start, max(last.end, wide.end), inside), inside)
        else:
            found.append((wide, [edit]))
    return [each for each, _inside in found]


def applied(text: str, edits: Iterable[WordEdit]) -> str:
    """The text after these changes."""
    return _together(text, 0, len(text), list(edits)).replacement


def _stretches(old: RichText, new: RichText) -> Iterator[tuple[ChangeKind, str]]:
    """The plain words of both, each stretch with what became of it."""
    for block in compare(old, new).blocks:
        for piece in block.pieces:
            yield piece.kind, _plain(piece)
        yield block.end, "\n"


def _plain(piece: Piece) -> str:
    return "".join(each.text if isinstance(each, Run) else ATOM_CHARACTER for each in piece.content)


def _added(found: list[WordEdit], edit: WordEdit) -> list[WordEdit]:
    """With one more change; what follows the last without a word between is part of it."""
    if not found or found[-1].end != edit.start:
        return [*found, edit]
    last = found[-1]
    return [*found[:-1], replace(last, end=edit.end, replacement=last.replacement + edit.replacement)]


def _widened(text: str, edit: WordEdit) -> WordEdit:
    start, end = edit.start, edit.end
    edges = (edit.replacement, text[start:end])
    if any(each[:1].isalnum() for each in edges):
        while start and text[start - 1].isalnum():
            start -= 1
    if any(each[-1:].isalnum() for each in edges):
        while end < len(text) and text[end].isalnum():
            end += 1
    return _together(text, start, end, [edit])


def _together(text: str, start: int, end: int, edits: Iterable[WordEdit]) -> WordEdit:
    """These changes, in their order, as one of the words from `start` to `end`."""
    words, at, author = "", start, ""
    for edit in edits:
        words += text[at : edit.start] + edit.replacement
        at, author = edit.end, edit.author
    return WordEdit(start, end, words + text[at:end], author)
