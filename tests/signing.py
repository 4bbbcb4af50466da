"""A memorandum with three signatories, ready to be signed, spoilt and judged. What is made is made once."""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from imbizo.base.documents import pdf
from imbizo.base.documents.signing import authority, fields, page, signatures, verification
from imbizo.base.documents.signing.authority import Authority, Credential, Revoked
from imbizo.base.documents.signing.findings import Judgement

AT = datetime(2026, 7, 26, 7, tzinfo=UTC)
# For what other programs sign, which take the time from the clock of this machine.
NOW = datetime.now(UTC)
LATER = AT + timedelta(days=90)
SIGNATORIES = (
    page.Signatory(field="witzenberg", name="Nomsa Dlamini", capacity="Executive Mayor", party="Witzenberg"),
    page.Signatory(field="langeberg", name="Piet Fourie", capacity="Municipal Manager", party="Langeberg"),
    page.Signatory(field="forum", name="Fatou Ndiaye", capacity="Chairperson", party="Migrants’ Forum"),
)
FIELDS = tuple(signatory.field for signatory in SIGNATORIES)
TEMPLATE = """
#import "/base/documents/typst/signing.typ": *
#show: paper.with(programme: data.programme)
= #data.title
The parties shall meet quarterly.
#signature-pages(data.signing)
"""


@cache
def text(title: str = "Memorandum") -> bytes:
    """The final text, with a page to sign on."""
    data = {"programme": "Winelands", "title": title, "signing": page.data(SIGNATORIES, language="en")}
    with tempfile.TemporaryDirectory(prefix="imbizo-typst-") as folder:
        shutil.copytree(pdf.ROOT / "base/documents/typst", Path(folder) / "base/documents/typst")
        template = Path(folder) / "app/typst/memorandum.typ"
        template.parent.mkdir(parents=True)
        template.write_text(TEMPLATE)
        return pdf.render("app/memorandum", data, language="en", title=title, root=Path(folder), timestamp=AT)


@cache
def prepared(title: str = "Memorandum") -> bytes:
    """The text with an empty field for each."""
    return fields.prepare(text(title), page.fields(SIGNATORIES, language="en"))


@cache
def ours() -> Authority:
    """The authority of this installation."""
    return authority.found("Imbizo of the Winelands", at=AT - timedelta(days=30))


@cache
def theirs() -> Authority:
    """An authority that we don't know."""
    return authority.found("Somebody else", at=AT - timedelta(days=30))


def credential(field: str, issuer: Authority | None = None) -> Credential:
    """What that signatory signs with: ours, unless another issued it."""
    return _issued(field, issuer or ours())


@cache
def _issued(field: str, issuer: Authority) -> Credential:
    (who,) = (signatory for signatory in SIGNATORIES if signatory.field == field)
    # A short life, so that it has ended at LATER.
    return authority.issue(issuer, name=who.name, organisation=who.party, at=AT, lasts=timedelta(hours=12))


def sign(document: bytes, field: str, issuer: Authority | None = None, **more: Any) -> bytes:
    """The document signed in that field, at AT unless told otherwise."""
    (who,) = (signatory for signatory in SIGNATORIES if signatory.field == field)
    told: dict[str, Any] = {
        "name": who.name,
        "capacity": who.capacity,
        "reason": "I agree",
        "location": "Ceres",
        "at": AT,
    } | more
    return signatures.sign(document, field, credential(field, issuer), **told)


@cache
def signed(*names: str) -> bytes:
    """The memorandum, signed in these fields one after the other."""
    return sign(signed(*names[:-1]), names[-1]) if names else prepared()


def judge(document: bytes, **more: Any) -> Judgement:
    """What we say of it, with our authority known and nothing revoked."""
    told: dict[str, Any] = {
        "trust_roots": [ours().certificate],
        "timestamp_roots": [ours().certificate],
        "revocations": [revocations()],
        "at": LATER,
    } | more
    return verification.verify(document, **told)


def codes(document: bytes, **more: Any) -> list[str]:
    """The codes of what is found, in order."""
    return [str(finding.code) for finding in judge(document, **more).findings]


def revocations(revoked: Sequence[Revoked] = (), issuer: Authority | None = None) -> str:
    """The list of what an authority has revoked: ours, unless told otherwise."""
    return authority.revocation_list(issuer or ours(), revoked, at=AT)


@cache
def clock() -> Credential:
    """What a timestamp authority under our root signs with; pyHanko's own works with RSA alone."""
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return _made_for(authority._usage(issues=False), purpose, key=rsa.generate_private_key(65537, 2048))


@cache
def for_certificates() -> Credential:
    """A certificate of ours that isn't meant for signing documents."""
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    return _made_for(authority._usage(issues=True), purpose, key=ec.generate_private_key(ec.SECP256R1()))


def _made_for(
    usage: x509.KeyUsage,
    purpose: x509.ExtendedKeyUsage,
    *,
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
) -> Credential:
    issuer = x509.load_pem_x509_certificate(ours().certificate.encode()).subject
    subject = authority._name(common_name="Tool")
    builder = authority._certificate(subject, issuer, key.public_key(), at=AT, lasts=timedelta(days=1))
    builder = builder.add_extension(usage, critical=True).add_extension(purpose, critical=True)
    certificate = builder.sign(authority._loaded_key(ours()), hashes.SHA256())
    return Credential(authority._pem(certificate), authority._key_pem(key))


def stamped(document: bytes) -> bytes:
    """The document with words put over its first page, as an update."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.stamp import TextStampStyle

    writer = IncrementalPdfFileWriter(BytesIO(document))
    style = TextStampStyle(stamp_text="and pays R 1 000 000", border_width=0)
    style.create_stamp(writer, None, {}).apply(0, 100, 500)  # type: ignore[arg-type]  # sizes itself
    return _written(writer)


def unsigned(document: bytes, field: str) -> bytes:
    """The document with the signature taken out of that field, as an update."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import enumerate_sig_fields

    writer = IncrementalPdfFileWriter(BytesIO(document))
    ((_, _, widget),) = enumerate_sig_fields(writer, with_name=field)
    del widget.get_object()["/V"]
    writer.mark_update(widget)
    return _written(writer)


def signed_elsewhere(document: bytes, field: str) -> bytes:
    """What another program makes of it: a signature in that field, which it makes where there's none."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf

    signer = signatures._signer(authority.issue(theirs(), name="Fatou Ndiaye", at=NOW))
    made = sign_pdf(
        IncrementalPdfFileWriter(BytesIO(document)), PdfSignatureMetadata(field_name=field), signer=signer
    )
    assert isinstance(made, BytesIO)
    return made.getvalue()


def _written(writer: Any) -> bytes:
    output = BytesIO()
    writer.write(output)
    return output.getvalue()
