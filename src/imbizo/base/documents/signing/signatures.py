"""One signature more, as an update: the bytes that others have signed stay as they are."""

from collections.abc import Coroutine
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from imbizo.base.documents.signing import appearance, reading
from imbizo.base.documents.signing.authority import Credential
from imbizo.base.documents.signing.errors import AnotherSignedMeanwhile
from imbizo.base.documents.signing.fields import require_free

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfSigner, SimpleSigner
    from pyhanko.sign.timestamps import TimeStamper


def sign(
    pdf: bytes,
    field: str,
    credential: Credential,
    *,
    name: str,
    capacity: str,
    reason: str,
    location: str,
    at: datetime,
    onto: str = "",
    language: str = "en",
    timestamper: "TimeStamper | None" = None,
) -> bytes:
    """The document with the signature of `name` in that field: PAdES-B-B, with a timestamper PAdES-B-T.

    `onto` is the `reading.digest` of the version that the signatory has read. The signature is one of approval: it
    locks nothing, so that later signatories can sign (ADR 18). Nothing is judged here: `verify` does that.

    Raises UnreadablePdf, NoSuchField, AlreadySigned, AnotherSignedMeanwhile, NotMade where the box can't be drawn, and
    what the timestamper raises.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    if onto and reading.digest(pdf) != onto:
        raise AnotherSignedMeanwhile
    require_free(reading.opened(pdf), field)
    shown = appearance.Shown(name=name, capacity=capacity, reason=reason, location=location, at=at)
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    signer = _pdf_signer(writer, field, credential, shown, language=language, timestamper=timestamper)
    return reading.waited(_signed(signer, writer, at))


def _pdf_signer(
    writer: "IncrementalPdfFileWriter",
    field: str,
    credential: Credential,
    shown: appearance.Shown,
    *,
    language: str,
    timestamper: "TimeStamper | None",
) -> "PdfSigner":
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    about = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=shown.name,
        reason=shown.reason or None,
        location=shown.location or None,
        contact_info=None,
    )
    style = appearance.stamp(writer, shown, _size(writer, field), language=language)
    return PdfSigner(about, _signer(credential), timestamper=timestamper, stamp_style=style)


def _size(writer: "IncrementalPdfFileWriter", field: str) -> tuple[float, float]:
    """Width and height of the field's box, in points."""
    from pyhanko.sign.fields import enumerate_sig_fields

    ((_, _, widget),) = enumerate_sig_fields(writer, with_name=field)
    left, bottom, right, top = (float(edge) for edge in widget.get_object()["/Rect"])
    return right - left, top - bottom


def _signer(credential: Credential) -> "SimpleSigner":
    from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    (certificate,) = load_certs_from_pemder_data(credential.certificate.encode())
    store = SimpleCertificateStore()
    for issuer in credential.chain:
        store.register_multiple(load_certs_from_pemder_data(issuer.encode()))
    key = load_private_key_from_pemder_data(credential.key.encode(), passphrase=None)
    # Whoever judges brings the root along; within the signature, nothing would hold it to its bytes.
    return SimpleSigner(certificate, key, store, embed_roots=False)


def _signed(
    signer: "PdfSigner", writer: "IncrementalPdfFileWriter", at: datetime
) -> Coroutine[Any, Any, bytes]:
    """The steps of PdfSigner.async_sign_pdf, which would take the time from the clock of this machine."""
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    async def steps() -> bytes:
        session = signer.init_signing_session(writer, existing_fields_only=True)
        session.system_time = at
        reserved = await session.estimate_signature_container_size(None, tight=False)
        prepared = session.prepare_tbs_document(validation_info=None, bytes_reserved=reserved)
        output = BytesIO()
        digested, _ = prepared.digest_tbs_document(output=output)
        done = await prepared.perform_signature(
            document_digest=digested.document_digest,
            pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=at),
        )
        await done.post_signature_processing(output)
        return output.getvalue()

    return steps()
