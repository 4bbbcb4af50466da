"""What anybody may read of an agreement: its text, its parties, its effect."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from imbizo.agreements.models import Agreement
from imbizo.agreements.queries.parties import PartyStanding, standing
from imbizo.agreements.states import AgreementState
from imbizo.calc.richtext import to_html
from imbizo.drafting.models import Publication
from imbizo.drafting.queries.frozen import as_published


@dataclass(frozen=True, slots=True)
class PublicPart:
    """A clause as it was published: `html` is safe, made by `calc.richtext`."""

    number: str
    title: str
    html: str


def open_agreements() -> QuerySet[Agreement]:
    """Those that anybody may read."""
    rows = Agreement.objects.filter(is_public=True).exclude(state=AgreementState.WITHDRAWN)
    return rows.select_related("programme", "owner", "document", "text")


def told(agreement: Agreement) -> dict[str, Any]:
    """The text as it was published last or settled, and where each party stands."""
    text: Publication = agreement.text or agreement.document.publications.all()[0]
    parties: list[PartyStanding] = standing(agreement)
    return {
        "text": text,
        "parts": parts_of(text),
        "parties": parties,
        "is_settled": agreement.text is not None,
    }


def parts_of(text: Publication) -> list[PublicPart]:
    """The clauses of a published text, in the order of reading, with its citations as words."""
    reading = as_published(text)
    return [
        PublicPart(part.number, part.title, to_html(part.text, draw=reading.label)) for part in reading.parts
    ]


def version_with(agreement: Agreement, digest: str) -> Publication | None:
    """The published version of the text that has this hash."""
    rows: QuerySet[Publication] = agreement.document.publications.filter(text_hash=digest)
    return rows.first()
