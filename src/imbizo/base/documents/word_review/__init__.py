"""Word that goes out for comment and comes back: drafts, comparisons as tracked changes, and what people made of them.

`write` and `compare` give the bytes of a .docx; `read` takes those of any. See docs/developer/documents.md.
"""

from imbizo.base.documents.word_review.comparisons import compare
from imbizo.base.documents.word_review.drafts import numbers, write
from imbizo.base.documents.word_review.reading import read
from imbizo.base.documents.word_review.shapes import (
    Comment,
    ComparedSection,
    Comparison,
    Draft,
    Note,
    Place,
    Remark,
    Reply,
    Returned,
    ReturnedSection,
    Section,
    Source,
    Stamp,
    Suggestion,
    Version,
)

__all__ = [
    "Comment",
    "ComparedSection",
    "Comparison",
    "Draft",
    "Note",
    "Place",
    "Remark",
    "Reply",
    "Returned",
    "ReturnedSection",
    "Section",
    "Source",
    "Stamp",
    "Suggestion",
    "Version",
    "compare",
    "numbers",
    "read",
    "write",
]
