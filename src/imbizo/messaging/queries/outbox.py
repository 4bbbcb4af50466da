"""Named reads of the outbox and of what came in."""

from django.db.models import Q, QuerySet

from imbizo.messaging.models import Inbound, Message
from imbizo.messaging.registry import hidden_messages
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission


def messages(member: Membership) -> QuerySet[Message]:
    """The messages that the member's partner sent, less those of protected conversations."""
    if not member.may(Permission.CONTACTS_VIEW):
        return Message.objects.none()
    rows = Message.objects.filter(programme_id=member.programme_id, owner_id=member.partner_id)
    return rows.exclude(_hidden(member)).select_related("programme", "gateway")


def incoming(member: Membership) -> QuerySet[Inbound]:
    """What came in to the member's programme, less protected conversations. Whose it is, is outreach's to know."""
    if not member.may(Permission.INBOX_VIEW):
        return Inbound.objects.none()
    return Inbound.objects.filter(programme_id=member.programme_id).exclude(_hidden(member))


def _hidden(member: Membership) -> Q:
    whole = Q(pk__in=[])
    for hidden in hidden_messages:
        whole |= hidden(member)
    return whole
