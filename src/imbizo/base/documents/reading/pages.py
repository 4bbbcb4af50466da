"""Pages of lines made into one text: what is repeated on each page goes, lines become paragraphs again.

The rule, which errs on the side of leaving a text as it stands:

- The two outermost lines of a page, above and below, are left out where the same words (the number of the page apart)
  stand there on at least four in five of all pages, or of the left or right ones, and on three pages at least.
- A line goes on in the next where the next's first word had no room on it, and the next is no further down than lines
  usually are, is of the same size, and doesn't begin as an item of a list does. Otherwise a new line begins, and a new
  paragraph where the distance or the size differs.
- A word cut at the end of a line is closed up where it stands uncut elsewhere in the text; else its hyphen stays.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from statistics import median

from imbizo.base.documents.reading import notes
from imbizo.base.documents.reading.shapes import Line, Page, ReadText
from imbizo.base.documents.text import plain
from imbizo.calc.languageguess import guess

_Place = tuple[str, str]
_OUTERMOST = 2
_SURE = 0.8
_FEWEST_PAGES = 3
_SAME_SIZE = 0.15
_NEXT_LINE = 1.6  # times the height of a line, from foot to foot
_NUMBER = re.compile(r"\d+")
_ITEM = re.compile(r"(?:[•‣▪◦●○■□*–-]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]\s|\d+(?:\.\d+)+\s)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PARAGRAPH, _LINE = "\n\n", "\n"
# Names that programs put where a title should be.
_NO_TITLE = re.compile(
    r"^(?:microsoft word\s*-|untitled|document\d*$|.*\.(?:docx?|pdf|indd|qxd|tex|dvi)$)", re.IGNORECASE
)
_LARGE = 1.2


def assembled(pages: Iterable[Page]) -> ReadText:
    """The text of all pages, in their order. A file's language is its own word, else a guess from its words."""
    pages = tuple(pages)
    repeated = _repeated(pages)
    bodies = [_without(page, repeated) for page in pages]
    text, starts = _joined(bodies)
    scanned = tuple(page.number for page in pages if page.is_picture)
    return ReadText(
        text,
        starts or (0,),
        title=_title(pages),
        language=_language(pages, text),
        scanned=scanned,
        notes=notes.about(pages, text, sorted(set(repeated.values()))),
    )


# What is repeated on each page


def _keys(line: Line, page: int) -> set[str]:
    """What a line may be recognised by on another page: its words, or these with one or all of its numbers counted
    from the page's own, so that "Draft 2, page 7" is the same on page 8 and "Finding 7" of another page is not.
    """
    words = " ".join(line.text.split()).casefold()
    numbers = list(_NUMBER.finditer(words))
    if not numbers:
        return {words}
    return {
        words,
        _counted(words, numbers, page),
        _counted(words, numbers[:1], page),
        _counted(words, numbers[-1:], page),
    }


def _counted(words: str, numbers: Sequence[re.Match[str]], page: int) -> str:
    for number in reversed(numbers):
        words = f"{words[: number.start()]}#{int(number[0]) - page}{words[number.end() :]}"
    return words


def _outermost(page: Page) -> list[tuple[Line, set[_Place]]]:
    """The outermost lines of a page as they are seen, each with the edge that it stands at and its keys."""
    ordered = sorted(page.lines, key=lambda line: -line.bottom)
    sides = [("top", line) for line in ordered[:_OUTERMOST]] + [
        ("foot", line) for line in ordered[-_OUTERMOST:]
    ]
    return [(line, {(side, key) for key in _keys(line, page.number)}) for side, line in sides]


def _repeated(pages: Sequence[Page]) -> dict[_Place, str]:
    """Edge and key of each repeated line, with its words as they first stand."""
    found: dict[_Place, str] = {}
    written = [(page.number, _outermost(page)) for page in pages if page.lines]
    for some in (written, written[0::2], written[1::2]):
        seen = Counter(chain.from_iterable(set().union(*(keys for _, keys in lines)) for _, lines in some))
        sure = max(_FEWEST_PAGES, _SURE * len(some))
        for _number, lines in some:
            for line, keys in lines:
                found |= {key: found.get(key, line.text) for key in keys if seen[key] >= sure}
    return found


def _without(page: Page, repeated: Mapping[_Place, str]) -> list[Line]:
    """The page's lines but the repeated ones; a page that would be left with nothing keeps all."""
    gone = {id(line) for line, keys in _outermost(page) if keys & repeated.keys()} if repeated else set()
    return [line for line in page.lines if id(line) not in gone] or list(page.lines)


