"""Named reads of what a programme decided about reaching people."""

from django.db.models import QuerySet

from imbizo.outreach.models import HelpNumber, OutreachRules
from imbizo.programmes.models import Membership, Programme
from imbizo.programmes.states import Permission
from imbizo.thread.models import AuditEntry


def outreach_rules(programme: Programme) -> OutreachRules:
    """The programme's rules; where it decided nothing, a row that isn't saved, with the defaults."""
    return OutreachRules.objects.filter(programme=programme).first() or OutreachRules(programme=programme)


def help_numbers(member: Membership) -> QuerySet[HelpNumber]:
    """The numbers that HELP answers with, in their order."""
    if not member.may(Permission.OUTREACH_VIEW):
        return HelpNumber.objects.none()
    return HelpNumber.objects.filter(programme_id=member.programme_id).select_related("programme", "place")


def removals(member: Membership) -> QuerySet[AuditEntry]:
    """What was taken away in the programme, for putting it back."""
    return AuditEntry.objects.filter(programme_id=member.programme_id, verb="remove")
