"""Agreements in the world: one with a party, a clause and what was agreed at a meeting, kept by the convenor alone."""

from typing import Any

from imbizo.agreements.models import Agreement, Clause, MeetingRecord, Party
from imbizo.drafting.models import Document, Publication, Section
from imbizo.drafting.states import DocumentKind
from tests.agreements.making import make_agreement, make_clause, make_institution, make_party

AGREEMENT, PARTY, CLAUSE = {"pk": "agreement"}, {"pk": "party"}, {"pk": "clause"}
PRIVATE: dict[str, dict[str, str]] = {
    **{
        f"agreements:{name}": AGREEMENT
        for name in (
            "agreement", "agreement-edit", "agreement-sharing", "agreement-public", "agreement-settle",
            "agreement-checklist", "agreement-final-workshop", "agreement-withdraw", "agreement-end", "party-add",
            "clause-add", "meeting-add",
        )
    },
    **{
        f"agreements:{name}": PARTY
        for name in ("party", "party-edit", "party-withdraw", "party-return", "party-move")
    },
    **{f"agreements:{name}": CLAUSE for name in ("clause", "clause-reopen", "clause-drop")},
}  # fmt: skip
OPEN: dict[str, dict[str, str]] = {
    "agreements:public-agreement": {"code": "PUBLICCODE00"},
    "agreements:public-verify": {"code": "PUBLICCODE00"},
}
LISTS = ("agreements:agreements", "agreements:agreement", "agreements:party", "agreements:clause")


def fill(world: Any) -> None:
    world.agreement_text = Document.objects.create(
        title="Memorandum", kind=DocumentKind.AGREEMENT, **world.own
    )
    world.agreement = Agreement.objects.create(
        document=world.agreement_text, code="WORLDCODE000", **world.own
    )
    of = {"agreement": world.agreement, **world.here}
    world.party = Party.objects.create(institution=world.organisation, official=world.actor, **of)
    section = Section.objects.create(
        document=world.agreement_text, title="Desks", text="A desk.", html="<p>A desk.</p>", **world.here
    )
    world.clause = Clause.objects.create(section=section, **of)
    world.agreement_version = _published(world.agreement_text, world.here)
    world.meeting_record = MeetingRecord.objects.create(text=world.agreement_version, **of)


def add(rows: Any) -> None:
    """One more agreement; to the first one a party, a clause and what was agreed at a meeting."""
    if not hasattr(rows, "agreed"):
        rows.agreed = make_agreement(rows.cast)
        rows.agreed_party = make_party(rows.agreed, make_institution(rows.cast))
        rows.agreed_clause = make_clause(rows.agreed)
        rows.agreed_text = _published(rows.agreed.document, rows.here)
    made = make_agreement(rows.cast) if rows.made > 1 else rows.agreed
    make_party(rows.agreed, make_institution(rows.cast, f"Municipality {rows.made}"))
    make_clause(rows.agreed)
    make_clause(made)
    MeetingRecord.objects.create(agreement=rows.agreed, text=rows.agreed_text, **rows.here)


def of(rows: Any) -> dict[str, dict[str, Any]]:
    """The agreement with thirty parties, one of them, and one of its clauses."""
    return {
        "agreements:agreement": {"pk": rows.agreed.pk},
        "agreements:party": {"pk": rows.agreed_party.pk},
        "agreements:clause": {"pk": rows.agreed_clause.pk},
    }


def _published(document: Document, here: dict[str, Any]) -> Publication:
    kept = {"frozen": {"sections": [], "atoms": {}}, "text_hash": "0" * 64}
    return Publication.objects.create(document=document, number=1, title="Memorandum", **kept, **here)
