"""Judging signed files: the agreement's own as it is now, and a copy that anybody brings."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from imbizo.agreements.models import Agreement, Signature, SigningFile
from imbizo.agreements.operations.authority import (
    REVOKED,
    revocation_lists,
    revoked_serials,
    timestamp_roots,
    trusted_roots,
)
from imbizo.agreements.queries.signing import files, first_file, signatories_of, signed_fields
from imbizo.agreements.states import SignWay
from imbizo.base.documents.signing.authority import is_issued_by
from imbizo.base.documents.signing.findings import Code, Judgement
from imbizo.base.documents.signing.findings import Signature as SignatureFound
from imbizo.base.documents.signing.reading import digest
from imbizo.base.documents.signing.verification import verify, verify_newest
from imbizo.thread.models import AuditEntry

MOST_BYTES: Final = 30_000_000
_KEPT: Final = 30 * 24 * 60 * 60  # seconds
_KEPT_UNKNOWN: Final = 5 * 60  # seconds; a key that can't be opened is soon mended
MANY: Final = 4
"""With so many signatures the worker judges a file ahead: each is reviewed against all that came after it."""


class Standing(StrEnum):
    """What a copy or a hash is."""

    NEWEST = "newest"  # the file with all signatures so far
    EARLIER = "earlier"  # the same before later signatures
    UNSIGNED = "unsigned"  # the file that was given out for signing
    TEXT = "text"  # the hash of the final text
    COUNTERPART = "counterpart"  # a scan of a paper that was signed
    CHANGED = "changed"  # it begins as ours and was changed, or a signature doesn't hold
    UNKNOWN = "unknown"  # not a copy of ours

    @property
    def is_good(self) -> bool:
        return self not in {Standing.CHANGED, Standing.UNKNOWN}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What there is to say of a copy: a sentence, the reasons that speak against it, and notes.

    `signed` of `of` signatories are in it. `judgement` is None where no signed file was judged.
    """

    standing: Standing
    sentence: str
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signed: int = 0
    of: int = 0
    judgement: Judgement | None = None

    @property
    def is_good(self) -> bool:
        return self.standing.is_good


def verify_copy(*, agreement: Agreement, content: bytes, at: datetime | None = None) -> Verdict:
    """Judge a copy that somebody brings. It is not kept. Raises nothing."""
    known = verify_hash(agreement=agreement, digest=hashlib.sha256(content).hexdigest(), at=at)
    if known.standing is not Standing.UNKNOWN or not content.startswith(b"%PDF-"):
        return known
    original = _original(agreement)
    if original is None:
        return known
    found = _judged(agreement, content, original, signed_fields(agreement), at or timezone.now())
    reasons = tuple(dict.fromkeys(str(each) for each in found.refusals)) or (
        _("It carries a signature that was never brought to us, so we can't vouch for it."),
    )
    sentence = _("Don't rely on this file: it is not what the parties signed.")
    return Verdict(standing=Standing.CHANGED, sentence=sentence, reasons=reasons, judgement=found)


def verify_hash(*, agreement: Agreement, digest: str, at: datetime | None = None) -> Verdict:
    """Say what has this SHA-256, written in hexadecimal: a state of the signed file, the text, a scan, or nothing."""
    wanted = "".join(digest.split()).lower()
    found = files(agreement).filter(digest=wanted).first() if wanted else None
    if found is not None:
        return _of_a_state(agreement, found, at or timezone.now())
    if agreement.text is not None and wanted == agreement.text.text_hash:
        return Verdict(
            standing=Standing.TEXT, sentence=_("This is the hash of the text that the parties sign.")
        )
    scans = Signature.objects.filter(signatory__party__agreement=agreement, scan_digest=wanted)
    scan = scans.select_related("signatory__party__institution").first() if wanted else None
    if scan is not None:
        told = {"name": scan.signatory.name, "party": scan.signatory.party.institution}
        sentence = _("This is the scan of the paper that %(name)s signed for %(party)s.") % told
        return Verdict(standing=Standing.COUNTERPART, sentence=sentence)
    return Verdict(
        standing=Standing.UNKNOWN, sentence=_("This is not a copy of ours, or not of this agreement.")
    )


def judge(agreement: Agreement, file: SigningFile, *, at: datetime | None = None) -> Judgement:
    """What we say of one state of the file, kept beside its hash: it can't change, but certificates can be revoked."""
    name = _kept_name(agreement, file)
    kept: Judgement | None = cache.get(name)
    if kept is None:
        with file.file.open("rb") as opened:
            content = opened.read()
        fields = signed_fields(agreement, up_to=digest(content))
        kept = _judged(agreement, content, _original(agreement) or b"", fields, at or timezone.now())
        is_unknown = any(each.code is Code.REVOCATION_UNKNOWN for each in kept.findings)
        cache.set(name, kept, _KEPT_UNKNOWN if is_unknown else _KEPT)
    return kept


