"""A published version, or the draft as it stands, as a Word file that people comment on and send back."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from imbizo.base.documents import word_review
from imbizo.calc.richtext import Citation
from imbizo.drafting.models import Document, Publication, Reader
from imbizo.drafting.queries import margin
from imbizo.drafting.queries.frozen import Reading, ReadPart, as_published, current
from imbizo.drafting.queries.margin import Beside
from imbizo.drafting.queries.sources import said
from imbizo.drafting.rules import word_stamps
from imbizo.programmes.models import Membership


def draft_docx(document: Document, *, member: Membership, with_comments: bool) -> bytes:
    """The document as it stands, with what the member sees said about it beside the words."""
    with translation.override(document.language):
        reading, now = current(document), timezone.now()
        said_of = margin.for_member(document, reading, member) if with_comments else []
        stamp = word_review.Stamp(document.pk, word_stamps.of_draft(now), "")
        return _written(document, document.title, reading, stamp, said_of)


def publication_docx(publication: Publication, *, member: Membership, with_comments: bool) -> bytes:
    """A version as it was published, with what the member sees said about it beside the words."""
    with translation.override(publication.document.language):
        reading = as_published(publication)
        document = publication.document
        said_of = margin.for_member(document, reading, member, publication) if with_comments else []
        return _written(document, str(publication), reading, _stamp(publication), said_of)


def readers_docx(reader: Reader) -> bytes:
    """The version that a reader was sent, with their own comments beside the words."""
    publication = reader.circulation.publication
    with translation.override(publication.document.language):
        reading = as_published(publication)
        said_of = margin.for_reader(reader, reading)
        return _written(publication.document, str(publication), reading, _stamp(publication), said_of)


def _stamp(publication: Publication) -> word_review.Stamp:
    return word_review.Stamp(publication.document_id, str(publication.number), publication.text_hash)


def _written(
    document: Document, title: str, reading: Reading, stamp: word_review.Stamp, said_of: Sequence[Beside]
) -> bytes:
    return word_review.write(
        word_review.Draft(
            title=title,
            language=document.language,
            programme=str(document.programme),
            stamp=stamp,
            sections=tuple(_section(part, said_of) for part in reading.parts),
            sources=tuple(_sources(reading)),
            comments=tuple(_comments(said_of, None)),
            labels=reading.words,
        )
    )


def _section(part: ReadPart, said_of: Iterable[Beside]) -> word_review.Section:
    return word_review.Section(
        identity=part.id,
        title=part.title,
        level=part.depth,
        body=part.text,
        comments=tuple(_comments(said_of, part.id)),
    )


def _comments(said_of: Iterable[Beside], section: UUID | None) -> Iterator[word_review.Comment]:
    """The comments on one section, or with None on the document."""
    for each in said_of:
        if each.section != section:
            continue
        start, end = each.span or (None, None)
        told = each.answer
        replies = (word_review.Reply(told.by, told.text, told.at),) if told else ()
        yield word_review.Comment(each.author, each.text, each.at, start, end, replies)


def _sources(reading: Reading) -> Iterator[word_review.Source]:
    """For each section that has any: what it cites, and the gatherings and voices behind it."""
    for part in reading.parts:
        cited = tuple(dict.fromkeys(atom.id for atom in part.text.atoms if isinstance(atom, Citation)))
        behind = said(part.sources)
        if cited or behind:
            words = dict.fromkeys(reading.words.get(pk, "") for pk in cited)
            text = "\n".join([f"{part.number} {part.title}", *(each for each in words if each)])
            yield word_review.Source(cited, text, "\n".join(behind) or _("no gathering yet"))
