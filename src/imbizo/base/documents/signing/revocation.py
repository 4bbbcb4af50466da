"""Asking lists of revoked certificates."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import Enum
from itertools import pairwise
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa


class Answer(Enum):
    UNKNOWN = "no list of this issuer"


UNKNOWN: Final = Answer.UNKNOWN


def revoked_at(chain: Sequence[x509.Certificate], lists: Sequence[str]) -> datetime | Answer | None:
    """When the first certificate of the chain was revoked: None for never, UNKNOWN where an issuer's list is missing.

    `chain` goes from the root, which nobody can revoke, to the signatory; `lists` are PEM, and count only where the
    issuer's own key has signed them.
    """
    read = [x509.load_pem_x509_crl(text.encode()) for text in lists]
    answers = [_answer(issuer, certificate, read) for issuer, certificate in pairwise(chain)]
    dates = [answer for answer in answers if isinstance(answer, datetime)]
    if dates:
        return min(dates)
    return UNKNOWN if UNKNOWN in answers else None


def _answer(
    issuer: x509.Certificate, certificate: x509.Certificate, lists: Sequence[x509.CertificateRevocationList]
) -> datetime | Answer | None:
    theirs = list(_signed_by(issuer, lists))
    if not theirs:
        return UNKNOWN
    entries = [one.get_revoked_certificate_by_serial_number(certificate.serial_number) for one in theirs]
    return min((entry.revocation_date_utc for entry in entries if entry is not None), default=None)


def _signed_by(
    issuer: x509.Certificate, lists: Sequence[x509.CertificateRevocationList]
) -> Iterator[x509.CertificateRevocationList]:
    key = issuer.public_key()
    if not isinstance(key, (ec.EllipticCurvePublicKey, rsa.RSAPublicKey)):
        return
    for one in lists:
        if one.issuer == issuer.subject and one.is_signature_valid(key):
            yield one
