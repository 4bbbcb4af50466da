"""Carrying the spans of comments over a change of the words on which they stand."""

from collections.abc import Sequence

from imbizo.calc import anchors
from imbizo.calc.anchors import Anchor, Span
from imbizo.drafting.models import Comment, Section

_WRITTEN = ["section", "start", "end", "section_version", "orphaned_at", "updated_at"]


def follow(section: Section, old: str) -> None:
    """Move the spans of the section's comments from its words as they were to the ones it holds now.

    One whose words are gone is orphaned at the section's version and keeps its quote; one whose words are back, as
    when an earlier state is taken up again, is found again.
    """
    pinned = list(section.comments.exclude(start=None))
    carry(pinned, section, old)


def carry(pinned: Sequence[Comment], section: Section, old: str) -> None:
    """Let these comments, whose spans count in `old`, stand on the section's words, or be orphaned there."""
    settle(pinned, section, old)
    Comment.objects.bulk_update(pinned, _WRITTEN)


def settle(pinned: Sequence[Comment], section: Section, old: str) -> None:
    """The same without writing it, for comments that aren't saved yet."""
    standing = [each for each in pinned if each.orphaned_at is None]
    places = anchors.carry([_widened(each, old) for each in standing], old, section.text)
    found = {each.pk: _narrowed(each, place) for each, place in zip(standing, places, strict=True)}
    for comment in pinned:
        place = found.get(comment.pk) if comment.orphaned_at is None else _found_again(comment, section.text)
        _stand(comment, section, place)


def _stand(comment: Comment, section: Section, place: Span | None) -> None:
    comment.section = section
    if place is None:
        comment.orphaned_at = comment.orphaned_at or section.version
    else:
        comment.start, comment.end = place
        comment.orphaned_at, comment.section_version = None, section.version


def _found_again(comment: Comment, text: str) -> Span | None:
    start, end = comment.start or 0, comment.end or 0
    return anchors.find(Anchor(comment.quote, comment.prefix, comment.suffix, start, end), text)


def _widened(comment: Comment, old: str) -> Span:
    """The span; of words to add, which has no length, the letter before it or else the one behind."""
    start, end = comment.start or 0, comment.end or 0
    if start < end:
        return Span(start, end)
    return Span(start - 1, start) if start else Span(0, min(1, len(old)))


def _narrowed(comment: Comment, place: Span | None) -> Span | None:
    if place is None or comment.start != comment.end:
        return place
    at = place.end if comment.start else place.start
    return Span(at, at)
