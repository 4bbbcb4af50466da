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
    """What answers messages of the member's partner, less protected conversations; the convenor's also the rest.

    Two partners may write to one person, and neither reads what was said to the other.
    """
    if not member.may(Permission.INBOX_VIEW):
        return Inbound.objects.none()
    theirs = Q(answers__owner_id=member.partner_id)
    if member.partner.is_convenor:
        theirs |= Q(answers__owner=None)
    return Inbound.objects.filter(theirs, programme_id=member.programme_id).exclude(_hidden(member))


def _hidden(member: Membership) -> Q:
    whole = Q(pk__in=[])
    for hidden in hidden_messages:
        whole |= hidden(member)
    return whole
