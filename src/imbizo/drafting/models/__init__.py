"""Documents with their sections, and what is said about them."""

from imbizo.drafting.models.comments import (
    Circulation,
    Comment,
    Disposition,
    Reader,
    ReferenceGroup,
    ReferenceMember,
    WordReturn,
)
from imbizo.drafting.models.documents import (
    Citation,
    Component,
    Document,
    PlainSummary,
    Publication,
    Revision,
    Section,
)

__all__ = [
    "Circulation",
    "Citation",
    "Comment",
    "Component",
    "Disposition",
    "Document",
    "PlainSummary",
    "Publication",
    "Reader",
    "ReferenceGroup",
    "ReferenceMember",
    "Revision",
    "Section",
    "WordReturn",
]
