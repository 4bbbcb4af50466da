"""What a reader of a PDF's text should know about it: sentences, in the language that is active."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.base.documents.reading.shapes import Page

_MOST_LINES = 4
_LONGEST_LINE = 60


def about(pages: Sequence[Page], text: str, left_out: Sequence[str]) -> tuple[str, ...]:
    """The notes on a text that was taken from these pages without the repeated lines `left_out`."""
    scanned = [page.number for page in pages if page.is_picture]
    broken = [page.number for page in pages if page.is_broken]
    blank = [page.number for page in pages if not (page.lines or page.is_picture or page.is_broken)]
    return tuple(
        note
        for note, holds in (
            (_scanned(scanned, len(pages), text), scanned),
            (_on_pages(_("These pages are damaged and were left out: %(pages)s."), broken), broken),
            (_on_pages(_("There is no text on these pages: %(pages)s."), blank), blank),
            (_repeated(left_out), left_out),
        )
        if holds
    )


def _scanned(scanned: Sequence[int], pages: int, text: str) -> str:
    if not text.strip():
        return ngettext(
            "Scanned: this file holds a picture of its page and no text. "
            "Attach a text, or have the words recognised (OCR) and bring it again.",
            "Scanned: this file holds pictures of its %(count)d pages and no text. "
            "Attach a text, or have the words recognised (OCR) and bring it again.",
            pages,
        ) % {"count": pages}
    return _on_pages(
        _(
            "Scanned, so without text: pages %(pages)s. "
            "Attach a text of them, or have the words recognised (OCR) and bring the file again."
        ),
        scanned,
    )


def _repeated(left_out: Sequence[str]) -> str:
    shown = [f"“{line[:_LONGEST_LINE]}”" for line in left_out[:_MOST_LINES]]
    more = ["…"] if len(left_out) > _MOST_LINES else []
    return _("Left out because it is repeated on the pages: %(lines)s.") % {"lines": ", ".join(shown + more)}


def no_words() -> str:
    return _(
        "No words were found in this file. If it holds pictures of pages, have their words recognised (OCR) first."
    )


def _on_pages(sentence: str, numbers: Sequence[int]) -> str:
    return sentence % {"pages": ranges(numbers)}


def ranges(numbers: Sequence[int]) -> str:
    """Ascending page numbers as they are cited: "3–5, 9"."""
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in _runs(numbers))


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    for _offset, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run_numbers = [number for _place, number in run]
        yield run_numbers[0], run_numbers[-1]
