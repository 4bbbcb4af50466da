"""Signing: a signatory with a link, and a signature on paper with its file, in an agreement of its own."""

from typing import Any

from django.core.files.base import ContentFile

from imbizo.agreements.models import Agreement, Party, Signatory, Signature, SigningFile
from imbizo.agreements.operations.authority import in_use
from imbizo.agreements.queries.signing import LINK
from imbizo.thread.operations import add_public_links
from tests.agreements.making import make_agreement, make_institution, make_party
from tests.agreements.signing_it import make_text, text_of
from tests.cast import Cast

AGREEMENT = {"pk": "signed_agreement"}
SIGNATORY = {"pk": "signatory"}
PRIVATE = {
    **{
        f"agreements:{name}": AGREEMENT
        for name in (
            "signing", "signing-begin", "signing-take-back", "signing-check", "signing-file", "signing-counterpart",
        )
    },
    **{
        f"agreements:{name}": SIGNATORY
        for name in (
            "signatory", "signatory-remove", "signatory-ask", "signatory-on-paper", "signatory-declined",
            "signatory-paper",
        )
    },
    "agreements:signatory-add": {"pk": "signing_party"},
    "agreements:signature-scan": {"pk": "signature"},
    "agreements:signature-trust": {"pk": "signature"},
}  # fmt: skip
OPEN: dict[str, dict[str, str]] = {
    f"agreements:{name}": {"token": "sign_token"}
    for name in ("sign", "sign-code", "sign-decline", "sign-bring-back", "sign-file")
}
OPEN["agreements:signing-authority"] = {}
LISTS = ("agreements:signing",)


def fill(world: Any) -> None:
    in_use()  # Whose certificate anybody may have.
    """An agreement that is being signed, with one signature on paper and one still to come."""
    world.signed_agreement, world.signing_party = _agreement(world.cast)
    world.signing_file = _file(world.signed_agreement, world.here)
    world.signatory = _person(world.signing_party, 1, world.here)
    signed = _person(world.signing_party, 2, world.here, state="signed")
    world.signature = Signature.objects.create(
        signatory=signed, way="paper", text_hash="0" * 64, place="Ceres", witnesses=["Nomsa"], **world.here
    )
    world.signature.scan.save("scan", ContentFile(b"%PDF-1.7"))
    world.sign_token = add_public_links([world.signatory], purpose=LINK, days=2, by=None)[world.signatory.pk]


def add(rows: Any) -> None:
    """One more party with its signatory."""
    if not hasattr(rows, "signed_agreement"):
        rows.signed_agreement, _first = _agreement(rows.cast)
    party = make_party(rows.signed_agreement, make_institution(rows.cast, f"Municipality {rows.made}"))
    _person(party, rows.made, rows.here)


def of(rows: Any) -> dict[str, dict[str, Any]]:
    return {"agreements:signing": {"pk": rows.signed_agreement.pk}}


def _agreement(cast: Cast) -> tuple[Agreement, Party]:
    made = make_agreement(cast)
    made.text, made.state = make_text(cast, made), "signing"
    made.save()
    return made, make_party(made, make_institution(cast, "Breede Valley Municipality"))


def _file(agreement: Agreement, here: dict[str, Any]) -> SigningFile:
    made = SigningFile(agreement=agreement, text=text_of(agreement), digest="0" * 64, **here)
    made.file.save("file.pdf", ContentFile(b"%PDF-1.7"), save=False)
    made.save()
    return made


def _person(party: Party, number: int, here: dict[str, Any], **changes: Any) -> Signatory:
    fields = {"name": f"Sipho {number}", "office": "Mayor", "field": f"signature-{number}", "way": "own"}
    return Signatory.objects.create(party=party, **(fields | changes), **here)
