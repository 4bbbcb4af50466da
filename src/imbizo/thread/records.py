"""How the records of the apps below the thread are shown: programmes can't register themselves upwards."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.programmes.models import (
    MemberInvitation,
    Membership,
    Operator,
    Partner,
    Phase,
    Programme,
    RetentionRule,
    Step,
)
from imbizo.programmes.states import Permission
from imbizo.thread.registry import RecordKind, register
from imbizo.thread.states import Hidden


def _of_programme(model: type[Model], permission: Permission) -> Callable[[Membership], QuerySet[Any]]:
    def visible_to(member: Membership) -> QuerySet[Any]:
        rows = model._default_manager.filter(programme_id=member.programme_id)
        return rows if member.may(permission) else rows.none()

    return visible_to


def _own_programme(member: Membership) -> QuerySet[Programme]:
    return Programme.objects.filter(pk=member.programme_id)


def _register(kind: str, model: type[Model], noun: Promise, icon: str, permission: Permission) -> None:
    register(
        RecordKind(
            kind=kind,
            model=model,
            noun=noun,
            icon=icon,
            visible_to=_of_programme(model, permission),
            hidden=Hidden.EXISTENCE,
        )
    )


register(
    RecordKind(
        kind="programmes.programme",
        model=Programme,
        noun=_("programme"),
        icon="route",
        visible_to=_own_programme,
    )
)
_register("programmes.partner", Partner, _("partner"), "building-community", Permission.PROGRAMME_VIEW)
_register("programmes.member", Membership, _("member"), "user", Permission.MEMBERS_VIEW)
_register("programmes.invitation", MemberInvitation, _("invitation"), "mail", Permission.MEMBERS_MANAGE)
_register("programmes.phase", Phase, _("phase"), "route", Permission.PROGRAMME_VIEW)
_register("programmes.step", Step, _("step"), "flag", Permission.PROGRAMME_VIEW)
_register("programmes.operator", Operator, _("operator"), "building", Permission.PROGRAMME_VIEW)
_register("programmes.retention", RetentionRule, _("retention rule"), "clock", Permission.PROGRAMME_VIEW)
