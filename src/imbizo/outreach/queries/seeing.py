"""What a member sees of campaigns, call lists and conversations. Every page begins here."""

from django.db.models import Q, QuerySet

from imbizo.outreach.models import CallList, Campaign, Conversation
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission


def campaigns(member: Membership) -> QuerySet[Campaign]:
    """The campaigns of the member's partner, and those shared with it."""
    if not member.may(Permission.OUTREACH_VIEW):
        return Campaign.objects.none()
    rows: QuerySet[Campaign] = Campaign.objects.visible_to(member)
    return rows.select_related("programme", "owner")


def call_lists(member: Membership) -> QuerySet[CallList]:
    """The call lists of the member's partner, and those shared with it."""
    if not member.may(Permission.OUTREACH_VIEW):
        return CallList.objects.none()
    rows: QuerySet[CallList] = CallList.objects.visible_to(member)
    return rows.select_related("programme", "owner", "campaign")


def conversations(member: Membership) -> QuerySet[Conversation]:
    """The conversations that the member may read.

    Protected ones are for protection officers alone, whichever partner the person wrote to; whoever shows one of
    them logs the reading.
    """
    open_ones = Conversation.objects.none()
    if member.may(Permission.INBOX_VIEW):
        open_ones = Conversation.objects.visible_to(member).filter(is_protected=False)
    seen = Q(pk__in=open_ones.values("pk"))
    if member.may(Permission.PROTECTED_VIEW):
        seen |= Q(programme_id=member.programme_id, is_protected=True)
    rows: QuerySet[Conversation] = Conversation.objects.filter(seen)
    return rows.select_related("programme", "owner", "actor")
