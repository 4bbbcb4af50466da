"""Certificates for those who came by name, each with a code by which anybody can check it."""

from collections.abc import Sequence
from secrets import SystemRandom
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.states import ActorState
from imbizo.base import bulk
from imbizo.calc import codes
from imbizo.convening.errors import NotNow
from imbizo.convening.models import Attendance, Certificate, Gathering
from imbizo.convening.queries import certificates as queries
from imbizo.convening.states import GatheringState, Named
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import audit

CODE_LENGTH: Final = codes.RECEIPT
_NO_NAME = _("Nobody is noted there by name any more, so there is nothing to write on it.")
_NOT_HELD = _("Certificates come when the gathering is over. Close the day first.")


@transaction.atomic
def issue_certificates(*, gathering: Gathering, minutes: int | None, by: Membership) -> Sequence[Certificate]:
    """One for each who came by name and has none; of those online, only with so many minutes. Raises NotNow.

    Pressed again it makes those that are missing. Whose was revoked gets none: that is `issue_again`.
    """
    if gathering.state != GatheringState.HELD:
        raise NotNow(_NOT_HELD)
    people = list(queries.deserving(gathering, minutes))
    made = [
        _certificate(each, code, by)
        for each, code in zip(people, codes.make_new(SystemRandom(), CODE_LENGTH, len(people)), strict=True)
    ]
    bulk.insert(made)
    audit("issue", made, by=by)
    return made


@transaction.atomic
def issue_again(*, certificate: Certificate, by: Membership) -> Certificate:
    """Another in place of one that was revoked, under the name as it is noted now and with a code of its own.

    The old code goes on saying that it was revoked. Pressed twice it makes one. Raises NotNow.
    """
    came = (
        Attendance.objects.select_for_update(of=("self",))
        .select_related("actor", "programme")
        .get(pk=certificate.attendance_id)
    )
    if (held := queries.holds(came)) is not None:
        return held
    if came.named != Named.NAME or came.withdrawn_at is not None or not _name_of(came):
        raise NotNow(_NO_NAME)
    made = _certificate(came, codes.make_new(SystemRandom(), CODE_LENGTH, 1)[0], by)
    made.save(force_insert=True)
    audit("issue", [made], by=by)
    return made


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, by: Membership) -> Certificate:
    """It doesn't hold any more: whoever checks it reads so. Twice is harmless."""
    if certificate.revoked_on is None:
        today = timezone.localdate(timezone=certificate.programme.zone)
        write(certificate, {"revoked_on": today}, by=by, verb="revoke_certificate")
    return certificate


def _certificate(came: Attendance, code: str, by: Membership) -> Certificate:
    """One that isn't saved yet."""
    return Certificate(
        programme=came.programme,
        attendance=came,
        code=code,
        name=_name_of(came),
        issued_on=timezone.localdate(timezone=came.programme.zone),
        issued_by=by,
    )


def _name_of(came: Attendance) -> str:
    """As it was noted at the door, else as the register has it; empty for somebody who was erased."""
    known = came.actor if came.actor and came.actor.state != ActorState.ERASED else None
    return came.name or (str(known) if known else "")
