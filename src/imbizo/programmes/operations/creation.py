"""Starting a programme: its process from a template, its partners and members."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from imbizo.accounts.models import User
from imbizo.base.registry import Hooks
from imbizo.programmes.errors import NotInProgramme
from imbizo.programmes.models import Membership, Partner, Phase, Programme, RetentionRule, Step
from imbizo.programmes.rules import ROLES, ProcessTemplate, process_template
from imbizo.programmes.rules.process import PhaseTemplate

# Upward: apps above add what a new programme starts with (expected actors, the register's counter).
on_created: Hooks[[Programme, ProcessTemplate], None] = Hooks("programme created")
# Upward: the audit trail is above programmes on the map.
on_change: Hooks[..., Any] = Hooks("programme changed")


@transaction.atomic
def create_programme(
    *,
    name: str,
    slug: str,
    template: str,
    starts_on: date,
    by: User | None,
    language: str = "en",
    **fields: Any,
) -> Programme:
    """Create a programme with the phases, steps, expected actors and retention rules of its process.

    Texts of the process are copied in `language`, and are the programme's own from then on. Raises BadTemplate.
    """
    process = process_template(template)
    programme = Programme.objects.create(
        name=name, slug=slug, template=template, starts_on=starts_on, languages=[language], **fields
    )
    with override(language):
        for position, phase in enumerate(process.phases):
            _add_phase(programme, phase, position)
        RetentionRule.objects.bulk_create(
            RetentionRule(
                programme=programme,
                record_class=rule.record_class,
                covers=gettext(rule.covers),
                counted_from=rule.counted_from,
                months=rule.months,
                then=rule.then,
            )
            for rule in process.retention
        )
        for hook in on_created:
            hook(programme, process)
    changed("create", [programme], by=by)
    return programme


@transaction.atomic
def add_partner(
    *,
    programme: Programme,
    name: str,
    by: Membership | User | None,
    short_name: str = "",
    is_convenor: bool = False,
    id: UUID | None = None,
) -> Partner:
    """Add a member organisation."""
    given = {"id": id} if id else {}
    partner = Partner.objects.create(
        programme=programme, name=name, short_name=short_name, is_convenor=is_convenor, **given
    )
    changed("create", [partner], by=by, changes={"name": [None, name]})
    return partner


@transaction.atomic
def add_member(*, user: User, partner: Partner, roles: Iterable[str], by: Membership | User | None) -> Membership:
    """Make the user a member for a partner. Raises NotInProgramme for a role that doesn't exist."""
    wanted = sorted(set(roles), key=list(ROLES).index)
    if not wanted or set(wanted) - ROLES.keys():
        raise NotInProgramme(_("Choose at least one role."))
    member = Membership.objects.create(programme=partner.programme, user=user, partner=partner, roles=wanted)
    changed("join", [member], by=by, changes={"roles": [None, wanted]})
    return member


def changed(verb: str, records: list[Any], *, by: Membership | User | None, changes: Any = None) -> None:
    """Tell the audit trail, which stands above this app."""
    for hook in on_change:
        hook(verb, records, by=by, changes=changes)


def _add_phase(programme: Programme, phase: PhaseTemplate, position: int) -> None:
    row = Phase.objects.create(
        programme=programme, key=phase.key, title=gettext(phase.title), short=gettext(phase.short), position=position
    )
    Step.objects.bulk_create(
        Step(
            programme=programme,
            phase=row,
            key=step.key,
            title=gettext(step.title),
            what=gettext(step.what),
            tool=step.tool,
            position=place,
            owner_role=step.owner_role,
            due_on=programme.starts_on + timedelta(days=step.due_after_days),
        )
        for place, step in enumerate(phase.steps)
    )
