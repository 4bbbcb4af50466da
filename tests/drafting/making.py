"""What tests of drafting begin with: a document with sections."""

from typing import Any

from imbizo.drafting.models import Comment, Component, Document, Revision, Section
from imbizo.drafting.states import SectionState
from tests.cast import Cast


def make_document(cast: Cast, **changes: Any) -> Document:
    """A strategy of the convenor, kept to itself; `changes` are its fields."""
    fields: dict[str, Any] = {
        "programme": cast.programme,
        "owner": cast.convenor,
        "title": "Living together in the valley",
    }
    return Document.objects.create(**(fields | changes))


def make_section(
    document: Document, text: str = "The parties shall meet quarterly.", **changes: Any
) -> Section:
    """A section with one paragraph, at its first version."""
    position = document.sections.count() + 1
    fields: dict[str, Any] = {
        "programme": document.programme,
        "document": document,
        "position": position,
        "title": f"Section {position}",
        "html": f"<p>{text}</p>",
        "text": text,
        "version": 1,
        "state": SectionState.WRITING,
    }
    section = Section.objects.create(**(fields | changes))
    Revision.objects.create(
        section=section, number=section.version, title=section.title, html=section.html, text=section.text
    )
    return section


def make_component(cast: Cast, document: Document | None = None, **changes: Any) -> Component:
    """A component of the convenor."""
    fields: dict[str, Any] = {
        "programme": cast.programme,
        "owner": cast.convenor,
        "title": "A desk where people are heard",
        "document": document,
    }
    return Component.objects.create(**(fields | changes))


def make_comment(section: Section, quote: str = "", **changes: Any) -> Comment:
    """A comment on a section, or on words in it."""
    start = section.text.index(quote) if quote else None
    fields: dict[str, Any] = {
        "programme": section.programme,
        "document": section.document,
        "section": section,
        "section_version": section.version,
        "start": start,
        "end": start + len(quote) if start is not None else None,
        "quote": quote,
        "text": "Why?",
    }
    return Comment.objects.create(**(fields | changes))
