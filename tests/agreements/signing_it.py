"""What tests of signing begin with: a memorandum with its final text, and people who sign it."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from imbizo.actors.models import Actor
from imbizo.actors.operations import add_actor, add_contact
from imbizo.actors.states import Form
from imbizo.agreements.models import Agreement, Party, Signatory, Signature, SigningFile
from imbizo.agreements.operations import counterparts, electronic, signing_codes
from imbizo.agreements.operations.signatories import add_signatory
from imbizo.agreements.operations.signing import begin_signing
from imbizo.agreements.queries.signing import LINK, newest_file
from imbizo.agreements.states import AgreementState, SignWay
from imbizo.drafting.models import Publication
from imbizo.drafting.operations.publishing import publish
from imbizo.messaging.models import Message
from imbizo.messaging.states import Purpose
from imbizo.thread.operations import add_public_links
from tests.agreements.making import make_agreement, make_institution, make_party
from tests.cast import Cast
from tests.drafting.making import make_section

PLACE = "Ceres"


def make_text(cast: Cast, agreement: Agreement) -> Publication:
    """A published version of the agreement's words, with one section."""
    make_section(agreement.document, title="Purpose")
    return publish(document=agreement.document, by=cast.amina)


def make_ready(cast: Cast, **changes: Any) -> Agreement:
    """An agreement of two municipalities, agreed on, with its final text and nobody named to sign it."""
    agreement = make_agreement(cast, state=AgreementState.AGREED, **changes)
    agreement.text = make_text(cast, agreement)
    agreement.save()
    for name in ("Witzenberg Municipality", "Langeberg Municipality"):
        make_party(agreement, make_institution(cast, name))
    return agreement


def make_official(cast: Cast, name: str, mobile: str = "") -> Actor:
    """A person in the register with a number, to whom a code can go."""
    person = add_actor(form=Form.PERSON, name=name, by=cast.amina)
    if mobile:
        add_contact(actor=person, channel="sms", raw=mobile, by=cast.amina)
    return person


def name_signatory(cast: Cast, party: Party, name: str = "Nomsa Dlamini", **changes: Any) -> Signatory:
    """Somebody with a number who signs here, in the first turn, unless told otherwise."""
    fields: dict[str, Any] = {"office": "Municipal Manager", "way": SignWay.PLATFORM} | changes
    if fields["way"] == SignWay.PLATFORM and "actor" not in fields:
        number = f"082 555 {Signatory.objects.count():04d}"
        fields["actor"] = make_official(cast, name, number)
    return add_signatory(party=party, name=name, by=cast.amina, **fields)


def begun(cast: Cast, **changes: Any) -> tuple[Agreement, Signatory, Signatory]:
    """Signing has begun: Nomsa for the first party, then Piet for the second."""
    agreement = make_ready(cast, **changes)
    first, second = agreement.parties.all()
    nomsa = name_signatory(cast, first)
    piet = name_signatory(cast, second, "Piet Fourie", turn=2)
    begin_signing(agreement=agreement, by=cast.amina)
    for each in (agreement, nomsa, piet):
        each.refresh_from_db()
    return agreement, nomsa, piet


def code_for(signatory: Signatory) -> str:
    """The code that is sent to them, read from the message."""
    signing_codes.send_code(signatory=signatory)
    message = Message.objects.filter(purpose=Purpose.SECURITY, recipient_id=signatory.actor_id).latest("pk")
    found = re.search(r"\b\d{6}\b", message.text)
    assert found is not None
    return found.group()


def sign(signatory: Signatory, **changes: Any) -> Signature:
    """They read the newest file and sign it."""
    agreement = signatory.party.agreement
    fields: dict[str, Any] = {"onto": newest(agreement).digest, "place": PLACE} | changes
    code = fields.pop("code", None) or code_for(signatory)
    return electronic.sign_here(signatory=signatory, code=code, **fields)


def text_of(agreement: Agreement) -> Publication:
    """The final text, which is what they sign."""
    assert agreement.text is not None
    return agreement.text


def sign_paper(cast: Cast, signatory: Signatory, **changes: Any) -> Signature:
    """They sign a counterpart with a pen, today."""
    text = text_of(signatory.party.agreement)
    fields: dict[str, Any] = {
        "signed_on": text.published_at.astimezone(signatory.programme.zone).date(),
        "place": PLACE,
        "text_hash": text.text_hash[:16],
        "witnesses": ["Fatou Ndiaye"],
        "by": cast.amina,
    }
    return counterparts.record_paper(signatory=signatory, **(fields | changes))


def newest(agreement: Agreement) -> SigningFile:
    file = newest_file(agreement)
    assert file is not None
    return file


def content(agreement: Agreement) -> bytes:
    """The bytes of the file as it stands."""
    with newest(agreement).file.open("rb") as opened:
        return bytes(opened.read())


def token_of(signatory: Signatory) -> str:
    return add_public_links([signatory], purpose=LINK, days=2, by=None)[signatory.pk]


def scan(body: bytes = b"%PDF-1.7 scanned") -> SimpleUploadedFile:
    return SimpleUploadedFile("counterpart.pdf", body, content_type="application/pdf")
