"""The certificate authority of this installation: made when it is first needed, its key sealed, its word taken back."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.agreements.errors import NotReady
from imbizo.agreements.models import RevokedCertificate, Signature, SigningAuthority
from imbizo.base.documents.signing import authority as certificates
from imbizo.base.documents.signing.authority import Authority, Credential, Revoked
from imbizo.base.sealing import CantUnseal, seal, unseal
from imbizo.thread.operations import audit

log = logging.getLogger(__name__)

NAME = "Imbizo"
REVOKED = "revoke_certificate"
"""The verb in the trail of a signature whose certificate was revoked."""
_NO_KEY = _(
    "The signing key of this site can't be opened, because its secret was changed. Nothing was signed. Tell those "
    "who run the site: the page “Signing key” in their manual says what to do."
)
_NOT_OURS = _("No signature was made here with a certificate of this number.")


@transaction.atomic
def issue(*, name: str, organisation: str, at: datetime) -> Credential:
    """A certificate and its key for one signature; both are thrown away after it. Raises NotReady."""
    found = in_use(at=at)
    opened = _opened(found)
    # Sealed anew with the newest secret: a rotation keeps only two old ones.
    found.sealed_key = seal({"key": opened.key})
    found.save(update_fields=["sealed_key", "updated_at"])
    return certificates.issue(opened, name=name, organisation=organisation, at=at)


@transaction.atomic
def in_use(*, at: datetime | None = None) -> SigningAuthority:
    """The authority that issues now; founded where there is none, or where the one there was is in its second half."""
    now = at or timezone.now()
    rows = SigningAuthority.objects.select_for_update().filter(retired_at=None)
    current = rows.order_by("created_at").first()
    if current is None or certificates.may_issue(current.certificate, at=now):
        return current or _found(now)
    retire(at=now)
    return in_use(at=now)


@transaction.atomic
def retire(*, at: datetime | None = None) -> SigningAuthority | None:
    """Issue no more with the authority in use: the next signature founds another. What it issued stays good."""
    current = SigningAuthority.objects.select_for_update().filter(retired_at=None).first()
    if current is not None:
        current.retired_at = at or timezone.now()
        current.save(update_fields=["retired_at", "updated_at"])
    return current


@transaction.atomic
def revoke(*, serial: str, because: str, at: datetime | None = None) -> RevokedCertificate:
    """Say that a certificate doesn't hold from `at` on: what was signed with it since is refused.

    Raises NotReady where no signature here was made with it.
    """
    number = serial.strip().lower().replace(":", "").lstrip("0")
    made = Signature.objects.filter(serial=number).first()
    issuer = SigningAuthority.objects.filter(certificate__in=_issuers_of(made)).first() if made else None
    if made is None or issuer is None:
        raise NotReady(_NOT_OURS)
    given = {"authority": issuer, "revoked_at": at or timezone.now(), "because": because[:300]}
    row, is_new = RevokedCertificate.objects.get_or_create(serial=number, defaults=given)
    if is_new:
        audit(REVOKED, [made], by=None, changes={"because": [None, row.because]})
    return row


def trusted_roots() -> list[str]:
    """The certificates of all our authorities, those that were retired too, as PEM."""
    return list(SigningAuthority.objects.values_list("certificate", flat=True))


def timestamp_roots() -> list[str]:
    """The certificates of authorities whose word on the time counts, as PEM; what the operator named."""
    path = settings.ENVIRONMENT.timestamp_roots
    return [path.read_text(encoding="ascii", errors="replace")] if path is not None else []


def revocation_lists(at: datetime) -> list[str]:
    """What each of our authorities has revoked, signed by it, as PEM.

    One whose key can't be opened has none: its signatures are then noted as not known to be unrevoked.
    """
    lists = []
    for each in SigningAuthority.objects.prefetch_related("revoked"):
        revoked = [Revoked(row.serial, row.revoked_at) for row in each.revoked.all()]
        try:
            lists.append(certificates.revocation_list(_opened(each), revoked, at=at))
        except NotReady:
            log.exception("the key of the signing authority %s can't be opened", each.pk)
    return lists


def revoked_serials() -> list[str]:
    """The numbers of all certificates that were revoked, in order."""
    return list(RevokedCertificate.objects.order_by("serial").values_list("serial", flat=True))


def _found(at: datetime) -> SigningAuthority:
    made = certificates.found(NAME, at=at)
    return SigningAuthority.objects.create(certificate=made.certificate, sealed_key=seal({"key": made.key}))


def _opened(found: SigningAuthority) -> Authority:
    try:
        return Authority(found.certificate, str(unseal(found.sealed_key)["key"]))
    except CantUnseal as error:
        raise NotReady(_NO_KEY) from error


def _issuers_of(made: Signature) -> list[str]:
    """Our roots whose key signed the certificate."""
    return [root for root in trusted_roots() if certificates.is_issued_by(made.certificate, root)]
