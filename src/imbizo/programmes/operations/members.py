"""Members: their roles, and how one leaves and hands over."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.programmes import queries
from imbizo.programmes.errors import LastCoordinator, NotInProgramme
from imbizo.programmes.models import Membership, Partner, Programme
from imbizo.programmes.operations.creation import known_roles
from imbizo.programmes.operations.editing import changed, write
from imbizo.programmes.rules.joining import leaves_no_coordinator, may_add_to_partner, may_give_roles


@dataclass(frozen=True)
class WorkKind:
    """A kind of open work that a leaving member passes on.

    `open_for` finds it; `field` is the foreign key to the member who does it; `noun` says it in the plural.
    """

    noun: Promise
    open_for: Callable[[Membership], QuerySet[Any]]
    field: str


@dataclass(frozen=True)
class OpenWork:
    """What of one kind a member has open, for the page that shows it before it is passed on."""

    noun: Promise
    records: Sequence[Any]


_work_kinds: list[WorkKind] = []


def on_hand_over(kind: WorkKind) -> None:
    """Upward: apps above say what of theirs passes to a successor (config/wiring/)."""
    if kind not in _work_kinds:
        _work_kinds.append(kind)


def open_work(member: Membership) -> list[OpenWork]:
    """All that the member has open, by kind; kinds of which there is nothing are left out."""
    found = [OpenWork(kind.noun, list(kind.open_for(member))) for kind in _work_kinds]
    return [work for work in found if work.records]


@transaction.atomic
def change_member(
    *, member: Membership, roles: Iterable[str], partner: Partner, by: Membership
) -> Membership:
    """Change a member's roles and partner.

    Raises NoSuchRole, NotAllowed (a partner that speaks for itself), NotInProgramme, LastCoordinator.
    """
    member = _locked(member)
    if partner.pk != member.partner_id:
        must_be_addable(partner=partner, by=by)
    wanted = known_roles(roles)
    _must_keep_a_coordinator(member, without=member, then=wanted)
    write(member, {"roles": wanted, "partner": partner}, by=by)
    return member


@transaction.atomic
def hand_over(
    *, member: Membership, successor: Membership | None, by: Membership, roles: Collection[str] = ()
) -> Membership:
    """End a membership, and pass its open work, and those of its `roles` named here, to a successor, in one act.

    Without a successor steps go back to their role, which may then be vacant. Work that must have a name on it
    keeps the old one until someone takes it. Raises LastCoordinator, NotInProgramme.
    """
    member = _locked(member)
    if successor is not None:
        successor = _locked(successor)
        _must_be_another(member, successor)
        _take_roles(successor, roles=[role for role in member.roles if role in roles], by=by)
    _must_keep_a_coordinator(member, without=member, then=())
    for kind in _work_kinds:
        _pass_on(kind, member, successor, by)
    write(member, {"left_on": timezone.localdate(), "successor": successor}, by=by, verb="leave")
    return member


def must_be_addable(*, partner: Partner, by: Membership) -> None:
    """Raises NotAllowed, NotInProgramme where `by` may not bring members into this partner."""
    if partner.programme_id != by.programme_id:
        raise NotInProgramme(_("Choose a partner of this programme."))
    has_members = queries.has_members(partner)
    if not may_add_to_partner(by.permissions, is_own=partner.pk == by.partner_id, has_members=has_members):
        raise NotAllowed(
            _(
                "Members of %(partner)s see what it keeps to itself, so it brings in its own people. "
                "Ask one of its members in the role Partner to invite them."
            )
            % {"partner": partner.label}
        )


def must_be_giveable(*, roles: Iterable[str], by: Membership) -> None:
    """Raises NotAllowed where `by` may not give these roles."""
    if not may_give_roles(by.permissions, roles):
        raise NotAllowed(_("Only a coordinator makes someone coordinator or protection officer."))


def _locked(member: Membership) -> Membership:
    """The member as they are now. The programme's row is held: who leaves or changes roles does so one by one."""
    Programme.objects.select_for_update().get(pk=member.programme_id)
    found = Membership.objects.select_related("programme", "partner", "user").get(pk=member.pk)
    if found.left_on is not None:
        raise NotInProgramme(_("%(name)s has left the programme already.") % {"name": found.user})
    return found


def _must_be_another(member: Membership, successor: Membership) -> None:
    if successor.pk == member.pk or successor.programme_id != member.programme_id:
        raise NotInProgramme(_("Choose another member of this programme as the successor."))


def _must_keep_a_coordinator(member: Membership, *, without: Membership, then: Collection[str]) -> None:
    if "coordinator" not in member.roles:
        return
    others = queries.roles_of_others(without)
    if leaves_no_coordinator([*others, then]):
        raise LastCoordinator(
            _(
                "%(name)s is the only coordinator. Make someone else coordinator first, "
                "or hand that role over to a successor."
            )
            % {"name": member.user}
        )


def _take_roles(successor: Membership, *, roles: Sequence[str], by: Membership) -> None:
    if roles:
        write(successor, {"roles": known_roles([*successor.roles, *roles])}, by=by)


def _pass_on(kind: WorkKind, member: Membership, successor: Membership | None, by: Membership) -> None:
    work = list(kind.open_for(member))
    if not work or (successor is None and not work[0]._meta.get_field(kind.field).null):
        return
    work[0]._meta.model._default_manager.filter(pk__in=[record.pk for record in work]).update(
        **{kind.field: successor, "updated_at": timezone.now()}
    )
    for record in work:
        setattr(record, kind.field, successor)
    changed("hand_over", work, by=by, changes={kind.field: [member, successor]})
