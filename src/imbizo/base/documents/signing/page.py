"""The page that people sign on, by pen or electronically: what its template draws, and where its boxes lie.

A template that imports "/base/documents/typst/signing.typ" writes `#signature-pages(data.signing)` at its end, with
`data.signing` from `data` here; `fields` of the same signatories gives the boxes for `prepare`. The measures stand
here alone, and the template is given them.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from imbizo.base.documents.signing.fields import SignatureField

PER_PAGE = 4

_POINTS = 72 / 25.4  # in a millimetre
_PAGE_HEIGHT = 297
# In millimetres. `head` is the room for heading and explanation on the first page; a box begins `box_top` below the
# top of its row.
_MEASURES = {
    "side": 24,
    "top": 22,
    "bottom": 24,
    "head": 32,
    "row": 52,
    "gap": 2,
    "inset": 3,
    "box_top": 20,
    "box_width": 92,
    "box_height": 29,
}


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Who signs in the field of that name (ASCII, without a dot): as what, for whom, by what authority."""

    field: str
    name: str
    capacity: str
    party: str = ""
    authority: str = ""


def data(signatories: Sequence[Signatory], *, language: str) -> dict[str, Any]:
    """What `signature-pages` draws; `pages` are rows of up to four signatories."""
    rows = [asdict(signatory) for signatory in signatories]
    pages = [rows[start : start + PER_PAGE] for start in range(0, len(rows), PER_PAGE)]
    return {"pages": pages, "measures": _MEASURES, "words": _words(language)}


def fields(signatories: Sequence[Signatory], *, language: str) -> tuple[SignatureField, ...]:
    """The boxes of those pages, which are the last of the document."""
    pages = -(-len(signatories) // PER_PAGE)
    with translation.override(language):
        return tuple(
            SignatureField(
                name=signatory.field,
                label=_label(signatory),
                page=place // PER_PAGE - pages,
                box=_box(place),
            )
            for place, signatory in enumerate(signatories)
        )


def _label(signatory: Signatory) -> str:
    who = {"name": signatory.name, "capacity": signatory.capacity, "party": signatory.party}
    if not signatory.party:
        return gettext("Signature of %(name)s, %(capacity)s") % who
    return gettext("Signature of %(name)s, %(capacity)s, for %(party)s") % who


def _box(row: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top in points from the lower left corner of the page, as PDF counts."""
    measures = _MEASURES
    left = measures["side"] + measures["inset"]
    down = (
        measures["top"] + measures["head"] + row * (measures["row"] + measures["gap"]) + measures["box_top"]
    )
    top = _PAGE_HEIGHT - down
    return (
        left * _POINTS,
        (top - measures["box_height"]) * _POINTS,
        (left + measures["box_width"]) * _POINTS,
        top * _POINTS,
    )


def _words(language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "title": gettext("Signatures"),
            "lede": gettext(
                "Each signatory signs in the box with their name, with a pen or electronically. An electronic "
                "signature that this site issues is an ordinary electronic signature, not an advanced one. Place, "
                "date and witnesses are filled in where this page is signed with a pen."
            ),
            "place": gettext("Place"),
            "date": gettext("Date"),
            "witness": gettext("Witness"),
        }
