"""The bookmarks by which we know our own again: up to 40 characters each, and hidden by Word for their first _."""

import re
from uuid import UUID

SOURCES = "_imbizo_sources"
_SECTION = re.compile(r"_imbizo_([0-9a-f]{32})")
_CITATION = re.compile(r"_cite_([0-9a-f]{32})")


def of_section(identity: UUID) -> str:
    return f"_imbizo_{identity.hex}"


def of_citation(identity: UUID) -> str:
    return f"_cite_{identity.hex}"


def section(name: str) -> UUID | None:
    """The section that a bookmark names, or None for a bookmark that isn't ours."""
    found = _SECTION.fullmatch(name)
    return UUID(found[1]) if found else None


def citation(name: str) -> UUID | None:
    """The citation that a link leads to, or None for a link elsewhere."""
    found = _CITATION.fullmatch(name)
    return UUID(found[1]) if found else None