# Lines made into paragraphs


def _joined(bodies: Sequence[Sequence[Line]]) -> tuple[str, tuple[int, ...]]:
    """The text, and the code point at which each page begins; an empty page begins where the text before it ends."""
    known = _words(bodies)
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    last: Line | None = None
    for body in bodies:
        for place, line in enumerate(body):
            between = _between(last, line, body) if last and place else _across(last, line)
            seam = _seam(last, line, between, known) if last else ""
            length += len(seam)
            starts += [length] if place == 0 else []
            text = plain(line.text)
            pieces += [seam, text]
            length += len(text)
            last = line
        starts += [] if body else [length]
    return "".join(pieces), tuple(starts)


def _right_edge(line: Line, body: Sequence[Line]) -> float:
    """How far the column of this line reaches: the right end that one in ten of its lines may pass, as titles do."""
    # A line of no width, as damaged files have, overlaps nothing, not even itself.
    overlapping = [other.right for other in body if other.left < line.right and other.right > line.left]
    rights = sorted(overlapping or [line.right])
    return rights[-1 - len(rights) // 10]


def _is_full(line: Line, following: Line, body: Sequence[Line]) -> bool:
    """Whether the next line's first word had no room on this one."""
    if line.hyphen:
        return True
    letter = (line.right - line.left) / max(len(line.text), 1)
    word = following.text.split(maxsplit=1)[0]
    # A space, and a letter more since letters differ in width.
    return line.right + letter * (2 + len(word)) > _right_edge(line, body)


def _between(line: Line, following: Line, body: Sequence[Line]) -> str:
    """What stands between two lines of a page: a space, a line end or a blank line."""
    height = max(line.height, 1.0)
    if abs(following.height - line.height) > _SAME_SIZE * height:
        return _PARAGRAPH
    down = line.bottom - following.bottom
    if down > _NEXT_LINE * height:
        return _PARAGRAPH
    if _ITEM.match(following.text):
        return _LINE
    # Upwards is the next column, in which a sentence goes on, or a box, in which none does.
    is_next = down > 0 or _goes_on(line, following)
    return " " if is_next and _is_full(line, following, body) else _LINE


def _across(line: Line | None, following: Line) -> str:
    """The same over the end of a page."""
    return " " if line and _goes_on(line, following) else _PARAGRAPH


def _goes_on(line: Line, following: Line) -> bool:
    """Whether a sentence is surely unfinished: it has no end, and what follows begins small."""
    return line.text[-1:] not in '.:;!?”"' and following.text[:1].islower()


# Cut words


def _words(bodies: Sequence[Sequence[Line]]) -> Counter[str]:
    """The words within lines; the last of a cut line and the first below it are pieces, not words."""
    words = Counter[str]()
    for body in bodies:
        for line, before in zip(body, [None, *body], strict=False):
            found = _WORD.findall(line.text.casefold())
            cut = line.hyphen or line.text.endswith("-")
            words.update(found[1 if before is not None and before.hyphen else 0 : -1 if cut else None])
    return words


def _seam(line: Line, following: Line, between: str, known: Counter[str]) -> str:
    """What joins two lines; a hyphen that belongs there stands at its beginning."""
    if not line.hyphen:
        return "" if between == " " and line.text.endswith("-") else between
    head, tail = (_WORD.findall(text.casefold()) for text in (line.text, following.text))
    if not head or not tail:
        return "-" + between
    closed, hyphened = head[-1] + tail[0], f"{head[-1]}-{tail[0]}"
    return "" if known[closed] > known[hyphened] else "-"


# Title and language


def _title(pages: Sequence[Page]) -> str:
    """The file's own title unless a program wrote it; else the largest letters of the first page."""
    stated = " ".join(pages[0].title.split()) if pages else ""
    if stated and not _NO_TITLE.match(stated):
        return plain(stated)
    lines = pages[0].lines if pages else ()
    largest = max((line.height for line in lines), default=0.0)
    usual = median([line.height for page in pages[:5] for line in page.lines] or [0.0])
    if largest < _LARGE * usual or not largest:
        return ""
    return plain(" ".join(line.text for line in lines if line.height >= largest * (1 - _SAME_SIZE / 3)))[:300]


def _language(pages: Sequence[Page], text: str) -> str:
    """Typewriters of all languages say that they write English; the words know better."""
    return guess(text) or (pages[0].language if pages else "")
