"""Judging a signed PDF: each signature, the last one's reach, and every change between them.

What `pdfsig` says isn't enough: it calls each signature valid on a file that was stamped after signing, and ends with
success on one that was tampered with. So the changes after each signature are reviewed by pyHanko's rules: only further
signatures may have been added.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from imbizo.base.documents.signing import reading
from imbizo.base.documents.signing.errors import UnreadablePdf
from imbizo.base.documents.signing.findings import Code, Finding, Judgement, Signature
from imbizo.base.documents.signing.judging import judged

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

_SPARE = 24


def verify(
    pdf: bytes,
    *,
    trust_roots: Sequence[str],
    timestamp_roots: Sequence[str] = (),
    revocations: Sequence[str] = (),
    at: datetime,
    original: bytes = b"",
    expected: Sequence[str] = (),
) -> Judgement:
    """What there is to say of the signed file.

    `trust_roots` are the certificates, as PEM, that we believe: of authorities, or a signatory's own that somebody has
    checked by hand; `timestamp_roots` those whose word on the time we take. `revocations` are lists of their issuers,
    as PEM. `at` is now. `original` is the prepared document that was given out: without it nobody can tell whether this
    is its text. `expected` are the fields that are known to be signed: without them nobody can tell that the newest
    signatures were cut off. Raises nothing.
    """
    try:
        reader = reading.opened(pdf)
        found = reading.signatures(reader)
    except UnreadablePdf:
        return Judgement(signatures=(), empty=(), findings=(Finding(Code.UNREADABLE),))
    if _is_overgrown(reader, original):
        return Judgement(signatures=(), empty=(), findings=(Finding(Code.ADDED_AFTER),))
    believed = partial(
        judged, trust_roots=trust_roots, timestamp_roots=timestamp_roots, revocations=revocations
    )
    signatures = tuple(believed(signature, pdf, at=at) for signature in found)
    whole = (
        *_of_the_kinds(reader, signatures, expected),
        *_of_the_text(reader, pdf, original),
        *_of_the_end(signatures),
    )
    return Judgement(
        signatures=signatures,
        empty=reading.field_names(reader, filled=False),
        findings=(*whole, *(finding for signature in signatures for finding in signature.findings)),
    )


def _is_overgrown(reader: "PdfFileReader", original: bytes) -> bool:
    """Whether it has far more versions or boxes than any copy of ours: a stranger's, made so that judging never ends.

    Ours has a version for the text, one for its boxes and one for each signature. A few more are judged, so that there
    are words for what was added.
    """
    boxes = len(reading.field_names(reading.opened(original))) if original else 0
    most = boxes + _SPARE
    return len(reading.field_names(reader)) > most or reader.xrefs.total_revisions > most


def verify_newest(
    pdf: bytes,
    field: str,
    *,
    trust_roots: Sequence[str],
    timestamp_roots: Sequence[str] = (),
    revocations: Sequence[str] = (),
    at: datetime,
) -> Signature | None:
    """The last signature alone; None where it isn't in that field, or nothing can be read.

    For a signature that was just put onto a file which passed: what `check_increment` takes changes no earlier one.
    However many signed before, it costs the same, where `verify` reviews each of them against all that came after.
    """
    try:
        found = reading.signatures(reading.opened(pdf))
    except UnreadablePdf:
        return None
    if not found or found[-1].field_name != field:
        return None
    return judged(
        found[-1],
        pdf,
        trust_roots=trust_roots,
        timestamp_roots=timestamp_roots,
        revocations=revocations,
        at=at,
    )


def _of_the_kinds(
    reader: "PdfFileReader", signatures: Sequence[Signature], expected: Sequence[str]
) -> Iterator[Finding]:
    """Signatures that are missing, and those that pyHanko passes over without a word."""
    judged_fields = {signature.field for signature in signatures}
    filled = reading.field_names(reader, filled=True)
    yield from (Finding(Code.UNKNOWN_KIND, field) for field in filled if field not in judged_fields)
    yield from (Finding(Code.MISSING, field) for field in expected if field not in filled)


def _of_the_text(reader: "PdfFileReader", pdf: bytes, original: bytes) -> Iterator[Finding]:
    """The first signatory's changes are reviewed too: no earlier signature speaks of them."""
    if not original:
        return
    if not pdf.startswith(original):
        yield Finding(Code.OTHER_TEXT)
    elif reading.changed_fields(reader, since=original) is None:
        yield Finding(Code.CHANGED_BEFORE)


def _of_the_end(signatures: Sequence[Signature]) -> Iterator[Finding]:
    """Exactly the last signature covers the whole file."""
    if not signatures:
        yield Finding(Code.UNSIGNED)
    elif [signature.covers_all for signature in signatures] != [False] * (len(signatures) - 1) + [True]:
        yield Finding(Code.ADDED_AFTER)
