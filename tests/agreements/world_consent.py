"""Consent in the world: a round that hides what one party said, and the link of its official."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from imbizo.agreements.models import ConsentRound, Position
from imbizo.agreements.operations.parties import LINK
from imbizo.thread.operations import add_public_links
from tests.agreements.making import make_agreement, make_clause, make_institution, make_party

ROUND, VOICE = {"pk": "consent_round"}, {"pk": "consent_round", "party": "party_id"}
PRIVATE: dict[str, dict[str, str]] = {
    **{f"agreements:{name}": {"pk": "agreement"} for name in ("rounds", "round-open")},
    **{
        f"agreements:{name}": ROUND
        for name in ("round", "round-call-off", "round-close", "round-remind", "round-positions")
    },
    **{f"agreements:{name}": VOICE for name in ("position-enter", "round-link")},
}
OPEN: dict[str, dict[str, str]] = {"agreements:consent": {"token": "consent_token"}}
LISTS = ("agreements:rounds", "agreements:round")


def fill(world: Any) -> None:
    world.consent_round = _round(world.agreement, world.agreement_version, number=1)
    world.party_id = world.party.pk
    world.position = Position.objects.create(
        round=world.consent_round, party=world.party, version=1, stance="consent", **world.here
    )
    world.consent_token = add_public_links([world.party], purpose=LINK, days=2, by=None)[world.party.pk]


def add(rows: Any) -> None:
    """One more closed round; to the first one a party that has said what it thinks."""
    if not hasattr(rows, "asked"):
        agreement = make_agreement(rows.cast)
        clause = make_clause(agreement)
        version = rows.agreed_text
        rows.asked = _round(agreement, version, number=1, versions={str(clause.pk): 1})
    party = make_party(rows.asked.agreement, make_institution(rows.cast, f"District {rows.made}"))
    Position.objects.create(round=rows.asked, party=party, version=1, stance="consent", **rows.here)


def of(rows: Any) -> dict[str, dict[str, Any]]:
    """The round with thirty parties, and the page of its agreement."""
    return {
        "agreements:rounds": {"pk": rows.asked.agreement_id},
        "agreements:round": {"pk": rows.asked.pk},
    }


def _round(agreement: Any, text: Any, **more: Any) -> ConsentRound:
    return ConsentRound.objects.create(
        programme=agreement.programme,
        agreement=agreement,
        text=text,
        deadline=timezone.now() + timedelta(days=7),
        **more,
    )
