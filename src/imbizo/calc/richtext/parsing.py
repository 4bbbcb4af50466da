"""From HTML, as Trix and other editors give it, to a rich text.

Nothing is refused: a tag that isn't known gives its words.
"""

import json
import re
from html.parser import HTMLParser
from typing import NamedTuple
from uuid import UUID

from imbizo.calc.richtext.model import (
    PARAGRAPH,
    Atom,
    Block,
    Citation,
    Inline,
    Kind,
    Look,
    Mark,
    RichText,
    Run,
    SectionReference,
    Shape,
)

CITATION_TYPE = "application/vnd.imbizo.citation"
SECTION_TYPE = "application/vnd.imbizo.section"
ATOM_TYPES: dict[str, type[Atom]] = {CITATION_TYPE: Citation, SECTION_TYPE: SectionReference}
_ATOM_ATTRIBUTES: dict[str, type[Atom]] = {"data-citation": Citation, "data-section": SectionReference}

_MARKS = {
    "strong": Mark.BOLD,
    "b": Mark.BOLD,
    "em": Mark.ITALIC,
    "i": Mark.ITALIC,
    "del": Mark.STRUCK,
    "s": Mark.STRUCK,
    "strike": Mark.STRUCK,
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = {"ul": Kind.BULLET, "ol": Kind.NUMBERED}
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl", "dt", "figcaption",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_EMPTY = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
})  # fmt: skip
_SILENT = frozenset({
    "applet", "head", "iframe", "math", "noscript", "object", "script", "style", "svg", "template",
    "textarea", "title",
})  # fmt: skip
# A scheme that leads to a page or a letter, and something behind it; brackets only as round a numeric address.
_SAFE_ADDRESS = re.compile(r"https?://(\[[0-9a-f:.]+\]|[^][/?#]+)([:/?#].*)?|mailto:[^?#].*", re.IGNORECASE)
_LONGEST_HREF = 2000
_DEEPEST = 100  # No honest text nests deeper; tags beyond it are passed over, their words kept.


class _Open(NamedTuple):
    """A tag that is open, and the look of what stands inside."""

    tag: str
    look: Look


def parse(html: str) -> RichText:
    """Read HTML of any quality. Scripts, styles and links that aren't http, https or mailto are dropped."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finished()


def safe_href(href: str | None) -> str:
    """The address where a page may safely lead there, else "". Browsers ignore tabs, newlines and outer controls."""
    cleaned = re.sub("[\x00-\x20\x7f-\x9f\ud800-\udfff\ufeff\ufffc\ufffe\uffff]", "", href or "")
    return cleaned if len(cleaned) <= _LONGEST_HREF and _SAFE_ADDRESS.fullmatch(cleaned) else ""


class _Reader(HTMLParser):
    """Gathers blocks: each block tag, opening or closing, ends the block before it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[Block] = []
        self._content: list[Inline] = []
        self._open: list[_Open] = []
        self._skipped: list[str] = []

    def finished(self) -> RichText:
        self._end_block()
        return RichText.of(self._blocks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipped:
            self._skipped += [tag] if tag == self._skipped[0] else []
        elif atom := _atom(dict(attrs)):
            self._content.append(atom)
            self._skipped += [tag] if tag not in _EMPTY else []
        elif tag in _SILENT:
            self._skipped.append(tag)
        else:
            self._start(tag, dict(attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # In HTML a slash closes nothing: "<div/>" opens a div. But ours and other people's atoms may be written so.
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY and (self._skipped or tag not in _BLOCKS):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            if tag == self._skipped[-1]:
                self._skipped.pop()
            return
        if tag in _BLOCKS:
            self._end_block()
        self._close(tag)

    def handle_data(self, data: str) -> None:
        if self._skipped:
            return
        # In HTML a newline is white space; outside code, only <br> breaks a line.
        text = data if self._shape().kind is Kind.CODE else re.sub("[ \t\r\n\f]+", " ", data)
        self._content.append(Run(text, self._look()))

    def _start(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag in _BLOCKS:
            self._end_block()
        if tag == "br":
            self._content.append(Run("\n", self._look()))
        elif tag not in _EMPTY and len(self._open) < _DEEPEST:
            self._open.append(_Open(tag, _inner(self._look(), tag, attributes)))

    def _close(self, tag: str) -> None:
        """Close the tag and what was left open inside it; one that was never opened closes nothing."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].tag == tag:
                del self._open[index:]
                return

    def _end_block(self) -> None:
        if self._content:
            self._blocks.append(Block(tuple(self._content), self._shape()))
            self._content = []

    def _look(self) -> Look:
        return self._open[-1].look if self._open else Look()

    def _shape(self) -> Shape:
        """What the innermost of the open tags makes of a block."""
        tags = [each.tag for each in self._open]
        for tag in reversed(tags):
            if tag == "pre":
                return Shape(Kind.CODE)
            if tag in _HEADINGS:
                return Shape(Kind.HEADING, _HEADINGS[tag])
            if tag in _LISTS:
                return Shape(_LISTS[tag], sum(each in _LISTS for each in tags))
            if tag == "blockquote":
                return Shape(Kind.QUOTE, tags.count("blockquote"))
        return PARAGRAPH


def _inner(outer: Look, tag: str, attributes: dict[str, str | None]) -> Look:
    """How words look inside the tag."""
    if tag == "a":
        return Look(outer.marks, safe_href(attributes.get("href")) or outer.href)
    return Look(outer.marks | {_MARKS[tag]}, outer.href) if tag in _MARKS else outer


def _atom(attributes: dict[str, str | None]) -> Atom | None:
    """The atom that a tag stands for: by Trix's attachment, or by our own attribute."""
    if attachment := attributes.get("data-trix-attachment"):
        return _attached(attachment)
    for name, kind in _ATOM_ATTRIBUTES.items():
        if identity := _identity(attributes.get(name)):
            return kind(identity)
    return None


def _attached(attachment: str) -> Atom | None:
    try:
        values = json.loads(attachment)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict):
        return None
    kind = ATOM_TYPES.get(str(values.get("contentType")))
    identity = _identity(values.get("id"))
    return kind(identity) if kind and identity else None


def _identity(value: object) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None
