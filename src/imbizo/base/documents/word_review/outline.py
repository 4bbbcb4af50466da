"""Which paragraphs of a Word file are its title and the headings of its sections, and how deep these are."""

import re
from dataclasses import replace

from imbizo.base.documents.word_review.items import Paragraph
from imbizo.calc.diff import ChangeKind
from imbizo.calc.richtext import PARAGRAPH, Mark, Run

_LONGEST_GUESS = 120
# "4.2 ", "4. " or "4" and a tab (which reads as a space): a number that somebody typed, and not "5 municipalities".
_TYPED_NUMBER = re.compile(r"\s*(\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}[.)])\s+")


def settle(paragraphs: list[Paragraph]) -> None:
    """Give each paragraph its last role: one title at most, headings from level 1 on.

    A file of ours is known by its bookmarks: the title has Word's first level, so that sections begin at the second.
    """
    is_ours = any(paragraph.sections for paragraph in paragraphs)
    if not is_ours and not any(_is_heading(paragraph) for paragraph in paragraphs):
        _guess(paragraphs)
    _settle_title(paragraphs, is_ours=is_ours)
    headings = [paragraph for paragraph in paragraphs if _is_heading(paragraph)]
    above = 1 if is_ours else min((each.role.heading for each in headings), default=1) - 1
    for heading in headings:
        heading.role = replace(heading.role, heading=max(heading.role.heading - above, 1))


def without_number(title: str) -> str:
    """A title without the number that somebody typed before it."""
    return title[len(found[0]) :] if (found := _TYPED_NUMBER.match(title)) else title


def _is_heading(paragraph: Paragraph) -> bool:
    return bool(paragraph.role.heading and (paragraph.words or paragraph.sections))


def _settle_title(paragraphs: list[Paragraph], *, is_ours: bool) -> None:
    """The first title stays one. Without any, a heading of the first level that stands alone above all others is it."""
    titles = [paragraph for paragraph in paragraphs if paragraph.role.is_title and paragraph.words]
    for title in titles[1:]:
        title.role = replace(title.role, is_title=False)
    headings = [paragraph for paragraph in paragraphs if _is_heading(paragraph)]
    if titles or not headings or headings[0].sections:
        return
    outermost = [heading for heading in headings if heading.role.heading == 1]
    if outermost == headings[:1] and (is_ours or _comes_first(headings, paragraphs)):
        headings[0].role = replace(headings[0].role, heading=0, is_title=True)


def _comes_first(headings: list[Paragraph], paragraphs: list[Paragraph]) -> bool:
    """Whether others stand below the first heading and nothing above it. A title has no number."""
    worded = next(paragraph for paragraph in paragraphs if paragraph.words)
    is_numbered = _TYPED_NUMBER.match(_text(headings[0])) is not None
    return len(headings) > 1 and worded is headings[0] and not is_numbered


def _guess(paragraphs: list[Paragraph]) -> None:
    """Where nobody used Word's headings, short lines that are bold throughout are taken for them."""
    for paragraph in paragraphs:
        text = _text(paragraph)
        if 0 < len(text) <= _LONGEST_GUESS and not text.endswith((".", ";", ",")) and _is_bold(paragraph):
            number = _TYPED_NUMBER.match(text)
            depth = number[1].rstrip(".)").count(".") + 1 if number else 1
            paragraph.role = replace(paragraph.role, heading=depth, shape=PARAGRAPH)


def _text(paragraph: Paragraph) -> str:
    return "".join(words.text for words in paragraph.words).strip()


def _is_bold(paragraph: Paragraph) -> bool:
    if paragraph.is_row or paragraph.has(ChangeKind.INSERTED, ChangeKind.DELETED):
        return False
    inlines = [words.inline for words in paragraph.words if words.text.strip()]
    return all(isinstance(inline, Run) and Mark.BOLD in inline.look.marks for inline in inlines)
