"""Carrying the spans of comments over a change of the words on which they stand."""

from imbizo.calc.richtext import RichText
from imbizo.drafting.models import Comment, Section


def carry(section: Section, old: RichText, new: RichText) -> None:
    """Move the spans of the section's comments from its old words to the new ones, which it holds by now.

    One whose words are gone is orphaned at the section's version; one whose words are back is found again.
    """
    for comment in section.comments.exclude(start=None):
        found = _found(comment, section.text)
        comment.orphaned_at = None if found is not None else comment.orphaned_at or section.version
        if found is not None:
            comment.start, comment.end, comment.section_version = *found, section.version
        comment.save(update_fields=["start", "end", "section_version", "orphaned_at", "updated_at"])


def _found(comment: Comment, text: str) -> tuple[int, int] | None:
    whole = comment.prefix + comment.quote + comment.suffix
    at = text.find(whole)
    if at >= 0:
        return at + len(comment.prefix), at + len(comment.prefix) + len(comment.quote)
    at = text.find(comment.quote)
    return (at, at + len(comment.quote)) if comment.quote and at >= 0 else None
