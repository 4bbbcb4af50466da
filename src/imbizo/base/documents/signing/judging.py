"""Judging one signature of a PDF."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from imbizo.base.documents.signing import authority, reading, revocation
from imbizo.base.documents.signing.findings import Code, Finding, Signature

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus
    from pyhanko_certvalidator import ValidationContext
    from pyhanko_certvalidator.registry import TrustManager

# Clocks differ: a signature may carry a time that is so far ahead of ours.
LEEWAY = timedelta(minutes=5)


def judged(
    signature: "EmbeddedPdfSignature",
    pdf: bytes,
    *,
    trust_roots: Sequence[str],
    timestamp_roots: Sequence[str] = (),
    revocations: Sequence[str],
    at: datetime,
) -> Signature:
    """What there is to say of that signature in `pdf`. Raises nothing."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.validation.errors import SignatureValidationError

    try:
        certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
        status = _status(signature, certificate, trust_roots, timestamp_roots, at)
    except (PdfError, SignatureValidationError, *reading.DAMAGE):
        return _damaged(signature.field_name, covers_all=reading.covers_all(signature, pdf))
    when, timestamped = _moment(status)
    name = _named(certificate.subject, NameOID.COMMON_NAME)
    codes = (
        *_of_the_reach(signature, pdf),
        *_of_the_bytes(status),
        *_of_the_certificate(status, certificate, when),
        *_of_the_time(when, at),
        *_of_revocation(status, revocations, when),
    )
    return Signature(
        field=signature.field_name,
        signer=name,
        organisation=_named(certificate.subject, NameOID.ORGANIZATION_NAME),
        issuer=_named(certificate.issuer, NameOID.COMMON_NAME),
        serial=authority.serial_of(certificate),
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        at=when,
        timestamped=timestamped,
        ordinary=authority.is_ordinary(certificate),
        covers_all=reading.covers_all(signature, pdf),
        findings=tuple(Finding(code, signature.field_name, name) for code in codes),
    )


def _trust_manager(trust_roots: Sequence[str]) -> "TrustManager":
    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko_certvalidator.registry import SimpleTrustManager

    roots = [root for pem in trust_roots for root in load_certs_from_pemder_data(pem.encode())]
    return SimpleTrustManager.build(trust_roots=roots)


def _status(
    signature: "EmbeddedPdfSignature",
    certificate: x509.Certificate,
    trust_roots: Sequence[str],
    timestamp_roots: Sequence[str],
    at: datetime,
) -> "PdfSignatureStatus":
    """What pyHanko says, by the trust roots alone, and without asking the network."""
    from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature

    # The chain is judged at a moment when the signatory's own certificate was valid: that one's expiry is a finding
    # of its own, and would hide whether its issuer is known.
    claimed = signature.self_reported_timestamp or at
    moment = max(certificate.not_valid_before_utc, min(claimed, certificate.not_valid_after_utc))
    return reading.waited(
        async_validate_pdf_signature(
            signature,
            signer_validation_context=_context(trust_roots, moment),
            ts_validation_context=_context(timestamp_roots, moment),
        )
    )


def _context(roots: Sequence[str], moment: datetime) -> "ValidationContext":
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(trust_manager=_trust_manager(roots), moment=moment, allow_fetching=False)


def _moment(status: "PdfSignatureStatus") -> tuple[datetime | None, bool]:
    """When it was made, and whether a timestamp that we believe proves that."""
    stamp = status.timestamp_validity
    if stamp is not None and stamp.valid and stamp.intact and stamp.trusted:
        return stamp.timestamp, True
    return status.signer_reported_dt, False


def _of_the_reach(signature: "EmbeddedPdfSignature", pdf: bytes) -> Iterator[Code]:
    """All that was in the file when it was made must be signed, except the room that the signature itself takes."""
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    covered = signature.evaluate_signature_coverage() >= SignatureCoverageLevel.ENTIRE_REVISION
    if not covered or not _fills_its_room(signature, pdf):
        yield Code.PARTIAL


def _fills_its_room(signature: "EmbeddedPdfSignature", pdf: bytes) -> bool:
    """Whether the room that isn't signed holds the signature and then zeros: nothing can be hidden there."""
    before, after = int(signature.byte_range[1]), int(signature.byte_range[2])
    contents = bytes(signature.pkcs7_content)
    written = contents.hex().encode()
    is_plain = pdf[before:after] in {b"<" + written + b">", b"<" + written.upper() + b">"}
    return is_plain and not any(contents[_der_length(contents) :])


def _der_length(data: bytes) -> int:
    """How many bytes the first value takes (X.690, 8.1.3); a length left open, which DER forbids, counts as none."""
    if data[1] < 0x80:
        return 2 + data[1]
    digits = data[1] & 0x7F
    return 2 + digits + int.from_bytes(data[2 : 2 + digits], "big")


def _of_the_bytes(status: "PdfSignatureStatus") -> Iterator[Code]:
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel

    if not status.intact:
        yield Code.CHANGED
    elif not status.valid:
        yield Code.FORGED
    difference = status.diff_result
    is_clean = isinstance(difference, DiffResult) and (
        difference.modification_level <= ModificationLevel.FORM_FILLING
    )
    if not is_clean or not status.docmdp_ok:
        yield Code.ALTERED_AFTER


def _of_the_certificate(
    status: "PdfSignatureStatus", certificate: x509.Certificate, when: datetime | None
) -> Iterator[Code]:
    from pyhanko.sign.ades.report import AdESIndeterminate

    # The second: it names one of our issuers, whose key didn't sign it.
    unknown = {
        AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND,
        AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE,
    }
    if status.trust_problem_indic in unknown:
        yield Code.UNKNOWN_ISSUER
    elif status.intact and status.valid and not status.trusted:
        yield Code.BAD_CERTIFICATE
    if when is not None and when > certificate.not_valid_after_utc:
        yield Code.EXPIRED
    if when is not None and when < certificate.not_valid_before_utc:
        yield Code.NOT_YET_VALID


def _of_the_time(when: datetime | None, at: datetime) -> Iterator[Code]:
    if when is None:
        yield Code.NO_TIME
    elif when > at + LEEWAY:
        yield Code.FUTURE


def _of_revocation(
    status: "PdfSignatureStatus", revocations: Sequence[str], when: datetime | None
) -> Iterator[Code]:
    """Nothing is said of a certificate whose issuer isn't known: nobody's list would count."""
    if status.validation_path is None or not status.trusted or when is None:
        return
    chain = [
        x509.load_der_x509_certificate(one.dump())
        for one in status.validation_path.iter_certs(include_root=True)
    ]
    revoked = revocation.revoked_at(chain, revocations)
    if revoked is revocation.UNKNOWN:
        yield Code.REVOCATION_UNKNOWN
    elif isinstance(revoked, datetime):
        yield Code.REVOKED if revoked <= when else Code.REVOKED_LATER


def _named(name: x509.Name, part: x509.ObjectIdentifier) -> str:
    return next((str(attribute.value) for attribute in name.get_attributes_for_oid(part)), "")


def _damaged(field: str, *, covers_all: bool) -> Signature:
    return Signature(
        field=field,
        signer="",
        organisation="",
        issuer="",
        serial="",
        fingerprint="",
        at=None,
        timestamped=False,
        ordinary=False,
        covers_all=covers_all,
        findings=(Finding(Code.DAMAGED, field),),
    )
