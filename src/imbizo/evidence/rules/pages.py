"""The leaves of a text: its pages where it has them, else pieces of about a page."""

from bisect import bisect_right
from collections.abc import Sequence

from imbizo.evidence.rules.texts import Stretch, parts_of


def leaves(text: str, pages: Sequence[int]) -> list[Stretch]:
    """One for each page, empty ones too, so that the twelfth is page 12; else the parts of the text."""
    if len(pages) < 2:
        return parts_of(text)
    return [Stretch(*bounds) for bounds in zip(pages, [*pages[1:], len(text)], strict=True)]


def leaf_at(found: Sequence[Stretch], offset: int) -> int:
    """The number, from 1, of the leaf on which a place of the text stands."""
    return max(1, bisect_right([leaf.start for leaf in found], offset))


def page_label(pages: Sequence[int], start: int) -> str:
    """The number of the page on which a place stands, "" for a text without pages."""
    return str(max(1, bisect_right(pages, start))) if len(pages) > 1 else ""


def shifted(pages: Sequence[int], leaf: Stretch, length: int) -> list[int]:
    """Where pages begin once the words of one leaf were replaced by others of this length."""
    change = length - (leaf.end - leaf.start)
    return [start + change if start >= leaf.end and start > leaf.start else start for start in pages]
