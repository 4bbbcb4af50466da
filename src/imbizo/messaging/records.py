"""Suppressions on the thread: seen by those who may see contacts; they name no address."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from imbizo.messaging.models import Suppression
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.registry import RecordKind, register
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
