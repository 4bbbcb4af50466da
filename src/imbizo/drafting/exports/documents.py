"""A published version, and a comparison of two, as PDF and Word."""

from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from imbizo.base.documents import pdf, word_review
from imbizo.base.templatetags.look import when
from imbizo.calc.diff import ChangeKind, compare
from imbizo.calc.richtext import from_plain
from imbizo.calc.versions import PartChange
from imbizo.drafting.exports.runs import blocks, tracked
from imbizo.drafting.models import Publication
from imbizo.drafting.queries.comparing import Compared, notes, summary
from imbizo.drafting.queries.frozen import Reading, ReadPart, as_published
from imbizo.drafting.queries.sources import said


def publication_pdf(publication: Publication) -> bytes:
    """The version as it was published, with its table of sources, in the document's language. Raises NotMade."""
    language = publication.document.language
    with translation.override(language):
        reading = as_published(publication)
        data = {
            "programme": str(publication.programme),
            "title": publication.title,
            "standing": _standing(publication),
            "note": publication.note,
            "hash": publication.text_hash,
            "parts": [_part(part, reading) for part in reading.parts],
            "sources": [
                [f"{part.number} {part.title}", "\n".join(said(part.sources))] for part in reading.parts
            ],
            "words": _words(),
        }
        return pdf.render("drafting/publication", data, language=language, title=str(publication))


def comparison_pdf(found: Compared, *, only_changed: bool) -> bytes:
    """Two versions as tracked changes, in the reader's language. Raises NotMade."""
    parts = found.changes.touched if only_changed else found.changes.parts
    title = _title(found)
    data = {
        "programme": str(found.new.document.programme),
        "title": found.new.document.title,
        "standing": " · ".join([_between(found), *summary(found)]),
        "parts": [_change(part, found) for part in parts],
        "words": {"key_in": _("added"), "key_out": _("taken out"), "same": _("Nothing changed.")},
    }
    return pdf.render("drafting/comparison", data, language=translation.get_language() or "en", title=title)


def comparison_docx(found: Compared) -> bytes:
    """Two versions as tracked changes that Word's own buttons accept and reject."""
    document = found.new.document
    return word_review.compare(
        word_review.Comparison(
            title=_title(found),
            language=document.language,
            programme=str(document.programme),
            author=_between(found),
            at=found.new.publication.published_at if found.new.publication else timezone.now(),
            sections=tuple(_compared_section(part) for part in found.changes.parts),
            labels=found.words.words,
        )
    )


def _standing(publication: Publication) -> str:
    kind = _("Final version %(number)s") if publication.is_final else _("Version %(number)s")
    return " · ".join([kind % {"number": publication.number}, when(publication.published_at)])


def _words() -> dict[str, str]:
    return {
        "sources": _("Who stands behind each section"),
        "sources_lede": _(
            "A voice is one thing that somebody said or wrote. A gathering with fewer than five voices "
            "behind a section isn't named beside it."
        ),
        "section": _("Section"),
        "behind": _("Gatherings and voices"),
        "nobody": _("no gathering yet"),
        "hash": _("SHA-256 of the text"),
        "contents": _("Contents"),
        "changed": _("What changed"),
    }


def _part(part: ReadPart, reading: Reading) -> dict[str, Any]:
    return {
        "id": str(part.id),
        "number": part.number,
        "depth": part.depth,
        "title": part.title,
        "blocks": blocks(part.text, reading.label),
    }


def _change(part: PartChange[UUID], found: Compared) -> dict[str, Any]:
    return {
        "number": part.newest.number,
        "depth": part.newest.depth,
        "title": part.newest.title,
        "was": part.old.title if part.old and part.old.title != part.newest.title else "",
        "fate": part.fate.value,
        "notes": ", ".join(notes(part)),
        "blocks": tracked(part.words, found.words.label),
    }


def _compared_section(part: PartChange[UUID]) -> word_review.ComparedSection:
    old, new = (from_plain(" ".join(each.title.split()) if each else "") for each in (part.old, part.new))
    end = ChangeKind.SAME
    if part.old is None or part.new is None:
        end = ChangeKind.INSERTED if part.new else ChangeKind.DELETED
    return word_review.ComparedSection(
        identity=part.newest.id, title=compare(old, new), body=part.words, end=end, level=part.newest.depth
    )


def _between(found: Compared) -> str:
    return _("%(old)s to %(new)s") % {"old": found.old.name, "new": found.new.name}


def _title(found: Compared) -> str:
    return f"{found.new.document.title}: {_between(found)}"
