"""Certificates for those who came by name, each with a code by which anybody can check it."""

from collections.abc import Sequence
from secrets import SystemRandom
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base import bulk
from imbizo.calc import codes
from imbizo.convening.errors import NotNow
from imbizo.convening.models import Certificate, Gathering
from imbizo.convening.queries import certificates as queries
from imbizo.convening.states import GatheringState
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import audit

CODE_LENGTH: Final = codes.RECEIPT
_NOT_HELD = _("Certificates come when the gathering is over. Close the day first.")


@transaction.atomic
def issue_certificates(*, gathering: Gathering, minutes: int | None, by: Membership) -> Sequence[Certificate]:
    """One for each who came by name and has none; of those online, only with so many minutes. Raises NotNow.

    Pressed again it makes those that are missing. Who was revoked gets none.
    """
    if gathering.state != GatheringState.HELD:
        raise NotNow(_NOT_HELD)
    people = list(queries.deserving(gathering, minutes))
    today = timezone.localdate(timezone=gathering.programme.zone)
    made = [
        Certificate(
            programme=gathering.programme,
            attendance=each,
            code=code,
            name=each.name or str(each.actor),
            issued_on=today,
            issued_by=by,
        )
        for each, code in zip(people, codes.make_new(SystemRandom(), CODE_LENGTH, len(people)), strict=True)
    ]
    bulk.insert(made)
    audit("issue", made, by=by)
    return made


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, by: Membership) -> Certificate:
    """It doesn't hold any more: whoever checks it reads so. Twice is harmless."""
    if certificate.revoked_on is None:
        today = timezone.localdate(timezone=certificate.programme.zone)
        write(certificate, {"revoked_on": today}, by=by, verb="revoke_certificate")
    return certificate
