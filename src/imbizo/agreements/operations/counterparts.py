"""Signatures on paper: who signed a counterpart, where and when, before whom, and a scan of it.

Counterparts are copies of one text, and each may be signed when it comes to the table: what happened on paper is noted
as it happened, whoever else has signed. What binds it to the text is the hash that is printed on it.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.agreements.errors import NotNow, NotReady, OtherText
from imbizo.agreements.models import Agreement, Signatory, Signature
from imbizo.agreements.operations.effect import settle
from imbizo.agreements.operations.evidence_files import ending_of
from imbizo.agreements.operations.holding import held
from imbizo.agreements.operations.signing import require_begun
from imbizo.agreements.states import SignatoryState, SignWay
from imbizo.base.models import new_id
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit

MOST_BYTES: Final = 30_000_000
SHORTEST_HASH: Final = 12
"""So many letters of the hash tell one text from another."""

_TOO_BIG = _("The scan is too large: 30 MB is the most. Scan it in grey at 200 dots to the inch.")
_UNKNOWN = _("The scan must be a PDF, a JPEG or a PNG.")
_OTHER = _(
    "The hash on this paper isn't that of the final text, so it is a signature under another text. It isn't noted here."
)
_SHORT = _("Type at least the first 12 letters of the hash that is printed on the paper.")
_FUTURE = _("This day is still to come.")
_EARLY = _("The text was published on %(day)s, so nobody can have signed it before.")
_DONE = _("They have signed or declined already.")
_NO_WITNESS = _("Name at least one witness.")


@transaction.atomic
def record_paper(
    *,
    signatory: Signatory,
    signed_on: date,
    place: str,
    text_hash: str,
    by: Membership,
    witnesses: Sequence[str] = (),
    is_initialled: bool = False,
    scan: "UploadedFile[Any] | None" = None,
    id: UUID | None = None,
) -> Signature:
    """Note that they signed a counterpart on paper. `text_hash` is what is printed on it, or its first letters.

    Raises NotAllowed, NotNow, NotReady (no witness, a day that can't be), OtherText (the hash of another text).
    """
    agreement = held(signatory.party.agreement, by, Permission.AGREEMENTS_DECIDE)
    require_begun(agreement)
    now: Signatory = Signatory.objects.select_for_update().get(pk=signatory.pk)
    if id is not None and (made := Signature.objects.filter(pk=id, signatory=now).first()) is not None:
        return made
    if now.state != SignatoryState.WAITING:
        raise NotNow(_DONE)
    named = [" ".join(each.split()) for each in witnesses if each.strip()]
    if not named:
        raise NotReady(_NO_WITNESS, field="witnesses")
    signature = Signature(
        id=id or new_id(),
        programme=agreement.programme,
        signatory=now,
        way=SignWay.PAPER,
        signed_at=_noon(agreement, signed_on),
        place=place.strip(),
        text_hash=_same_text(agreement, text_hash),
        witnesses=named,
        is_initialled=is_initialled,
        entered_by=by,
    )
    if scan is not None:
        _attach(signature, scan)
    signature.save(force_insert=True)
    audit("note_paper", [signature], by=by, changes={"signed_at": [None, signature.signed_at]})
    write(signatory, {"state": SignatoryState.SIGNED, "way": SignWay.PAPER}, by=by, verb="sign")
    settle(agreement, by=by)
    return signature


@transaction.atomic
def add_scan(*, signature: Signature, scan: "UploadedFile[Any]", text_hash: str, by: Membership) -> Signature:
    """Keep the scan that came later; it names the text's hash too. Raises NotAllowed, NotReady, OtherText."""
    agreement = held(signature.signatory.party.agreement, by, Permission.AGREEMENTS_DECIDE)
    _same_text(agreement, text_hash)
    before = signature.scan_digest
    _attach(signature, scan)
    signature.save(update_fields=["scan", "scan_name", "scan_digest", "updated_at"])
    changes = {"scan_digest": [before or None, signature.scan_digest]}
    audit("change", [signature], by=by, changes=changes)
    return signature


def _same_text(agreement: Agreement, typed: str) -> str:
    """The whole hash of the final text, where what is printed on the paper begins it."""
    given = "".join(typed.split()).lower()
    if len(given) < SHORTEST_HASH:
        raise NotReady(_SHORT, field="text_hash")
    text = agreement.text
    if text is None or not text.text_hash.startswith(given):
        raise OtherText(_OTHER)
    return text.text_hash


def _noon(agreement: Agreement, day: date) -> datetime:
    """The middle of that day in the programme's zone: paper tells no hour."""
    zone = agreement.programme.zone
    if day > timezone.localdate(timezone=zone):
        raise NotReady(_FUTURE, field="signed_on")
    text = agreement.text
    published = text.published_at.astimezone(zone).date() if text else day
    if day < published:
        raise NotReady(_EARLY % {"day": published.isoformat()}, field="signed_on")
    return datetime.combine(day, time(12), tzinfo=zone)


def _attach(signature: Signature, scan: "UploadedFile[Any]") -> None:
    if (scan.size or 0) > MOST_BYTES:
        raise NotReady(_TOO_BIG, field="scan")
    content = scan.read()
    if not ending_of(content):
        raise NotReady(_UNKNOWN, field="scan")
    signature.scan_name = (scan.name or "")[:200]
    signature.scan_digest = hashlib.sha256(content).hexdigest()
    signature.scan.save("scan", ContentFile(content), save=False)
