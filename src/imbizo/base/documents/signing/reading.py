"""A PDF opened for signing or judging, and what it says of its fields."""

import asyncio
import hashlib
import zlib
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from imbizo.base.documents.signing.errors import UnreadablePdf

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_T = TypeVar("_T")

# What reading a damaged or hostile file raises, besides pyHanko's own errors: it trusts what it finds to be of the
# right kind, and its parsers are those of ASN.1 and PDF.
DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)


def digest(pdf: bytes) -> str:
    """The SHA-256 of the file, in hexadecimal: which version somebody has read, and signs."""
    return hashlib.sha256(pdf).hexdigest()


def opened(pdf: bytes) -> "PdfFileReader":
    """The file, read strictly. Raises UnreadablePdf."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(BytesIO(pdf))
        field_names(reader)
    except (PdfError, *DAMAGE) as error:
        raise UnreadablePdf from error
    if reader.encrypted:
        raise UnreadablePdf
    return reader


def field_names(reader: "PdfFileReader", *, filled: bool | None = None) -> tuple[str, ...]:
    """The names of its signature fields, in order: all, the signed ones, or the empty ones."""
    from pyhanko.sign.fields import enumerate_sig_fields

    return tuple(name for name, _, _ in enumerate_sig_fields(reader, filled_status=filled))


def signatures(reader: "PdfFileReader") -> tuple["EmbeddedPdfSignature", ...]:
    """The signatures that pyHanko knows how to judge, oldest first. Raises UnreadablePdf."""
    from pyhanko.pdf_utils.misc import PdfError

    try:
        return tuple(reader.embedded_regular_signatures)
    except (PdfError, *DAMAGE) as error:
        raise UnreadablePdf from error


def signer_certificate(pdf: bytes, field: str) -> str:
    """The certificate with which that field was signed, as PEM. Raises UnreadablePdf, KeyError for an empty field."""
    signed = {each.field_name: each for each in signatures(opened(pdf))}
    certificate = x509.load_der_x509_certificate(signed[field].signer_cert.dump())
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def covers_all(signature: "EmbeddedPdfSignature", pdf: bytes) -> bool:
    """Whether the signature says that it covers the file from its first byte to its last, but for its own room."""
    try:
        start, _, after, length = (int(number) for number in signature.byte_range)
    except DAMAGE:
        return False
    return start == 0 and after + length == len(pdf)


def revision_ends(pdf: bytes) -> tuple[int, ...]:
    """Where each version in the file ends, oldest first: after its end mark."""
    ends, mark = [], b"%%EOF"
    found = pdf.find(mark)
    while found != -1:
        ends.append(found + len(mark))
        found = pdf.find(mark, found + 1)
    return tuple(ends)


def waited(work: Coroutine[Any, Any, _T]) -> _T:
    """What the coroutine returns; in a thread of its own, since the caller's may have a loop that is running."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, work).result()


def changed_fields(reader: "PdfFileReader", *, since: bytes) -> set[str] | None:
    """The fields filled after `since`, with whose bytes the file begins; None where anything else was changed."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel

    try:
        base = opened(since).xrefs.total_revisions - 1
        difference = DEFAULT_DIFF_POLICY.review_file(reader, base)
    except (PdfError, *DAMAGE):
        return None
    if (
        not isinstance(difference, DiffResult)
        or difference.modification_level > ModificationLevel.FORM_FILLING
    ):
        return None
    return set(difference.changed_form_fields)
