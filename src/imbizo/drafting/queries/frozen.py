"""What a publication keeps: each section as it was read, what it cited, who stood behind it; and the hash of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import translation

from imbizo.calc.outlines import Numbered
from imbizo.calc.richtext import Atom, RichText, parse, plain_text, to_html, worded
from imbizo.calc.sealing import SealedPart, text_hash
from imbizo.drafting.models import Document, Publication, Section
from imbizo.drafting.queries.drawing import Atoms, atoms_of
from imbizo.drafting.queries.outline import ordered, standing
from imbizo.drafting.queries.sources import Sources, sources_of

Frozen = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A section as it is read, in a publication or as it stands now. `version` is that of the section then."""

    id: UUID
    number: str
    depth: int
    title: str
    text: RichText
    version: int
    parent: UUID | None
    sources: Sources


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole document as it is read, with the words of its atoms."""

    parts: tuple[ReadPart, ...]
    words: Mapping[UUID, str]

    def label(self, atom: Atom) -> str:
        """How a citation or a reference reads; empty where it isn't known."""
        return self.words.get(atom.id, "")


def freeze(document: Document) -> dict[str, Any]:
    """The document as it stands, in the form that `Publication.frozen` keeps, in the document's language."""
    with translation.override(document.language):
        reading = current(document)
    return {
        "sections": [_kept(part, reading) for part in reading.parts],
        "atoms": {str(pk): words for pk, words in reading.words.items()},
    }


def hash_of(frozen: Frozen) -> str:
    """The hash of a frozen text, as `calc.sealing` says to the letter."""
    return text_hash(sealed(frozen))


def sealed(frozen: Frozen) -> list[SealedPart]:
    """The parts that the hash is of."""
    return [SealedPart(part["number"], part["title"], part["words"]) for part in frozen["sections"]]


def current(document: Document) -> Reading:
    """The document as it stands now, with the present numbers in its references."""
    rows = list(standing(document))
    by_id = {row.pk: row for row in rows}
    texts = {row.pk: parse(row.html) for row in rows}
    sources = sources_of(document, rows)
    parts = tuple(_part(by_id[each.id], each, texts[each.id], sources[each.id]) for each in ordered(rows))
    return Reading(parts, _words(texts.values(), atoms_of(texts.values(), document)))


def as_published(publication: Publication) -> Reading:
    """The document as it was published."""
    frozen = publication.frozen
    words = {UUID(pk): text for pk, text in frozen["atoms"].items()}
    return Reading(tuple(_read(part) for part in frozen["sections"]), words)


def _part(section: Section, place: Numbered[UUID], text: RichText, sources: Sources) -> ReadPart:
    return ReadPart(
        id=section.pk,
        number=place.number,
        depth=place.depth,
        title=section.title,
        text=text,
        version=section.version,
        parent=section.parent_id,
        sources=sources,
    )


def _words(texts: Iterable[RichText], atoms: Atoms) -> dict[UUID, str]:
    return {atom.id: atoms.label(atom) for text in texts for atom in text.atoms}


def _kept(part: ReadPart, reading: Reading) -> dict[str, Any]:
    return {
        "id": str(part.id),
        "number": part.number,
        "depth": part.depth,
        "parent": str(part.parent) if part.parent else None,
        "title": part.title,
        "html": to_html(part.text),
        "text": plain_text(part.text),
        "words": worded(part.text, reading.label),
        "version": part.version,
        "sources": part.sources.as_json(),
    }


def _read(kept: Frozen) -> ReadPart:
    return ReadPart(
        id=UUID(kept["id"]),
        number=kept["number"],
        depth=kept["depth"],
        title=kept["title"],
        text=parse(kept["html"]),
        version=kept["version"],
        parent=UUID(kept["parent"]) if kept["parent"] else None,
        sources=Sources.from_json(kept["sources"]),
    )
