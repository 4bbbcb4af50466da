"""Putting suggested words into a rich text: what stands around them keeps its look."""

from imbizo.calc.richtext import PLAIN, Block, Inline, Look, RichText, Run, offset_map


def suggested(text: RichText, start: int, end: int, words: str) -> RichText:
    """The text with the span (code points of its plain text, end exclusive) replaced by these words.

    They look like the words that they follow or replace. A span over several blocks joins what is left of them;
    a line end in the words begins a new block like the one that they stand in.
    """
    starts = offset_map(text).starts
    if not starts:
        return RichText.of(Block((Run(line),)) for line in words.split("\n"))
    first, last = _block_at(starts, start), _block_at(starts, end)
    head = _cut(text.blocks[first].content, 0, start - starts[first])
    tail = _cut(text.blocks[last].content, end - starts[last], None)
    lines = words.split("\n")
    look = _look(text.blocks[first].content, start - starts[first])
    shape = text.blocks[first].shape
    runs: list[list[Inline]] = [[Run(line, look)] if line else [] for line in lines]
    runs[0] = [*head, *runs[0]]
    runs[-1] = [*runs[-1], *tail]
    middle = [Block(tuple(each), shape) for each in runs]
    return RichText.of([*text.blocks[:first], *middle, *text.blocks[last + 1 :]])


def spaced(text: str, at: int, words: str) -> str:
    """Words that are added at a place, with a space where they would run into a word that stands there."""
    before, after = text[:at][-1:], text[at:][:1]
    head = " " if before.isalnum() and words[:1].isalnum() else ""
    tail = " " if after.isalnum() and words[-1:].isalnum() else ""
    return f"{head}{words}{tail}"


def _block_at(starts: tuple[int, ...], offset: int) -> int:
    return max(index for index, start in enumerate(starts) if start <= offset or index == 0)


def _length(each: Inline) -> int:
    return len(each.text) if isinstance(each, Run) else 1


def _cut(content: tuple[Inline, ...], start: int, end: int | None) -> list[Inline]:
    """What stands in a block from one place to another."""
    found: list[Inline] = []
    at = 0
    for each in content:
        low = max(start - at, 0)
        high = _length(each) if end is None else min(end - at, _length(each))
        if low < high:
            found.append(Run(each.text[low:high], each.look) if isinstance(each, Run) else each)
        at += _length(each)
    return found


def _look(content: tuple[Inline, ...], offset: int) -> Look:
    """The look of the words at a place, or else of those before it."""
    at, look = 0, PLAIN
    for each in content:
        if isinstance(each, Run) and at <= offset:
            look = each.look
        at += _length(each)
    return look
