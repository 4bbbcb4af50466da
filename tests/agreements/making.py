"""What tests of agreements begin with: a memorandum with parties and clauses."""

from typing import Any

from django.utils.crypto import get_random_string

from imbizo.actors.models import Actor
from imbizo.actors.operations import add_actor
from imbizo.actors.states import Form
from imbizo.agreements.models import Agreement, Clause, Party
from imbizo.drafting.states import DocumentKind
from tests.cast import Cast
from tests.drafting.making import make_document, make_section


def make_institution(cast: Cast, name: str = "Ceres Municipality") -> Actor:
    """An institution in the register, seen by all partners."""
    return add_actor(form=Form.ORGANISATION, name=name, by=cast.amina)


def make_agreement(cast: Cast, **changes: Any) -> Agreement:
    """A memorandum of the convenor without parties or clauses, kept to itself."""
    document = changes.pop("document", None) or make_document(
        cast, title="Memorandum of understanding", kind=DocumentKind.AGREEMENT
    )
    fields: dict[str, Any] = {
        "programme": cast.programme,
        "owner": cast.convenor,
        "document": document,
        "code": get_random_string(12),
    }
    return Agreement.objects.create(**(fields | changes))


def make_party(agreement: Agreement, institution: Actor, **changes: Any) -> Party:
    """A party to the agreement, behind those that it has."""
    fields: dict[str, Any] = {
        "programme": agreement.programme,
        "agreement": agreement,
        "institution": institution,
        "position": agreement.parties.count() + 1,
    }
    return Party.objects.create(**(fields | changes))


def make_clause(
    agreement: Agreement, text: str = "The parties shall meet quarterly.", **changes: Any
) -> Clause:
    """A clause with its section."""
    section = changes.pop("section", None) or make_section(agreement.document, text)
    return Clause.objects.create(
        programme=agreement.programme, agreement=agreement, section=section, **changes
    )