def judge_stored(*, id: UUID) -> None:
    """For the worker: judge that state of a file, so that its page needn't wait. One that is gone needs none."""
    file = SigningFile.objects.select_related("agreement__document", "agreement__text").filter(pk=id).first()
    if file is not None:
        judge(file.agreement, file)


def judge_newest(agreement: Agreement, content: bytes, *, field: str, at: datetime) -> SignatureFound | None:
    """The signature that was just put into that field of the newest file; None where it isn't the last one."""
    return verify_newest(content, field, at=at, **_believed(agreement, at))


def moved_here(agreement: Agreement) -> list[str]:
    """The certificates, as PEM, that another installation issued for signatures which came here with their programme.

    Its authority doesn't come along. They are believed as the record of that installation, which whoever runs this one
    has taken in; but not those that were revoked there.
    """
    revoked = AuditEntry.objects.filter(verb=REVOKED).values("subject_id")
    rows = Signature.objects.filter(signatory__party__agreement=agreement, way=SignWay.PLATFORM)
    found = rows.exclude(pk__in=revoked).exclude(certificate="").values_list("certificate", flat=True)
    roots = trusted_roots()
    return [pem for pem in found if not any(is_issued_by(pem, root) for root in roots)]


def _judged(
    agreement: Agreement, content: bytes, original: bytes, fields: Sequence[str], at: datetime
) -> Judgement:
    return verify(content, at=at, original=original, expected=fields, **_believed(agreement, at))


def _believed(agreement: Agreement, at: datetime) -> dict[str, list[str]]:
    """Whose word counts: certificates and lists of revoked ones, as PEM."""
    return {
        "trust_roots": [*trusted_roots(), *_own_certificates(agreement)],
        "timestamp_roots": timestamp_roots(),
        "revocations": revocation_lists(at),
    }


def _of_a_state(agreement: Agreement, file: SigningFile, at: datetime) -> Verdict:
    """A state of ours is known to the byte; that its signatures still hold is judged all the same."""
    of = signatories_of(agreement).count()
    counted = {"signed": file.signatures, "of": of}
    if file.signatures == 0:
        sentence = _("This is the file that was given out for signing. Nobody has signed it yet.")
        return Verdict(standing=Standing.UNSIGNED, sentence=sentence, of=of)
    found = judge(agreement, file, at=at)
    told = {"reasons": tuple(map(str, found.refusals)), "notes": tuple(map(str, found.notes))}
    if not found.passes:
        sentence = _("This is our file, but not every signature in it holds.")
        return Verdict(
            standing=Standing.CHANGED,
            sentence=sentence,
            judgement=found,
            signed=file.signatures,
            of=of,
            **told,
        )
    is_newest = not files(agreement).filter(signatures__gt=file.signatures).exists()
    return Verdict(
        standing=Standing.NEWEST if is_newest else Standing.EARLIER,
        sentence=_state_words(is_newest=is_newest) % counted,
        judgement=found,
        signed=file.signatures,
        of=of,
        **told,
    )


def _state_words(*, is_newest: bool) -> str:
    if is_newest:
        return _(
            "This is the signed agreement as it stands now, unchanged: %(signed)s of %(of)s signatories signed it "
            "electronically, and every signature holds."
        )
    return _(
        "This is an earlier state of the signed agreement, with %(signed)s of %(of)s signatures. Nothing in it was "
        "changed; others have signed since."
    )


def _original(agreement: Agreement) -> bytes | None:
    file = first_file(agreement)
    if file is None:
        return None
    with file.file.open("rb") as opened:
        content: bytes = opened.read()
    return content


def _own_certificates(agreement: Agreement) -> list[str]:
    """Certificates that are believed for themselves, as PEM: those that signatories brought and somebody has checked by
    hand, and those that came with a programme from another installation.
    """
    rows = Signature.objects.filter(signatory__party__agreement=agreement, way=SignWay.OWN, is_trusted=True)
    return [*rows.exclude(certificate="").values_list("certificate", flat=True), *moved_here(agreement)]


def _kept_name(agreement: Agreement, file: SigningFile) -> str:
    """What the judgement hangs on besides the file: whom we trust, and what was revoked."""
    trust = "|".join(
        [*trusted_roots(), *_own_certificates(agreement), *timestamp_roots(), *revoked_serials()]
    )
    return f"signed-file:{file.digest}:{hashlib.sha256(trust.encode()).hexdigest()[:16]}"
