"""What is found in a signed PDF, in codes for programs and in words for people."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Code(StrEnum):
    """What can be found. All but the notes refuse the file."""

    # The file as a whole.
    UNREADABLE = "unreadable"
    UNSIGNED = "unsigned"
    OTHER_TEXT = "other-text"
    CHANGED_BEFORE = "changed-before"
    MISSING = "missing"
    UNKNOWN_KIND = "unknown-kind"
    ADDED_AFTER = "added-after"
    # One signature: is it whole?
    DAMAGED = "damaged"
    PARTIAL = "partial"
    CHANGED = "changed"
    FORGED = "forged"
    ALTERED_AFTER = "altered-after"
    # Its certificate and its time.
    UNKNOWN_ISSUER = "unknown-issuer"
    BAD_CERTIFICATE = "bad-certificate"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    REVOKED = "revoked"
    NO_TIME = "no-time"
    FUTURE = "future"
    # Notes, which refuse nothing.
    REVOKED_LATER = "revoked-later"
    REVOCATION_UNKNOWN = "revocation-unknown"

    @property
    def is_note(self) -> bool:
        return self in _NOTES


_NOTES = frozenset({Code.REVOKED_LATER, Code.REVOCATION_UNKNOWN})
# These speak of who vouches for the signatory: the text and the signature itself are whole.
_TRUST = frozenset({Code.UNKNOWN_ISSUER})

_WORDS = {
    Code.UNREADABLE: _("The file can't be read as a PDF, or it is damaged."),
    Code.UNSIGNED: _("Nobody has signed this file."),
    Code.OTHER_TEXT: _("This is not the text that was given out for signing."),
    Code.CHANGED_BEFORE: _("Something was added to the text or changed in it before it was signed."),
    Code.MISSING: _("A signature that was given is not in this file any more: %(field)s."),
    Code.UNKNOWN_KIND: _("There is a signature of a kind that can't be checked here: %(field)s."),
    Code.ADDED_AFTER: _("Something was added to this file after the last signature."),
    Code.DAMAGED: _("The signature of %(signer)s is damaged and can't be checked."),
    Code.PARTIAL: _(
        "The signature of %(signer)s doesn't cover the whole text that was there when it was given."
    ),
    Code.CHANGED: _("The text was changed after %(signer)s signed it."),
    Code.FORGED: _("The signature of %(signer)s is false: it was not made with the key of its certificate."),
    Code.ALTERED_AFTER: _("After %(signer)s signed, something other than further signatures was added."),
    Code.UNKNOWN_ISSUER: _(
        "The signature of %(signer)s is whole, but we don't know who issued its certificate: who signed isn't proven."
    ),
    Code.BAD_CERTIFICATE: _(
        "The certificate of %(signer)s is not one that such a signature can be made with."
    ),
    Code.EXPIRED: _("The certificate of %(signer)s had expired when the signature was made."),
    Code.NOT_YET_VALID: _("The certificate of %(signer)s was not valid yet when the signature was made."),
    Code.REVOKED: _("The certificate of %(signer)s had been revoked when the signature was made."),
    Code.NO_TIME: _("The signature of %(signer)s doesn't say when it was made."),
    Code.FUTURE: _("The signature of %(signer)s carries a time that is still to come."),
    Code.REVOKED_LATER: _("The certificate of %(signer)s was revoked after the signature was made."),
    Code.REVOCATION_UNKNOWN: _("Whether the certificate of %(signer)s has been revoked is not known."),
}


@dataclass(frozen=True)
class Finding:
    """One thing found, of the signature in `field` where it isn't of the file as a whole."""

    code: Code
    field: str = ""
    signer: str = ""

    def __str__(self) -> str:
        return str(_WORDS[self.code]) % {"field": self.field, "signer": self.signer or self.field}


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One signature: who signed, by the certificate, when, and what was found of it.

    `at` is proven where `timestamped`, else it's what the signer's program said. `serial` and `fingerprint` (SHA-256)
    are hexadecimal. `ordinary` is what this platform issued; of others nothing is claimed.
    """

    field: str
    signer: str
    organisation: str
    issuer: str
    serial: str
    fingerprint: str
    at: datetime | None
    timestamped: bool
    ordinary: bool
    covers_all: bool
    findings: tuple[Finding, ...]

    @property
    def passes(self) -> bool:
        return all(finding.code.is_note for finding in self.findings)


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What `verify` found: the signatures, oldest first, and all findings, those of the file before theirs."""

    signatures: tuple[Signature, ...]
    empty: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def passes(self) -> bool:
        """Whether the file is good: signed, and nothing speaks against any signature."""
        return not self.refusals

    @property
    def refusals(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.code.is_note)

    @property
    def notes(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.code.is_note)

    @property
    def is_whole(self) -> bool:
        """Whether text and signatures are untouched, be the issuers of the certificates known or not."""
        return all(finding.code in _TRUST for finding in self.refusals)

    def of(self, field: str) -> Signature | None:
        """The signature in that field."""
        return next((signature for signature in self.signatures if signature.field == field), None)
