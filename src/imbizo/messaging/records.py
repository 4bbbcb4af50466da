"""Gateways, messages and suppressions on the thread.

Messages are seen by members of the partner that sent them; suppressions by those who may see contacts, and they name
no address.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from imbizo.messaging.models import Gateway, Message, Suppression
from imbizo.messaging.queries import gateways, messages
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.registry import RecordKind, register, register_verbs
from imbizo.thread.states import Hidden


def _visible_to(member: Membership) -> QuerySet[Suppression]:
    if not member.may(Permission.CONTACTS_VIEW):
        return Suppression.objects.none()
    return Suppression.objects.filter(programme_id=member.programme_id)


register(
    RecordKind(
        kind="messaging.suppression",
        model=Suppression,
        noun=_("suppression"),
        icon="bell-off",
        visible_to=_visible_to,
        hidden=Hidden.EXISTENCE,
    )
)


def _gateways(member: Membership) -> QuerySet[Gateway]:
    return gateways(member) if member.may(Permission.GATEWAYS_VIEW) else Gateway.objects.none()


register(
    RecordKind(
        kind="messaging.gateway", model=Gateway, noun=_("gateway"), icon="antenna", visible_to=_gateways
    )
)
register(
    RecordKind(
        kind="messaging.message",
        model=Message,
        noun=_("message"),
        icon="send",
        visible_to=messages,
        hidden=Hidden.EXISTENCE,
    )
)
register_verbs(
    {
        "check_gateway": _("%(who)s had the connection of %(what)s tried"),
        "health": _("%(who)s noticed a change at %(what)s"),
        "leave_uncertain": _("%(who)s left %(what)s as it is: uncertain"),
        "lend_gateway": _("%(who)s changed who else sends by %(what)s"),
        "pause_gateway": _("%(who)s paused %(what)s"),
        "use_gateway": _("%(who)s put %(what)s to use again"),
    }
)
