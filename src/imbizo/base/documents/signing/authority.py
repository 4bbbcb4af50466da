"""The installation's own certificate authority: it vouches that somebody signed in to it and pressed *sign*.

What it issues is labelled an ordinary electronic signature, in the subject and in the policy: not the advanced one
that some laws demand (South Africa: Electronic Communications and Transactions Act 25 of 2002, section 13), which only
an accredited provider can issue. Keys are ECDSA on P-256. Keep an Authority sealed (imbizo.base.sealing); a
Credential is used once and thrown away.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes, PrivateKeyTypes
from cryptography.x509.oid import NameOID

ORDINARY = "Ordinary electronic signature"
# An identifier under the arc of UUIDs, which needs no registration (Rec. ITU-T X.667).
POLICY = x509.ObjectIdentifier(f"2.25.{uuid.UUID('6b0c2d5e-5d3f-4c55-9d0a-6a2f1c0f7a11').int}")
STATEMENT = (
    "Ordinary electronic signature. Not an advanced electronic signature in the sense of any law: the issuer isn't "
    "an accredited authentication service provider."
)
# RFC 9336: keys for signing documents.
_DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")

ROOT_LASTS = timedelta(days=3653)
# Its key is thrown away after one signature, so a long life gives nobody more time to misuse it. Other programs judge a
# signature without a timestamp by the day on which they look: a short life would make them call it expired.
CREDENTIAL_LASTS = timedelta(days=1826)
# A root issues in the first half of its life, so that what it issues ends before it does.
ISSUES_FOR = ROOT_LASTS - CREDENTIAL_LASTS
LIST_LASTS = timedelta(days=7)
# Clocks differ: a certificate is good from a little before it was issued.
_LEEWAY = timedelta(minutes=5)
_LONGEST = 64  # characters of a name, by X.520


@dataclass(frozen=True)
class Authority:
    """Certificate and private key of the root, as PEM. The key must be sealed where it's kept."""

    certificate: str
    key: str = field(repr=False)


@dataclass(frozen=True)
class Credential:
    """What one signature is made with: a certificate, its private key and those of its issuers, as PEM."""

    certificate: str
    key: str = field(repr=False)
    chain: tuple[str, ...] = ()

    @property
    def serial(self) -> str:
        """The number of the certificate, in hexadecimal: what a revocation names."""
        return serial_of(_loaded(self.certificate))


@dataclass(frozen=True)
class Revoked:
    """The number of a certificate, in hexadecimal, and from when on it isn't good any more."""

    serial: str
    at: datetime


def found(name: str, *, at: datetime) -> Authority:
    """A new root for the installation of that name."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(common_name=name, unit="Imbizo certificate authority")
    builder = _certificate(subject, subject, key.public_key(), at=at, lasts=ROOT_LASTS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(issues=True), critical=True)
    return Authority(_pem(builder.sign(key, hashes.SHA256())), _key_pem(key))


def may_issue(certificate: str, *, at: datetime) -> bool:
    """Whether the root of that certificate, in PEM, is young enough to outlive what it would issue now."""
    return at <= _loaded(certificate).not_valid_before_utc + ISSUES_FOR


def issue(
    authority: Authority,
    *,
    name: str,
    organisation: str = "",
    email: str = "",
    at: datetime,
    lasts: timedelta = CREDENTIAL_LASTS,
) -> Credential:
    """A certificate for one signatory, with a new key; names longer than X.520 takes are cut."""
    root = _loaded(authority.certificate)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(common_name=name, organisation=organisation, unit=ORDINARY)
    builder = _certificate(subject, root.subject, key.public_key(), at=at, lasts=lasts)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(issues=False), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([_DOCUMENT_SIGNING]), critical=False)
    builder = builder.add_extension(_policies(), critical=False)
    builder = builder.add_extension(_issuer_key(root), critical=False)
    if email:
        names = x509.SubjectAlternativeName([x509.RFC822Name(email)])
        builder = builder.add_extension(names, critical=False)
    signed = builder.sign(_loaded_key(authority), hashes.SHA256())
    return Credential(_pem(signed), _key_pem(key), (authority.certificate,))


def revocation_list(authority: Authority, revoked: Iterable[Revoked], *, at: datetime) -> str:
    """The list of what the authority has revoked, signed by it, as PEM."""
    root = _loaded(authority.certificate)
    builder = x509.CertificateRevocationListBuilder().issuer_name(root.subject)
    builder = builder.last_update(at).next_update(at + LIST_LASTS)
    builder = builder.add_extension(_issuer_key(root), critical=False)
    builder = builder.add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    for entry in revoked:
        builder = builder.add_revoked_certificate(_revoked(entry))
    signed = builder.sign(_loaded_key(authority), hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM).decode()


def serial_of(certificate: x509.Certificate) -> str:
    """Its number in hexadecimal."""
    return f"{certificate.serial_number:x}"


def serial_in(certificate: str) -> str:
    """The number of a certificate in PEM."""
    return serial_of(_loaded(certificate))


def is_issued_by(certificate: str, root: str) -> bool:
    """Whether the root's key signed the certificate; both are PEM."""
    try:
        _loaded(certificate).verify_directly_issued_by(_loaded(root))
    except (InvalidSignature, TypeError, ValueError):
        return False
    return True


def is_ordinary(certificate: x509.Certificate) -> bool:
    """Whether the certificate says of itself that it's of this kind."""
    try:
        policies = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return any(policy.policy_identifier == POLICY for policy in policies)


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: CertificatePublicKeyTypes, *, at: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(at - _LEEWAY).not_valid_after(at + lasts)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _name(*, common_name: str, organisation: str = "", unit: str = "") -> x509.Name:
    parts = (
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
        (NameOID.COMMON_NAME, common_name),
    )
    return x509.Name([x509.NameAttribute(oid, text[:_LONGEST]) for oid, text in parts if text])


def _usage(*, issues: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=not issues,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )


def _policies() -> x509.CertificatePolicies:
    notice = x509.UserNotice(notice_reference=None, explicit_text=STATEMENT)
    return x509.CertificatePolicies([x509.PolicyInformation(POLICY, [notice])])


def _issuer_key(root: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    identifier = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)


def _revoked(entry: Revoked) -> x509.RevokedCertificate:
    builder = x509.RevokedCertificateBuilder().serial_number(int(entry.serial, 16))
    return builder.revocation_date(entry.at).build()


def _loaded(pem: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem.encode())


def _loaded_key(authority: Authority) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(authority.key.encode(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("The key of an authority is on an elliptic curve.")
    return key


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _key_pem(key: PrivateKeyTypes) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
