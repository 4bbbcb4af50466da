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
from imbizo.thread.registry import RecordKind, register, register_verbs
from imbizo.thread.states import Hidden


def _of_programme(
    model: type[Model], permission: Permission, related: tuple[str, ...]
) -> Callable[[Membership], QuerySet[Any]]:
    def visible_to(member: Membership) -> QuerySet[Any]:
        rows = model._default_manager.filter(programme_id=member.programme_id).select_related(*related)
        return rows if member.may(permission) else rows.none()

    return visible_to


def _own_programme(member: Membership) -> QuerySet[Programme]:
    return Programme.objects.filter(pk=member.programme_id)


def _register(
    kind: str, model: type[Model], noun: Promise, icon: str, permission: Permission, *related: str
) -> None:
    """`related` are the records that its title and its address read, besides."""
    register(
        RecordKind(
            kind=kind,
            model=model,
            noun=noun,
            icon=icon,
            visible_to=_of_programme(model, permission, related),
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
_register(
    "programmes.member",
    Membership,
    _("member"),
    "user",
    Permission.MEMBERS_VIEW,
    "user",
    "partner",
    "programme",
)
_register("programmes.invitation", MemberInvitation, _("invitation"), "mail", Permission.MEMBERS_MANAGE)
_register("programmes.phase", Phase, _("phase"), "route", Permission.PROGRAMME_VIEW)
_register("programmes.step", Step, _("step"), "flag", Permission.PROGRAMME_VIEW)
_register("programmes.operator", Operator, _("operator"), "building", Permission.PROGRAMME_VIEW)
_register("programmes.retention", RetentionRule, _("retention rule"), "clock", Permission.PROGRAMME_VIEW)

register_verbs(
    {
        "accept": _("%(who)s accepted %(what)s"),
        "answer": _("%(who)s answered %(what)s"),
        "apply": _("%(who)s brought in %(what)s"),
        "assign": _("%(who)s assigned %(what)s"),
        "change": _("%(who)s changed %(what)s"),
        "create": _("%(who)s added %(what)s"),
        "delete": _("%(who)s deleted %(what)s"),
        "discard": _("%(who)s discarded %(what)s"),
        "erase": _("%(who)s erased %(what)s, as the law asks"),
        "export": _("%(who)s took out %(what)s as a file"),
        "hand_over": _("%(who)s handed over %(what)s"),
        "invite": _("%(who)s sent %(what)s"),
        "join": _("%(who)s welcomed %(what)s"),
        "leave": _("%(who)s ended the membership of %(what)s"),
        "lift": _("%(who)s lifted %(what)s"),
        "merge": _("%(who)s merged a duplicate into %(what)s"),
        "put_back": _("%(who)s put back %(what)s"),
        "ready": _("%(who)s read %(what)s, which is ready to look at"),
        "refuse": _("%(who)s refused %(what)s"),
        "remove": _("%(who)s withdrew %(what)s"),
        "reopen": _("%(who)s opened %(what)s again"),
        "restore": _("%(who)s restored %(what)s"),
        "share": _("%(who)s changed with whom %(what)s is shared"),
        "suppress": _("%(who)s recorded that %(what)s isn't to be written to"),
        "tag": _("%(who)s tagged %(what)s"),
        "unmerge": _("%(who)s took apart %(what)s again"),
        "untag": _("%(who)s took a tag off %(what)s"),
        "withdraw": _("%(who)s withdrew %(what)s"),
    }
)
