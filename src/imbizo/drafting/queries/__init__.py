"""Reads of drafts, each beginning with what the member sees."""

from imbizo.drafting.queries.seeing import (
    comments,
    components,
    documents,
    of_documents,
    own,
    publications,
    sections,
)

__all__ = ["comments", "components", "documents", "of_documents", "own", "publications", "sections"]
