"""The end of a programme: its people are forgotten, its counts stay."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations import retention as register
from imbizo.agreements.operations import anonymising as agreements
from imbizo.convening.operations import anonymising as convening
from imbizo.desk import tasks
from imbizo.desk.errors import WrongProgramme
from imbizo.desk.models import Notification
from imbizo.drafting.operations import anonymising as drafting
from imbizo.evidence.operations import anonymising as evidence
from imbizo.outreach.operations import anonymising as outreach
from imbizo.programmes.models import MemberInvitation, Membership, Programme, Step
from imbizo.thread.models import AuditEntry, Link, PublicLink
from imbizo.thread.operations import audit

AT_ONCE = 1_000
EMPTY = {"information_officer": "", "contact_number": ""}


@transaction.atomic
def end_and_anonymise(*, programme: Programme, short_name: str, by: Membership) -> None:
    """End the programme today and have the worker forget its people. It can't be undone.

    `short_name` is what the member typed to show that this programme is meant. Raises WrongProgramme when it isn't
    the programme's, or when there is nothing left to forget.
    """
    if short_name.strip() != programme.slug:
        raise WrongProgramme(
            _("Type “%(name)s” to show that you mean this programme.") % {"name": programme.slug}
        )
    if programme.anonymised_at is not None:
        raise WrongProgramme(_("This programme was anonymised already."))
    programme.ends_on = min(programme.ends_on or timezone.localdate(), timezone.localdate())
    programme.save(update_fields=["ends_on", "updated_at"])
    audit("end", [programme], by=by, changes={"ends_on": [None, programme.ends_on]})
    tasks.anonymise.enqueue(str(programme.pk))


def anonymise(*, programme_id: UUID | str) -> None:
    """Empty what names people in a programme. What remains: kinds, places, dates, counts, and the members' own names.

    In short transactions; after a kill it goes on, and done twice it does nothing. The last one says that it is done.
    """
    programme = Programme.objects.get(pk=programme_id)
    if programme.anonymised_at is not None:
        return
    register.anonymise_programme(programme=programme, by=None)
    outreach.anonymise_programme(programme=programme)
    for texts in (convening, evidence, drafting, agreements):
        texts.anonymise_programme(programme=programme)
    _empty_trail(programme)
    with transaction.atomic():
        Step.objects.filter(programme=programme).exclude(note="").update(note="")
        Notification.objects.filter(member__programme=programme).delete()
        MemberInvitation.objects.filter(programme=programme).update(
            email="", name="", revoked_at=timezone.now()
        )
        PublicLink.objects.filter(programme=programme, revoked_at=None).update(revoked_at=timezone.now())
    with transaction.atomic():
        Programme.objects.filter(pk=programme.pk).update(anonymised_at=timezone.now(), **EMPTY)
        audit("anonymise", [programme], by=None)


def _empty_trail(programme: Programme) -> None:
    """The trail keeps who did what and when, not what was written; links keep their ends, not their notes."""
    for rows, empty in (
        (AuditEntry.objects.filter(programme=programme).exclude(changes={}), {"changes": {}}),
        (Link.objects.filter(programme=programme).exclude(note=""), {"note": ""}),
    ):
        while ids := list(rows.values_list("pk", flat=True)[:AT_ONCE]):
            with transaction.atomic():
                rows.model._default_manager.filter(pk__in=ids).update(**empty)
