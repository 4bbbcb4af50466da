"""The final text as a PDF: to sign electronically, with a box for each signatory, or as a counterpart on paper."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imbizo.agreements.models import Agreement, Party, Resolution, Signatory
from imbizo.agreements.queries.signing import resolutions_of, signing_parties
from imbizo.base.documents import pdf
from imbizo.base.documents.signing import fields, page
from imbizo.calc.richtext import Block, Citation, Inline, Run, SectionReference
from imbizo.drafting.models import Publication
from imbizo.drafting.queries.frozen import Reading, as_published

_TEMPLATE = "agreements/agreement"


def file_to_sign(agreement: Agreement, signatories: Sequence[Signatory]) -> bytes:
    """The text with an empty field for each signatory, in their order, before the first signature.

    Raises NotMade where the text can't be set.
    """
    language = agreement.document.language
    boxes = [_box(each) for each in signatories]
    return fields.prepare(_drawn(agreement, boxes), page.fields(boxes, language=language))


def counterpart(agreement: Agreement, signatories: Sequence[Signatory]) -> bytes:
    """The same text to print: the hash and lines for initials at the foot of each page, boxes to sign in at its end."""
    return _drawn(agreement, [_box(each) for each in signatories], on_paper=True)


def _box(signatory: Signatory) -> page.Signatory:
    return page.Signatory(
        field=signatory.field or "unsigned",
        name=signatory.name,
        capacity=signatory.office,
        party=signatory.party.institution.name,
        authority=signatory.authority,
    )


def _drawn(agreement: Agreement, boxes: Sequence[page.Signatory], *, on_paper: bool = False) -> bytes:
    text = agreement.text
    assert text is not None  # Nothing is signed before there's a final text.
    language = agreement.document.language
    with translation.override(language):
        data = _data(agreement, text) | {
            "signing": page.data(boxes, language=language),
            "initials": _("Initials") if on_paper else "",
        }
    return pdf.render(_TEMPLATE, data, language=language, title=text.title, timestamp=text.published_at)


def _data(agreement: Agreement, text: Publication) -> dict[str, Any]:
    reading = as_published(text)
    return {
        "programme": agreement.programme.name,
        "title": text.title,
        "kind": agreement.get_kind_display(),
        "parties": [party.institution.name for party in signing_parties(agreement)],
        "sections": [_section(part.number, part.title, part.text.blocks, reading) for part in reading.parts],
        "adoption": [_adopted(*each) for each in _adoptions(agreement)],
        "hash": text.text_hash,
        "words": _words(text),
    }


def _words(text: Publication) -> dict[str, Any]:
    return {
        "between": _("between"),
        "parties": _("Parties"),
        "adoption": _("Adopted by the parties"),
        "adoption_headings": [_("Party"), _("Body"), _("Resolution"), _("Date")],
        "hash": _("Hash of the text (SHA-256)"),
        "hash_note": _(
            "Version %(number)s of %(day)s. Whoever has this paper or file can check on the agreement's page "
            "whether it holds this very text."
        )
        % {"number": text.number, "day": date_format(text.published_at.date(), "j F Y")},
    }


def _section(number: str, title: str, blocks: Iterable[Block], reading: Reading) -> dict[str, Any]:
    return {
        "number": number,
        "depth": number.count(".") + 1,
        "title": title,
        "blocks": [_block(block, reading) for block in blocks],
    }


def _block(block: Block, reading: Reading) -> dict[str, Any]:
    runs = [_run(each, reading) for each in block.content]
    return {"kind": str(block.kind), "level": block.level, "runs": runs}


def _run(inline: Inline, reading: Reading) -> dict[str, Any]:
    if isinstance(inline, Run):
        return {"text": inline.text, "marks": sorted(str(mark) for mark in inline.look.marks)}
    return {"text": _atom(inline, reading), "marks": []}


def _atom(atom: Citation | SectionReference, reading: Reading) -> str:
    words = reading.label(atom)
    return f"({words})" if words and isinstance(atom, Citation) else words


def _adoptions(agreement: Agreement) -> list[tuple[Party, Resolution]]:
    """The newest resolution on this very text of each party's bodies, in the order of the parties."""
    text = agreement.text
    found = [
        (each.step.path.party, each)
        for each in resolutions_of(agreement)
        if text is not None and each.text_hash == text.text_hash
    ]
    named = [(party, each) for party, each in found if party is not None]
    return sorted(named, key=lambda pair: (pair[0].position, pair[1].decided_on))


def _adopted(party: Party, resolution: Resolution) -> list[str]:
    return [
        party.institution.name,
        str(resolution.step),
        f"{resolution.number or '–'}: {resolution.get_outcome_display()}",
        _day(resolution.decided_on),
    ]


def _day(day: date) -> str:
    return date_format(day, "j F Y")
