"""Starting a programme: its process from a template, its partners and members."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from imbizo.accounts.models import User
from imbizo.base.registry import Hooks
from imbizo.programmes import queries
from imbizo.programmes.errors import AlreadyThere, NoSuchRole
from imbizo.programmes.models import Membership, Partner, Phase, Programme, RetentionRule, Step
from imbizo.programmes.operations.areas import choose_areas
from imbizo.programmes.operations.editing import Author, changed, make_once
from imbizo.programmes.rules import ROLES, ProcessTemplate, process_template
from imbizo.programmes.rules.process import PhaseTemplate

# Upward: apps above add what a new programme starts with (expected actors, the register's counter).
on_created: Hooks[[Programme, ProcessTemplate], None] = Hooks("programme created")


@transaction.atomic
def create_programme(
    *,
    name: str,
    slug: str,
    template: str,
    starts_on: date,
    by: User | None,
    language: str = "en",
    languages: Sequence[str] = (),
    **fields: Any,
) -> Programme:
    """Create a programme with the phases, steps, expected actors and retention rules of its process.

    Texts of the process are copied in `language`, and are the programme's own from then on. `languages` are those
    that participants are written to in, the usual one first. Raises BadTemplate.
    """
    process = process_template(template)
    programme = Programme.objects.create(
        name=name,
        slug=slug,
        template=template,
        starts_on=starts_on,
        languages=list(languages) or [language],
        **fields,
    )
    with override(language):
        for position, phase in enumerate(process.phases):
            _add_phase(programme, phase, position)
        _add_retention(programme, process)
        for hook in on_created:
            hook(programme, process)
    changed("create", [programme], by=by)
    return programme


@transaction.atomic
def start_programme(
    *,
    name: str,
    template: str,
    starts_on: date,
    partner: str,
    coordinator: User,
    slug: str = "",
    areas: Sequence[UUID] = (),
    **fields: Any,
) -> Membership:
    """A programme with its convening partner and its first coordinator, whose membership is returned.

    The short name in addresses is made from the name where none is given; `areas` are places to work in.
    Raises BadTemplate, and what places raise for one that isn't known.
    """
    programme = create_programme(
        name=name,
        slug=slug or queries.free_slug(name),
        template=template,
        starts_on=starts_on,
        by=coordinator,
        language=coordinator.language,
        **fields,
    )
    convenor = add_partner(programme=programme, name=partner, is_convenor=True, by=coordinator)
    member = add_member(user=coordinator, partner=convenor, roles=["coordinator"], by=coordinator)
    if areas:
        choose_areas(programme=programme, areas=areas, by=member)
    return member


@transaction.atomic
def add_partner(
    *,
    programme: Programme,
    name: str,
    by: Author,
    short_name: str = "",
    is_convenor: bool = False,
    id: UUID | None = None,
) -> Partner:
    """Add a member organisation. Raises AlreadyThere for a name that is taken, Conflict for an id that is."""
    must_be_free(name, programme=programme, but=id)
    return make_once(
        Partner,
        id=id,
        programme=programme,
        by=by,
        name=name,
        short_name=short_name,
        is_convenor=is_convenor,
    )


@transaction.atomic
def add_member(*, user: User, partner: Partner, roles: Iterable[str], by: Author) -> Membership:
    """Make the user a member for a partner. Raises NoSuchRole, and AlreadyThere for one who is a member."""
    wanted = known_roles(roles)
    if Membership.objects.filter(programme=partner.programme, user=user, left_on=None).exists():
        raise AlreadyThere(_("%(name)s is a member of this programme already.") % {"name": user})
    member = Membership.objects.create(programme=partner.programme, user=user, partner=partner, roles=wanted)
    changed("join", [member], by=by, changes={"roles": [None, wanted]})
    return member


def must_be_free(name: str, *, programme: Programme, but: UUID | None) -> None:
    """Raises AlreadyThere where another partner than `but` bears the name."""
    same = Partner.objects.filter(programme=programme, name__iexact=name)
    if (same.exclude(pk=but) if but else same).exists():
        raise AlreadyThere(_("There is a partner of this name already."))


def known_roles(roles: Iterable[str]) -> list[str]:
    """These roles, each once, in the order in which they are listed. Raises NoSuchRole."""
    wanted = set(roles)
    if not wanted or wanted - ROLES.keys():
        raise NoSuchRole(_("Choose at least one role."))
    return sorted(wanted, key=list(ROLES).index)


def _add_retention(programme: Programme, process: ProcessTemplate) -> None:
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


def _add_phase(programme: Programme, phase: PhaseTemplate, position: int) -> None:
    row = Phase.objects.create(
        programme=programme,
        key=phase.key,
        title=gettext(phase.title),
        short=gettext(phase.short),
        position=position,
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
