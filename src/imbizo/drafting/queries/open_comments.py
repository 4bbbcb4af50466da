"""The comments that keep a document from being final."""

from imbizo.calc.dispositions import Disposition, Ending, blockers
from imbizo.drafting.models import Comment, Document


def keeping_open(document: Document) -> list[Comment]:
    """The comments on a document that wait for a decision, or whose decision lacks something, in their order.

    A reply is part of what it answers; one that was withdrawn waits for nothing.
    """
    rows = document.comments.filter(answers=None, withdrawn_because="")
    comments = {str(each.pk): each for each in rows.select_related("disposition", "programme", "section")}
    decided = [_decided(each) for each in comments.values() if hasattr(each, "disposition")]
    return [comments[each.comment] for each in blockers(list(comments), decided)]


def _decided(comment: Comment) -> Disposition:
    made = comment.disposition
    return Disposition(
        comment=str(comment.pk),
        ending=Ending(made.verdict),
        reason=made.reason,
        section=str(made.section_id or ""),
        version=made.section_version,
        original=str(made.duplicate_of_id) if made.duplicate_of_id else None,
    )
